/// Puts all columns into a fixed number of features by a hash of their names and categories, without learning any.
///
/// The text `c` in the column `a` adds 1 to the feature that the hash of `a=c` names, and a number x of the column `b` adds x to that
/// of `b`; for half of the hashes it is taken away instead, so that what falls together cancels out on average. Missing values
/// add nothing. As scikit-learn's `FeatureHasher` of dictionaries, with the same hash (MurmurHash3).
///
/// ```swift
/// let encoder = try HashingEncoder(width: 32).fitted(to: [table["city"]!])
/// ```
///
/// Source: K. Weinberger, A. Dasgupta, J. Langford, A. Smola, J. Attenberg, "Feature Hashing for Large Scale Multitask Learning",
/// 2009.
public struct HashingEncoder: Transform, Equatable {
  /// The most features.
  public static let widthLimit = 65_536

  /// The number of features.
  public var width: Int
  /// Whether half of the hashes take away.
  public var alternatesSign: Bool

  /// A description.
  ///
  /// - Parameters:
  ///   - width: The number of features, from 1 to ``widthLimit``, or the program stops.
  ///   - alternatesSign: Whether half of the hashes take away.
  public init(width: Int = 32, alternatesSign: Bool = true) {
    guard (1...Self.widthLimit).contains(width) else {
      fatalError("HashingEncoder: \(width) features; ask for 1 to \(Self.widthLimit)")
    }
    self.width = width
    self.alternatesSign = alternatesSign
  }

  /// There is nothing to learn but the columns' names.
  public func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted {
    Fitted(width: width, alternatesSign: alternatesSign, names: columns.map(\.name))
  }

  /// Hashes of some columns.
  public struct Fitted: FittedTransform {
    /// What files call the type.
    public static let typeName = "HashingEncoder"

    let width: Int
    let alternatesSign: Bool
    let names: [String]

    /// The number of columns that it takes.
    public var inputCount: Int { names.count }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      (1...HashingEncoder.widthLimit).contains(width) ? nil : "there can't be \(width) features"
    }

    /// The features, named `column#0`, or by the first and the last column if there are several.
    public func features(after inputs: [TableFeature]) -> [TableFeature] {
      let name = inputs.count > 1 ? "\(inputs[0].name)…\(inputs[inputs.count - 1].name)" : inputs.first?.name ?? ""
      return (0..<width).map { TableFeature(name: "\(name)#\($0)") }
    }

    /// The features.
    public func transform(
      _ columns: [TableColumn], in context: inout TransformContext
    ) throws(TableError) -> [TableColumn] {
      check(columns.count)
      let rows = columns.first?.count ?? 0
      var features = [[Double]](repeating: [Double](repeating: 0, count: rows), count: width)
      for (name, column) in zip(names, columns) {
        if let numbers = column.numbers, column.type != .date {
          let (place, sign) = place(name)
          for (row, number) in numbers.enumerated() where !number.isNaN { features[place][row] += sign * number }
        } else {
          let texts = column.asTexts
          let places = texts.categories.map { place("\(name)=\($0)") }
          for (row, code) in texts.codes.enumerated() where code >= 0 {
            let (place, sign) = places[Int(code)]
            features[place][row] += sign
          }
        }
      }
      let names = self.features(after: columns.map { TableFeature(name: $0.name) }).map(\.name)
      return zip(names, features).map { TableColumn($0, numbers: $1) }
    }

    /// The feature that a text's hash names, and what is added.
    private func place(_ text: String) -> (Int, Double) {
      let hash = MurmurHash3.hash(text)
      return (Int(hash.magnitude) % width, alternatesSign && hash < 0 ? -1 : 1)
    }
  }
}
