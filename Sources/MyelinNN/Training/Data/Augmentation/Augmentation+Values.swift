import MyelinCore

extension Augmentation {
  /// Adds independent, normally distributed numbers to all pixels.
  ///
  /// - Parameters:
  ///   - standardDeviation: That of the numbers.
  ///   - range: What the results are limited to; `nil` for no limits.
  public static func noise(standardDeviation: Double, range: ClosedRange<Double>? = nil) -> Augmentation {
    guard standardDeviation >= 0, standardDeviation.isFinite else {
      fatalError("Augmentation.noise: the standard deviation \(standardDeviation) must be finite and not negative")
    }
    let operation = Noise(deviation: standardDeviation, range: range)
    return Augmentation("noise (\(standardDeviation)\(range.map { ", \($0)" } ?? ""))", flat: operation)
  }

  /// Multiplies images by a factor in 1 − amount … 1 + amount.
  ///
  /// - Parameters:
  ///   - amount: How far the factor may be from 1.
  ///   - range: What the results are limited to; `nil` for no limits.
  public static func brightness(upTo amount: Double, range: ClosedRange<Double>? = 0...1) -> Augmentation {
    let operation = Lighting(amount: checked(amount, "brightness"), keepsMean: false, range: range)
    return Augmentation("brightness (\(amount)\(range.map { ", \($0)" } ?? ""))", flat: operation)
  }

  /// Multiplies the differences from an image's mean by a factor in 1 − amount … 1 + amount.
  ///
  /// - Parameters:
  ///   - amount: How far the factor may be from 1.
  ///   - range: What the results are limited to; `nil` for no limits.
  public static func contrast(upTo amount: Double, range: ClosedRange<Double>? = 0...1) -> Augmentation {
    let operation = Lighting(amount: checked(amount, "contrast"), keepsMean: true, range: range)
    return Augmentation("contrast (\(amount)\(range.map { ", \($0)" } ?? ""))", flat: operation)
  }

  /// Overwrites a rectangle at a random place of an image, of random area and proportions.
  ///
  /// Source: Z. Zhong et al., "Random Erasing Data Augmentation" (AAAI 2020), as torchvision's `RandomErasing`.
  ///
  /// - Parameters:
  ///   - probability: How likely an image gets a rectangle.
  ///   - area: The rectangle's share of the image.
  ///   - ratio: Its height divided by its width.
  ///   - value: What is written.
  ///   - shape: The shape of an image, if the samples' isn't.
  public static func erasing(
    probability: Double = 0.5, area: ClosedRange<Double> = 0.02...0.33, ratio: ClosedRange<Double> = 0.3...3.3,
    value: Double = 0, shape: [Int]? = nil
  ) -> Augmentation {
    guard area.lowerBound >= 0, area.upperBound <= 1, ratio.lowerBound > 0 else {
      fatalError("Augmentation.erasing: the area \(area) must be within 0…1, and the ratio \(ratio) above 0")
    }
    return Augmentation(
      "erasing (\(checked(probability, "erasing")), \(area), \(ratio), \(value))", shape: shape,
      Erasing(probability: probability, area: area, ratio: ratio, value: value))
  }

  /// Overwrites a square at a random place of every image; what of it is outside the image has no effect.
  ///
  /// Source: T. DeVries, G. Taylor, "Improved Regularization of Convolutional Neural Networks with Cutout" (2017).
  ///
  /// - Parameters:
  ///   - size: The square's number of rows and columns.
  ///   - value: What is written.
  ///   - shape: The shape of an image, if the samples' isn't.
  public static func cutout(size: Int, value: Double = 0, shape: [Int]? = nil) -> Augmentation {
    guard size >= 0 else { fatalError("Augmentation.cutout: the size \(size) is negative") }
    return Augmentation("cutout (\(size), \(value))", shape: shape, Cutout(size: size, value: value))
  }

  /// An operation for which a sample is a row of numbers, whatever its shape.
  fileprivate init(_ name: String, flat operation: some ImageOperation) {
    self.init(name) { batch, request in
      let shape = batch.x.shape
      guard shape.count > 1, batch.x.count > 0 else { return }
      let length = batch.x.count / shape[0]
      let inner = Augmentation(name, shape: [1, length], operation)
      try inner.apply(&batch, request)
    }
  }
}
