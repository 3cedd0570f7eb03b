// Images in files, shuffled and changed at random in training, read on threads of their own.
import Foundation
import Myelin

let folder = FileManager.default.temporaryDirectory.appending(path: "augmented").path(percentEncoded: false)
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
let pixels = withRandomSeed(1) { Tensor.randomIntegers([200, 12, 12], in: 0..<256, type: .int32) }
try IDXFile.write(pixels, to: folder + "/images", as: .uint8)
try NPYFile.write(Tensor((0..<200).map { $0 % 4 }), to: folder + "/labels.npy")

let images = try ArrayFileSource(
  ArrayFile(folder + "/images", dividedBy: 255, rowShape: [144]), ArrayFile(folder + "/labels.npy"))
let (train, validation) = withRandomSeed(2) { images.split(fraction: 0.8) }
let loader = DataLoader(
  train, batchSize: 32, sampler: .balanced(), droppingLast: true,
  augmentations: [
    .horizontalFlip(shape: [12, 12]), .crop(height: 12, width: 12, margin: 2, padding: .edge, shape: [12, 12]),
    .rotation(upTo: 10, padding: .reflection, shape: [12, 12]), .cutout(size: 3, shape: [12, 12]),
    .noise(standardDeviation: 0.02, range: 0...1),
    .sample("darker") { x, random in x * random.draw { 0.5 + $0.uniform() / 2 } },
    .mixUp(alpha: 0.2, classes: 4),
  ], prefetch: 4, threads: 2)

let model = withRandomSeed(3) {
  Sequential {
    Dense(144, 32, activation: .relu)
    Dense(32, 4)
  }
}
let trainer = Trainer(model, loss: softmaxCrossEntropy, optimizer: Adam(learningRate: 1e-3))

// Started again, the program goes on where it was stopped: with the same batches, changed in the same way.
let checkpoint = folder + "/run.checkpoint"
let history = try trainer.fit(
  loader, validation: validation, epochs: 3, seed: 4, callbacks: [.checkpoint(to: checkpoint, every: .steps(2))],
  resumingFrom: checkpoint)
print(history.losses, history.validationLosses)

// One of several processes trains on every other sample of the same order.
let half = DataLoader(images, batchSize: 50, shard: Shard(0, of: 2), seed: 5)
for try await batch in half.batches(epoch: 0) { print(batch.x.shape, ImagePadding.edge) }
