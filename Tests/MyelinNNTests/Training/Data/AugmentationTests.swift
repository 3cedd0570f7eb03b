import Foundation
import Myelin
import Testing

@testable import MyelinNN

/// What is done to samples in training.
@Suite struct AugmentationTests {
  private func augmented(
    _ x: Tensor, _ augmentation: Augmentation, y: Tensor? = nil, isTraining: Bool = true, seed: UInt64 = 1
  ) throws -> Dataset {
    var batch = Dataset(x, y ?? .arange(x.shape[0]))
    let places = Array(0..<x.shape[0])
    try [augmentation].apply(to: &batch, BatchRequest(places: places, isTraining: isTraining, seed: seed))
    return batch
  }

  /// Images [count, height, width, channels] of different numbers.
  private func images(_ count: Int, _ height: Int, _ width: Int, _ channels: Int = 1) -> Tensor {
    (Tensor.arange(count * height * width * channels).cast(to: .float32) + 1)
      .reshaped(to: [count, height, width, channels])
  }

  private static let geometry: [Augmentation] = [
    .horizontalFlip(), .verticalFlip(), .shift(upTo: 2), .rotation(upTo: 30), .crop(height: 5, width: 6, margin: 2),
    .noise(standardDeviation: 0.5), .brightness(upTo: 0.3), .contrast(upTo: 0.3), .erasing(probability: 1),
    .cutout(size: 3),
  ]

  @Test func flipsMirror() throws {
    let x = images(3, 2, 3, 2)
    let horizontal = try augmented(x, .horizontalFlip(probability: 1)).x
    #expect(horizontal.isIdentical(to: x.taking(Tensor([2, 1, 0] as [Int]), axis: 2)))
    let vertical = try augmented(x, .verticalFlip(probability: 1)).x
    #expect(vertical.isIdentical(to: x.taking(Tensor([1, 0] as [Int]), axis: 1)))
    #expect(try augmented(x, .horizontalFlip(probability: 0)).x.isIdentical(to: x))
    // Half of them, each decided for itself.
    let many = images(1000, 1, 2)
    let flipped = try augmented(many, .horizontalFlip()).x.scalars.enumerated().count {
      $0 % 2 == 0 && Int($1) % 2 == 0
    }
    #expect(abs(flipped - 500) < 80)
    // Flat rows of pixels.
    let flat = try augmented(x.reshaped(to: [3, 12]), .horizontalFlip(probability: 1, shape: [2, 3, 2])).x
    #expect(flat.isIdentical(to: horizontal.reshaped(to: [3, 12])))
  }

  /// Every shifted image is a part of the padded one, and each shift comes.
  @Test(arguments: [ImagePadding.constant(-1), .edge, .reflection]) func shiftsAreCropsOfPaddedImages(
    padding: ImagePadding
  ) throws {
    let x = images(1, 4, 3)
    func padded(_ y: Int, _ x: Int) -> Double {
      func place(_ index: Int, _ size: Int) -> Int? {
        if index >= 0, index < size { return index }
        switch padding {
        case .constant: return nil
        case .edge: return max(0, min(size - 1, index))
        case .reflection: return index < 0 ? -index : 2 * (size - 1) - index
        }
      }
      guard let row = place(y, 4), let column = place(x, 3) else { return -1 }
      return Double(row * 3 + column + 1)
    }
    let shifts = (-2...2).flatMap { down in (-2...2).map { (down, $0) } }
    let possible = shifts.map { down, right in
      (0..<4).flatMap { y in (0..<3).map { padded(y - down, $0 - right) } }
    }
    var seen: Set<Int> = []
    for seed in 0..<400 {
      let shifted = try augmented(x, .shift(upTo: 2, padding: padding), seed: UInt64(seed)).x.scalars
      let found = possible.indices.filter { possible[$0] == shifted }
      #expect(!found.isEmpty)
      seen.formUnion(found)
      let cropped = try augmented(x, .crop(height: 4, width: 3, margin: 2, padding: padding), seed: UInt64(seed)).x
      #expect(possible.contains(cropped.scalars))
    }
    #expect(seen.count == possible.count)
  }

  @Test func cropsHaveTheirSize() throws {
    let x = images(50, 6, 5, 2)
    let part = try augmented(x, .crop(height: 3, width: 2)).x
    #expect(part.shape == [50, 3, 2, 2])
    for (row, image) in zip(part.rows, x.rows) {
      let matches = (0...3).flatMap { top in (0...3).map { (top, $0) } }.filter { top, left in
        row.isIdentical(to: image[top..<top + 3, left..<left + 2].contiguousCopy)
      }
      #expect(matches.count == 1)
    }
    // The middle, where nothing is to be drawn.
    let middle = try augmented(x, .crop(height: 4, width: 3, margin: 1), isTraining: false).x
    #expect(middle.isIdentical(to: x[.all, 1..<5, 1..<4].contiguousCopy))
    let flat = try augmented(x.reshaped(to: [50, 60]), .crop(height: 3, width: 2, shape: [6, 5, 2])).x
    #expect(flat.isIdentical(to: part.reshaped(to: [50, 12])))
    #expect(throws: (any Error).self) { try augmented(x, .crop(height: 8, width: 2)) }
  }

  @Test func rotationsTurn() throws {
    let x = images(1, 5, 5)
    let turned = Rotation(degrees: 90...90, padding: .constant(0))
    var pixels = x.scalars
    var copy = pixels
    var random = Philox(seed: 1)
    pixels.withUnsafeMutableBufferPointer { pixels in
      copy.withUnsafeMutableBufferPointer { copy in
        turned.change(ImagePixels(pixels: pixels, copy: copy, height: 5, width: 5, channels: 1), &random)
      }
    }
    // Counter-clockwise: the right edge becomes the top.
    var expected: [Double] = []
    for y in 0..<5 {
      for x in 0..<5 { expected.append(Double(x * 5 + 5 - y)) }
    }
    let distances = zip(pixels, expected).map { ($0 - $1).magnitude }
    #expect(distances.allSatisfy { $0 < 1e-9 })
    let angles = try (0..<20).map { try augmented(x, .rotation(upTo: 20), seed: $0).x.scalars }
    #expect(Set(angles).count == 20 && angles.allSatisfy { abs($0[12] - 13) < 1e-4 })
  }

  @Test func rectanglesAreErased() throws {
    let x = Tensor.ones([300, 12, 10, 2])
    let erased = try augmented(x, .erasing(probability: 0.5, area: 0.1...0.3, value: 7)).x
    let shares: [Double] = erased.rows.map { row in Double(row.scalars.count { $0 == 7 }) / 240 }
    let erasedCount = shares.count { $0 > 0 }
    #expect((100...200).contains(erasedCount))
    #expect(shares.allSatisfy { $0 == 0 || (0.05...0.36).contains($0) })
    let cut = try augmented(x, .cutout(size: 4, value: 7)).x
    let sizes: [Int] = cut.rows.map { row in row.scalars.count { $0 == 7 } / 2 }
    #expect(sizes.max() == 16 && sizes.allSatisfy { $0 >= 4 })
    #expect(try augmented(x, .cutout(size: 0)).x.isIdentical(to: x))
  }

  @Test func noiseIsNormal() throws {
    let noise = try augmented(.zeros([50, 401]), .noise(standardDeviation: 2)).x
    #expect(abs(noise.mean().scalar) < 0.1 && abs(noise.variance().scalar - 4) < 0.2)
    let limited = try augmented(.zeros([50, 400]), .noise(standardDeviation: 2, range: -1...1.5)).x
    #expect(limited.min().scalar == -1 && limited.max().scalar == 1.5)
  }

  /// The numbers are those of the formula, wherever in a stream they begin.
  @Test func manyNormalNumbersAtOnce() {
    for (count, position) in [(1, 0), (2, 1), (7, 0), (7, 3), (100, 8), (101, 9)] {
      var random = Philox(seed: 5, stream: 6)
      random.position = UInt64(position)
      var copy = random
      let found = [Float](unsafeUninitializedCapacity: count) { buffer, length in
        random.fillNormal(UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
        length = count
      }
      let half = (count + 1) / 2
      let pairs = (0..<half).map { _ in
        let number = copy.next()
        let radius = (-2 * log(Double(number >> 40 + 1) * 0x1p-24)).squareRoot()
        let angle = Double(number >> 8 & 0xFFFFFF) * 0x1p-24 * 2 * Double.pi
        return (radius * cos(angle), radius * sin(angle))
      }
      let expected = (pairs.map { $0.0 } + pairs.map { $0.1 }).prefix(count)
      #expect(zip(found, expected).allSatisfy { abs(Double($0) - $1) < 1e-5 })
      #expect(random.next() == copy.next())
    }
  }

  @Test func lightChanges() throws {
    let x: Tensor = [[[0.2, 0.4], [0.6, 0.8]]]
    let bright = try augmented(x, .brightness(upTo: 0.5)).x
    let factor = bright.scalars[0] / 0.2
    #expect((0.5...1.5).contains(factor) && factor != 1)
    #expect(zip(bright.scalars, x.scalars).allSatisfy { abs($0 - min(1, $1 * factor)) < 1e-6 })
    let contrast = try augmented(x, .contrast(upTo: 0.5, range: nil)).x
    #expect(abs(contrast.mean().scalar - 0.5) < 1e-6 && contrast.scalars != x.scalars)
  }

  @Test func mixUpMixesTargetsAlike() throws {
    let x = Tensor.eye(8)
    let mixed = try augmented(x, .mixUp(alpha: 0.4, classes: 8))
    #expect(mixed.y.shape == [8, 8])
    // Samples are one-hot rows of their classes, so both must have become the same.
    #expect(mixed.x.isClose(to: mixed.y))
    #expect(mixed.y.sum(axis: 1).scalars.allSatisfy { abs($0 - 1) < 1e-6 })
    let shares = mixed.y.scalars.filter { $0 > 0 && $0 < 1 }
    #expect(Set(shares.map { Float($0) }).count <= 2)
    var random = Philox(seed: 1)
    let weights = Tensor((0..<2000).map { _ in random.beta(0.4) })
    #expect(abs(weights.mean().scalar - 0.5) < 0.05)
    // A beta distribution's variance: 1 / (4 (2α + 1)).
    #expect(abs(weights.variance().scalar - 1 / 7.2) < 0.02)
    #expect(throws: TrainingError.self) { try augmented(x, .mixUp()) }
    #expect(throws: TrainingError.self) { try augmented(x, .mixUp(classes: 7)) }
  }

  /// A sample is changed in the same way whatever batch it is in, and in another way in another epoch.
  @Test func whatIsDrawnDependsOnTheSampleAlone() throws {
    let data = Dataset(images(12, 5, 6, 2), .arange(12))
    for augmentation in Self.geometry {
      func samples(_ batchSize: Int, _ sampler: Sampler, epoch: Int = 0, threads: Int = 1) throws -> [Int: [Double]] {
        let loader = DataLoader(
          data, batchSize: batchSize, sampler: sampler, augmentations: [augmentation], prefetch: 2, threads: threads,
          seed: 3)
        let batches = try loader.batches(epoch: epoch).all()
        return Dictionary(
          uniqueKeysWithValues: batches.flatMap { batch in
            zip(batch.y.scalars, batch.x.rows).map { (Int($0), $1.scalars) }
          })
      }
      let expected = try samples(5, .sequential)
      #expect(try samples(3, .shuffled, threads: 2) == expected, "\(augmentation.name)")
      #expect(try samples(5, .sequential, epoch: 1) != expected, "\(augmentation.name)")
      #expect(expected.values.contains { sample in !data.x.rows.contains { $0.scalars == sample } })
    }
    // One that comes several times is changed in several ways.
    let often = DataLoader(
      data, batchSize: 40, sampler: .weighted([1] + [Double](repeating: 0, count: 11), count: 40),
      augmentations: [.noise(standardDeviation: 1)], seed: 1)
    let batch = try #require(try often.batches().next())
    #expect(Set(batch.x.rows.map(\.scalars)).count == 40)
  }

  @Test func outsideOfTrainingNothingIsChanged() throws {
    let data = Dataset(images(4, 5, 6), .arange(4))
    for augmentation in Self.geometry {
      let loader = DataLoader(data, sampler: .sequential, augmentations: [augmentation])
      let batch = try #require(try loader.batches(isTraining: false).next())
      let expected = augmentation.name.hasPrefix("crop") ? data.x[.all, 0..<5, 0..<6].contiguousCopy : data.x
      #expect(batch.x.isIdentical(to: expected), "\(augmentation.name)")
    }
    let model = Sequential { Lambda { $0.reshaped(to: [-1, 30]) } }
    let trainer = Trainer(model, loss: { x, _ in x.mean() }, optimizer: SGD())
    let noisy = DataLoader(data, augmentations: [.noise(standardDeviation: 1)])
    #expect(try trainer.evaluate(noisy) == trainer.evaluate(data))
    #expect(try trainer.evaluate(data.augmented(by: .noise(standardDeviation: 1))) == trainer.evaluate(data))
  }

  @Test func integersBecomeFloats() throws {
    let x = Tensor.arange(12).reshaped(to: [2, 2, 3])
    let flipped = try augmented(x, .horizontalFlip(probability: 1)).x
    #expect(flipped.type == .float32 && flipped.scalars == [2, 1, 0, 5, 4, 3, 8, 7, 6, 11, 10, 9])
    let double = try augmented(x.cast(to: .float64), .horizontalFlip(probability: 1)).x
    #expect(double.type == .float64 && double.scalars == flipped.scalars)
  }

  @Test func oneOfYourOwnSaysWhatIsWrong() throws {
    struct Failure: Error {}
    let broken = Augmentation.sample("broken") { x, _ in
      if x.scalars[0] == 2 { throw Failure() }
      return x
    }
    let error = #expect(throws: SampleError.self) { try augmented([[1], [2]], broken) }
    #expect(error?.place == 1)
    let ragged = Augmentation.sample("ragged") { x, _ in x.scalars[0] == 2 ? .zeros([2]) : x }
    #expect(throws: (any Error).self) { try augmented([[1], [2]], ragged) }
    let short = Augmentation.batch("short") { batch, _ in batch.split(fraction: 0.5).0 }
    #expect(throws: (any Error).self) { try augmented([[1], [2]], short) }
    #expect(throws: (any Error).self) { try augmented([[1], [2]], .horizontalFlip()) }
  }
}

extension Tensor {
  /// The same numbers in memory of their own.
  fileprivate var contiguousCopy: Tensor { self + 0 }

  fileprivate func isClose(to other: Tensor) -> Bool {
    shape == other.shape && zip(scalars, other.scalars).allSatisfy { ($0 - $1).magnitude < 1e-6 }
  }
}
