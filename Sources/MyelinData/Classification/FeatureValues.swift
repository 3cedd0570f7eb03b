/// A value for each feature of a made data set: one for all, one each, or random ones.
///
/// Literals do: `shift: 0.5`, `scale: [1, 2, 3]`.
public enum FeatureValues: Sendable, Equatable {
  /// The same value for every feature.
  case constant(Double)
  /// One value for each feature, in the order before any shuffling.
  case perFeature([Double])
  /// Values drawn at random (`None` in Python); which range depends on the argument.
  case random
}

extension FeatureValues: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral {
  /// The same value for every feature.
  public init(floatLiteral value: Double) { self = .constant(value) }

  /// The same value for every feature.
  public init(integerLiteral value: Int) { self = .constant(Double(value)) }

  /// One value for each feature.
  public init(arrayLiteral elements: Double...) { self = .perFeature(elements) }
}
