import Foundation
import Messages
import Myelin

/// Fashion-MNIST from files to the test data's accuracy, an epoch of training between.
func fashionJob(_ workload: Workload) -> Job {
  { _ in
    let start = ProcessUsage.now
    func images(_ name: String) throws -> Tensor {
      let file = try IDXFile("\(workload.folder)/\(name)-images-idx3-ubyte.gz")
      return Tensor(shape: [file.sizes[0], 784]) { (pixels: UnsafeMutableBufferPointer<Float>) in
        for (place, byte) in file.elements.enumerated() { pixels[place] = Float(byte) / 255 }
      }
    }
    func labels(_ name: String) throws -> Tensor {
      Tensor(try IDXFile("\(workload.folder)/\(name)-labels-idx1-ubyte.gz").elements.map { Int($0) })
    }
    let train = Dataset(try images("train"), try labels("train"))
    let test = Dataset(try images("t10k"), try labels("t10k"))
    let loaded = ProcessUsage.now

    let model = Sequential {
      Dense(784, 512, activation: .relu)
      Dense(512, 512, activation: .relu)
      Dense(512, 10)
    }
    let trainer = Trainer(
      model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 1e-3), metrics: [.accuracy])
    try trainer.fit(train, epochs: 1, batchSize: workload.batch)
    let trained = ProcessUsage.now
    let accuracy = trainer.evaluate(test).metrics["accuracy"] ?? .nan
    return Outcome(
      steps: 1, seconds: trained - loaded,
      figures: [
        "accuracy": accuracy, "loading, s": loaded - start, "files to accuracy, s": ProcessUsage.now - start,
      ])
  }
}

/// A file of bytes in the IDX format, compressed by gzip.
private struct IDXFile {
  let sizes: [Int]
  let elements: ArraySlice<UInt8>

  init(_ path: String) throws {
    let gunzip = Process()
    gunzip.executableURL = URL(filePath: "/usr/bin/env")
    gunzip.arguments = ["gunzip", "--stdout", path]
    let output = Pipe()
    gunzip.standardOutput = output
    try gunzip.run()
    let bytes = [UInt8](try output.fileHandleForReading.readToEnd() ?? Data())
    gunzip.waitUntilExit()
    guard gunzip.terminationStatus == 0, bytes.count >= 4, bytes[2] == 8 else {
      throw WorkerError("\(path): this isn't a gzipped IDX file of bytes")
    }
    let axes = Int(bytes[3])
    sizes = (0..<axes).map { axis in bytes[(4 + 4 * axis)..<(8 + 4 * axis)].reduce(0) { $0 << 8 | Int($1) } }
    elements = bytes[(4 + 4 * axes)...]
    guard elements.count == sizes.reduce(1, *) else { throw WorkerError("\(path): the file is cut off") }
  }
}
