import MyelinCore

extension Augmentation {
  /// Cuts a part of the given size out of images, at a random place: torchvision's `RandomCrop`.
  ///
  /// Outside of training the middle is cut out, without a margin, so that samples have one size there too.
  ///
  /// - Parameters:
  ///   - height: The part's number of rows.
  ///   - width: The part's number of columns.
  ///   - margin: How many pixels are put around an image first.
  ///   - padding: What stands in the margin.
  ///   - shape: The shape of an image, if the samples' isn't; the parts of flat rows of pixels are flat too.
  public static func crop(
    height: Int, width: Int, margin: Int = 0, padding: ImagePadding = .constant(0), shape: [Int]? = nil
  ) -> Augmentation {
    guard height > 0, width > 0, margin >= 0 else {
      fatalError(
        "Augmentation.crop: a part of \(height) × \(width) pixels, with a margin of \(margin), can't be cut out")
    }
    let name = "crop (\(height) × \(width), \(margin), \(padding))"
    check(shape, name)
    return Augmentation(always: name) { batch, request in
      let size = try imageShape(of: batch.x, shape, name)
      let around = request.isTraining ? margin : 0
      guard size[0] + 2 * around >= height, size[1] + 2 * around >= width else {
        throw BatchError(
          "augmentation \(name): images of \(size[0]) × \(size[1]) pixels are smaller than the part: give a smaller one"
        )
      }
      if !batch.x.type.isFloatingPoint { batch.x = batch.x.cast(to: .float32) }
      let new = [height, width] + size.dropFirst(2)
      let crop = Crop(image: size, height: height, width: width, margin: around, padding: padding)
      // The parts have as many axes as the samples, whatever the shape says of the pixels.
      let sample =
        switch batch.x.rank - 1 {
        case 1: [new.reduce(1, *)]
        case 2: [height, width * (new.count == 3 ? new[2] : 1)]
        default: new.count == 3 ? new : new + [1]
        }
      let result = request.uninitialized(shape: [batch.count] + sample, type: batch.x.type)
      batch.x =
        batch.x.type == .float32
        ? crop.parts(of: batch.x, result, request, Float.self) : crop.parts(of: batch.x, result, request, Double.self)
    }
  }
}

private struct Crop {
  let image: [Int]
  let height: Int
  let width: Int
  let margin: Int
  let padding: ImagePadding

  func parts<Element: BinaryFloatingPoint>(
    of images: Tensor, _ target: Tensor, _ request: BatchRequest, _ type: Element.Type
  ) -> Tensor {
    var target = target
    let channels = image.count == 3 ? image[2] : 1
    let (inputLength, outputLength) = (image[0] * image[1] * channels, height * width * channels)
    images.withBytes { inputBytes in
      target.withMutableBytes { outputBytes in
        let (input, output) = (inputBytes.bindMemory(to: Element.self), outputBytes.bindMemory(to: Element.self))
        for row in 0..<request.count {
          let (top, left) = place(request, row)
          let window = ImageWindow(
            height: height, width: width, channels: channels, top: top, left: left, padding: padding)
          window.copy(
            from: UnsafeBufferPointer(rebasing: input[row * inputLength..<(row + 1) * inputLength]), height: image[0],
            width: image[1],
            to: UnsafeMutableBufferPointer(rebasing: output[row * outputLength..<(row + 1) * outputLength]))
        }
      }
    }
    return target
  }

  /// The first row and column of a sample's part.
  private func place(_ request: BatchRequest, _ row: Int) -> (top: Int, left: Int) {
    guard request.isTraining else { return ((image[0] - height) / 2, (image[1] - width) / 2) }
    var random = request.random(forRow: row)
    let top = random.integer(below: image[0] + 2 * margin - height + 1) - margin
    return (top, random.integer(below: image[1] + 2 * margin - width + 1) - margin)
  }
}
