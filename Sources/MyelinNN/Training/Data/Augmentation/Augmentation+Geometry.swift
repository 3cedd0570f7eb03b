import MyelinCore

extension Augmentation {
  /// Mirrors images left to right.
  ///
  /// - Parameters:
  ///   - probability: How likely an image is mirrored.
  ///   - shape: The shape of an image, if the samples' isn't.
  public static func horizontalFlip(probability: Double = 0.5, shape: [Int]? = nil) -> Augmentation {
    Augmentation(
      "horizontal flip (\(checked(probability, "horizontalFlip")))", shape: shape,
      Flip(probability: probability, isHorizontal: true))
  }

  /// Mirrors images top to bottom.
  ///
  /// - Parameters:
  ///   - probability: How likely an image is mirrored.
  ///   - shape: The shape of an image, if the samples' isn't.
  public static func verticalFlip(probability: Double = 0.5, shape: [Int]? = nil) -> Augmentation {
    Augmentation(
      "vertical flip (\(checked(probability, "verticalFlip")))", shape: shape,
      Flip(probability: probability, isHorizontal: false))
  }

  /// Moves images by a whole number of pixels, up to so many in each direction, each as likely: the same as to pad an image by
  /// so many pixels and to cut one of the old size out at random (torchvision's `RandomCrop(size, padding)`).
  ///
  /// - Parameters:
  ///   - distance: The greatest number of pixels.
  ///   - padding: What stands where the image has moved away from.
  ///   - shape: The shape of an image, if the samples' isn't.
  public static func shift(
    upTo distance: Int, padding: ImagePadding = .constant(0), shape: [Int]? = nil
  ) -> Augmentation {
    guard distance >= 0 else { fatalError("Augmentation.shift: the distance \(distance) is negative") }
    return Augmentation("shift (\(distance), \(padding))", shape: shape, Shift(distance: distance, padding: padding))
  }

  /// Turns images about their middle, by an angle up to so many degrees in both directions; pixels are interpolated linearly.
  ///
  /// - Parameters:
  ///   - degrees: The greatest angle.
  ///   - padding: What stands where the image has turned away from.
  ///   - shape: The shape of an image, if the samples' isn't.
  public static func rotation(
    upTo degrees: Double, padding: ImagePadding = .constant(0), shape: [Int]? = nil
  ) -> Augmentation {
    guard degrees >= 0, degrees.isFinite else {
      fatalError("Augmentation.rotation: the angle \(degrees) must be finite and not negative")
    }
    return Augmentation(
      "rotation (\(degrees), \(padding))", shape: shape, Rotation(degrees: -degrees...degrees, padding: padding))
  }

  static func checked(_ probability: Double, _ name: String) -> Double {
    guard probability >= 0, probability <= 1 else {
      fatalError("Augmentation.\(name): the probability \(probability) is not within 0…1")
    }
    return probability
  }
}
