/// What a column of a matrix of features means.
public struct TableFeature: Sendable, Hashable, Codable {
  /// What a network does with a feature.
  public enum Kind: Sendable, Hashable, Codable {
    /// A number that goes into sums.
    case number
    /// A position in a table of `count` vectors that are learnt, each of `width` numbers: what an embedding takes.
    case index(count: Int, width: Int)
  }

  /// Whether it is a position in a table of vectors.
  var isIndex: Bool {
    if case .index = kind { true } else { false }
  }

  /// The name.
  public var name: String
  /// What a network does with the numbers.
  public var kind: Kind

  /// A feature.
  public init(name: String, kind: Kind = .number) {
    self.name = name
    self.kind = kind
  }
}
