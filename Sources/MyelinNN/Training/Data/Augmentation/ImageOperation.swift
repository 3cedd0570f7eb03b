import MyelinCore

/// The pixels of one image: `height` rows of `width` pixels of `channels` numbers.
struct ImagePixels<Element: BinaryFloatingPoint> {
  let pixels: UnsafeMutableBufferPointer<Element>
  /// As many numbers again, to work with.
  let copy: UnsafeMutableBufferPointer<Element>
  let height: Int
  let width: Int
  let channels: Int

  /// The number of numbers in a row.
  var rowLength: Int { width * channels }

  /// Copies the pixels to `copy`, from which they can then be read while the image is written.
  func saveCopy() { _ = copy.update(fromContentsOf: UnsafeMutableBufferPointer<Element>(rebasing: pixels[...])) }
}

/// Something that is done to every image of a batch, in place.
protocol ImageOperation: Sendable {
  func change<Element: BinaryFloatingPoint>(_ image: ImagePixels<Element>, _ random: inout Philox)
}

extension Augmentation {
  /// An augmentation that changes images in place.
  ///
  /// - Parameter shape: The shape of an image, if the samples' isn't.
  init(_ name: String, shape: [Int]?, _ operation: some ImageOperation) {
    Self.check(shape, name)
    self.init(name) { batch, request in
      let size = try Self.imageShape(of: batch.x, shape, name)
      if !batch.x.type.isFloatingPoint { batch.x = batch.x.cast(to: .float32) }
      // The batch's memory is changed in place unless somebody else has it.
      if batch.x.type == .float32 {
        Self.change(&batch.x, size, request, operation, Float.self)
      } else {
        Self.change(&batch.x, size, request, operation, Double.self)
      }
    }
  }

  /// The shape of an image.
  static func imageShape(of x: Tensor, _ shape: [Int]?, _ name: String) throws -> [Int] {
    let sample = Array(x.shape.dropFirst())
    let size = shape ?? sample
    guard (2...3).contains(size.count), size.reduce(1, *) == sample.reduce(1, *) else {
      throw BatchError(
        "augmentation \(name): samples of shape \(sample) are no images"
          + (shape.map { " of shape \($0)" } ?? ": give the shape of an image, such as [28, 28]"))
    }
    return size
  }

  /// Stops the program if a shape is none of an image.
  static func check(_ shape: [Int]?, _ name: String) {
    if let shape, !(2...3).contains(shape.count) || shape.contains(where: { $0 < 1 }) {
      fatalError(
        "Augmentation \(name): an image has the shape [height, width] or [height, width, channels], not \(shape)")
    }
  }

  private static func change<Element: BinaryFloatingPoint>(
    _ x: inout Tensor, _ size: [Int], _ request: BatchRequest, _ operation: some ImageOperation, _ type: Element.Type
  ) {
    let length = size.reduce(1, *)
    withUnsafeTemporaryAllocation(of: Element.self, capacity: length) { copy in
      copy.initialize(repeating: 0)
      x.withMutableBytes { bytes in
        let all = bytes.bindMemory(to: Element.self)
        for row in 0..<request.count {
          var random = request.random(forRow: row)
          let image = ImagePixels(
            pixels: UnsafeMutableBufferPointer(rebasing: all[row * length..<(row + 1) * length]), copy: copy,
            height: size[0], width: size[1], channels: size.count == 3 ? size[2] : 1)
          operation.change(image, &random)
        }
      }
    }
  }
}

extension Philox {
  /// A uniform number between two.
  mutating func number(in range: ClosedRange<Double>) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
  }
}
