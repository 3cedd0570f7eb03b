import Foundation
import Messages
import Myelin

/// Epochs of Fashion-MNIST, 784-512-512-10: from tensors in memory, or from files that are mapped, shuffled and prefetched.
func pipelineJob(_ workload: Workload) throws -> Job {
  let model = makeNetwork([784, 512, 512, 10])
  let trainer = Trainer(model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 1e-3), metrics: [.accuracy])
  let source: any BatchSource
  switch workload.variant {
  case "memory":
    let train = try ImageData.fashionMNIST(folder: workload.folder).train
    source = Dataset(train.images.reshaped(to: [train.labels.count, 784]), train.labels)
      .loader(batchSize: workload.batch, shuffled: true)
  case "pipeline":
    let files = try UnpackedFiles(in: workload.folder)
    source = DataLoader(
      try ArrayFileSource(
        ArrayFile(files.path("train-images-idx3-ubyte"), dividedBy: 255, rowShape: [784]),
        ArrayFile(files.path("train-labels-idx1-ubyte"), type: .int64)),
      batchSize: workload.batch, prefetch: 4)
  default: throw WorkerError("pipeline: there is no variant \(workload.variant)")
  }
  return { steps in
    try trainer.fit(source, epochs: steps)
    return Outcome(steps: steps)
  }
}

/// The files of a folder, unpacked into one of the process's own, which vanishes with this; files that were opened stay.
private final class UnpackedFiles {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-bench-\(UUID().uuidString)")

  init(in packed: String) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for name in ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"] {
      try IDXFile.write(IDXFile.read("\(packed)/\(name).gz"), to: path(name), as: .uint8)
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path }
}
