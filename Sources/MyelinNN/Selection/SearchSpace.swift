import RealModule

/// A value that a search has chosen.
public enum HyperParameterValue: Sendable, Hashable, Codable {
  /// A whole number: a width, say.
  case integer(Int)
  /// A number: a learning rate, say.
  case number(Double)
  /// A text: a name, say.
  case text(String)
  /// Yes or no.
  case flag(Bool)
}

extension HyperParameterValue: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral, CustomStringConvertible
{
  /// A whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A text.
  public init(stringLiteral value: String) { self = .text(value) }
  /// Yes or no.
  public init(booleanLiteral value: Bool) { self = .flag(value) }

  /// The value as text.
  public var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): value.shortText
    case .text(let value): value
    case .flag(let value): "\(value)"
    }
  }
}

/// What a hyper-parameter may be.
public struct HyperParameterRange: Sendable {
  private enum Kind {
    case choices([HyperParameterValue])
    case uniform(ClosedRange<Double>)
    case logarithmic(ClosedRange<Double>)
    case integers(ClosedRange<Int>)
  }

  private let kind: Kind

  /// One of these values, all as likely.
  public static func choice(_ values: [HyperParameterValue]) -> HyperParameterRange {
    if values.isEmpty { fatalError("choice: there is no value to choose") }
    return HyperParameterRange(kind: .choices(values))
  }

  /// Any number between two, all as likely.
  public static func uniform(_ range: ClosedRange<Double>) -> HyperParameterRange {
    HyperParameterRange(kind: .uniform(range))
  }

  /// Any number between two positive ones, whose logarithms are all as likely: for learning rates and the like.
  public static func logarithmic(_ range: ClosedRange<Double>) -> HyperParameterRange {
    if range.lowerBound <= 0 { fatalError("logarithmic: the range \(range) must be above 0") }
    return HyperParameterRange(kind: .logarithmic(range))
  }

  /// Any whole number between two, these included, all as likely.
  public static func integers(_ range: ClosedRange<Int>) -> HyperParameterRange {
    HyperParameterRange(kind: .integers(range))
  }

  /// A value at random.
  func draw(from source: RandomSource) -> HyperParameterValue {
    switch kind {
    case .choices(let values): return values[source.draw { $0.integer(below: values.count) }]
    case .uniform(let range): return .number(number(in: range, from: source))
    case .logarithmic(let range):
      let exponent = number(in: Double.log(range.lowerBound)...Double.log(range.upperBound), from: source)
      return .number(min(max(Double.exp(exponent), range.lowerBound), range.upperBound))
    case .integers(let range):
      return .integer(range.lowerBound + source.draw { $0.integer(below: range.count) })
    }
  }

  private func number(in range: ClosedRange<Double>, from source: RandomSource) -> Double {
    range.lowerBound + (range.upperBound - range.lowerBound) * source.draw { $0.uniform() }
  }

  /// All values, for a grid; `nil` if there are infinitely many.
  var all: [HyperParameterValue]? {
    switch kind {
    case .choices(let values): values
    case .integers(let range): range.map { .integer($0) }
    case .uniform, .logarithmic: nil
    }
  }
}

/// Hyper-parameters by name, with what they may be.
///
/// ```swift
/// let space: SearchSpace = [
///   "learningRate": .logarithmic(1e-4...1e-1),
///   "width": .choice([16, 32, 64]),
/// ]
/// ```
public struct SearchSpace: Sendable, ExpressibleByDictionaryLiteral {
  /// The hyper-parameters, in the order in which they were listed.
  public let parameters: [(name: String, range: HyperParameterRange)]

  /// Hyper-parameters, each with a name of its own.
  public init(dictionaryLiteral elements: (String, HyperParameterRange)...) {
    guard Set(elements.map(\.0)).count == elements.count else {
      fatalError("SearchSpace: a name occurs twice among \(elements.map(\.0))")
    }
    parameters = elements.map { ($0, $1) }
  }

  /// Every combination of all values; the last parameter changes first.
  func grid() -> [[String: HyperParameterValue]] {
    parameters.reduce([[:]]) { combinations, parameter in
      guard let values = parameter.range.all else {
        fatalError(
          "gridSearch: '\(parameter.name)' has infinitely many values: give a choice, or use randomSearch")
      }
      return combinations.flatMap { combination in
        values.map { combination.merging([parameter.name: $0]) { $1 } }
      }
    }
  }

  /// A combination at random.
  func draw(from source: RandomSource) -> [String: HyperParameterValue] {
    Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.range.draw(from: source)) })
  }
}
