import MyelinCore

/// How the pixels of another size come about.
public enum ImageResizing: Sendable, Hashable {
  /// Weights that fall off in a straight line with the distance. Where the image becomes smaller they reach as much farther,
  /// so that every pixel counts: Pillow's `BILINEAR` and torchvision's `resize`.
  case bilinear
  /// The same between the four nearest pixels, however small the image becomes: `tf.image.resize` and Keras's data sets, and
  /// PyTorch's `interpolate` without `align_corners`.
  case bilinearWithoutAntialiasing
  /// The mean over the area that a new pixel covers, parts of pixels by their share: `INTER_AREA` of OpenCV where the image
  /// becomes smaller. Where it becomes larger, pixels are repeated, and those between two are mixed.
  case area
  /// The pixel at the middle of the new one: `tf.image.resize` and Keras with `nearest`, PyTorch's `nearest-exact`.
  case nearest
}

extension Tensor {
  /// This image in another size.
  ///
  /// Pixels are squares: the middle of the first one is at ½, so that the edges of both images lie on each other.
  ///
  /// - Parameters:
  ///   - height: The number of rows, at least 1.
  ///   - width: The number of columns, at least 1.
  ///   - method: How the pixels come about.
  /// - Returns: `[height, width, channels]`, float32. The tensor must be `[height, width, channels]`, and not empty.
  public func resized(height: Int, width: Int, _ method: ImageResizing = .bilinear) -> Tensor {
    guard rank == 3, count > 0 else {
      fatalError("resized: a tensor of the shape \(shape) is no image: give [height, width, channels], none 0")
    }
    guard height > 0, width > 0 else { fatalError("resized: \(height) × \(width) is no size: give at least 1 × 1") }
    let columns = ResizingWeights(from: shape[1], to: width, method)
    let rows = ResizingWeights(from: shape[0], to: height, method)
    let channels = shape[2]
    let source = elements(as: Float.self)
    // Columns first, as Pillow does.
    let (oldHeight, oldWidth) = (shape[0], shape[1])
    let narrow = [Float](unsafeUninitializedCapacity: oldHeight * width * channels) { output, count in
      for row in 0..<oldHeight {
        for column in 0..<width {
          for channel in 0..<channels {
            var sum: Float = 0
            for (place, weight) in columns.weights(column) {
              sum += weight * source[(row * oldWidth + place) * channels + channel]
            }
            output[(row * width + column) * channels + channel] = sum
          }
        }
      }
      count = oldHeight * width * channels
    }
    let length = width * channels
    return Tensor(shape: [height, width, channels]) { (output: UnsafeMutableBufferPointer<Float>) in
      output.update(repeating: 0)
      for row in 0..<height {
        for (place, weight) in rows.weights(row) {
          for column in 0..<length { output[row * length + column] += weight * narrow[place * length + column] }
        }
      }
    }
  }

  /// This image in grey: `[height, width, 1]` of `[height, width, channels]`.
  ///
  /// Colours become brightness by ITU-R 601, 0.299 red + 0.587 green + 0.114 blue, as in Pillow (which rounds it). Opacity is
  /// dropped.
  public func grey() -> Tensor {
    guard rank == 3, (1...4).contains(shape[2]) else {
      fatalError("grey: a tensor of the shape \(shape) is no image: give [height, width, 1…4]")
    }
    if shape[2] < 3 { return self[..., 0..<1] }
    return (self[..., 0..<3] * Tensor([0.299, 0.587, 0.114])).sum(axis: -1).reshaped(to: [shape[0], shape[1], 1])
  }
}

/// Which old pixels along one axis make a new one, and with what weights.
private struct ResizingWeights {
  private var starts: [Int] = []
  private var weights: [[Float]] = []

  init(from old: Int, to new: Int, _ method: ImageResizing) {
    let scale = Double(old) / Double(new)
    for index in 0..<new {
      let middle = (Double(index) + 0.5) * scale
      switch method {
      case .nearest: append(min(Int(middle), old - 1), [1])
      case .bilinearWithoutAntialiasing: triangle(middle, reach: 1, old)
      case .bilinear: triangle(middle, reach: max(scale, 1), old)
      case .area:
        let (from, to) = (Double(index) * scale, Double(index + 1) * scale)
        let first = min(Int(from), old - 1)
        let last = max(min(Int(to.rounded(.up)), old), first + 1)
        append(first, (first..<last).map { min(Double($0 + 1), to) - max(Double($0), from) })
      }
    }
  }

  private mutating func triangle(_ middle: Double, reach: Double, _ old: Int) {
    let first = max(0, Int((middle - reach + 0.5).rounded(.down)))
    let last = min(old, Int((middle + reach + 0.5).rounded(.down)))
    append(first, (first..<last).map { max(0, 1 - ((Double($0) + 0.5 - middle) / reach).magnitude) })
  }

  /// Weights that add to 1 count what is left of them at an edge as the whole.
  private mutating func append(_ start: Int, _ raw: [Double]) {
    let sum = raw.reduce(0, +)
    starts.append(start)
    weights.append(raw.map { Float($0 / sum) })
  }

  func weights(_ index: Int) -> some Sequence<(Int, Float)> {
    let start = starts[index]
    return weights[index].enumerated().lazy.map { (start + $0.offset, $0.element) }
  }
}
