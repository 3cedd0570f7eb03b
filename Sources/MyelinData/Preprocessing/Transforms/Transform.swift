/// A step of preprocessing that learns from rows how to turn columns into others.
///
/// A value of such a type describes the step; `fitted(to:)` gives one that has learnt and is ready for any rows.
///
/// ```swift
/// let encoder = try OneHotEncoder(unknown: .ignore).fitted(to: training.columns)
/// let columns = try encoder.transform(test.columns)
/// ```
///
/// Several steps for the columns of a table are put together by a ``Preprocessing``. A transform of your own needs a
/// fitted type that is made known by ``TransformRegistry``, if it is to be read from files.
public protocol Transform: Sendable {
  /// The step that has learnt.
  associatedtype Fitted: FittedTransform

  /// Learns from columns.
  ///
  /// - Parameters:
  ///   - columns: Columns of equal length: the rows to learn from.
  ///   - context: The rows' targets, and where the rows come from.
  /// - Throws: ``TableError`` if nothing can be learnt from the columns.
  func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted

  /// Learns from columns, and transforms them.
  ///
  /// By default that is one after the other. It differs where a row's own target must not come into its features: see
  /// ``TargetEncoder``.
  func fittedAndApplied(
    to columns: [TableColumn], in context: FittingContext
  ) throws(TableError) -> (fitted: Fitted, columns: [TableColumn])
}

extension Transform {
  /// Learns from columns, then transforms them.
  public func fittedAndApplied(
    to columns: [TableColumn], in context: FittingContext
  ) throws(TableError) -> (fitted: Fitted, columns: [TableColumn]) {
    let fitted = try fitted(to: columns, in: context)
    var transforming = TransformContext(table: context.table)
    return (fitted, try fitted.transform(columns, in: &transforming))
  }

  /// Learns from columns.
  ///
  /// - Parameters:
  ///   - columns: Columns of equal length: the rows to learn from.
  ///   - target: What is to be predicted for the rows, for transforms that learn from it.
  /// - Throws: ``TableError`` if nothing can be learnt from the columns.
  public func fitted(to columns: [TableColumn], target: TrainingTarget? = nil) throws(TableError) -> Fitted {
    checkLengths(columns, in: "\(Self.self).fitted")
    return try fitted(to: columns, in: FittingContext(target: target))
  }
}

/// A transform that has learnt.
///
/// As JSON it gives the same text whenever it has learnt the same.
public protocol FittedTransform: Sendable, Equatable, Codable {
  /// What files call the type: for ever the same.
  static var typeName: String { get }

  /// The number of columns that it learnt from and takes.
  var inputCount: Int { get }

  /// Why what was read from a file can't have been learnt; nil if it can.
  var problem: String? { get }

  /// What comes out for columns that mean this, in the order of the columns; by default the same.
  ///
  /// - Parameter inputs: As many as ``inputCount``.
  func features(after inputs: [TableFeature]) -> [TableFeature]

  /// The columns that become of some, named as ``features(after:)`` says.
  ///
  /// - Parameters:
  ///   - columns: As many as ``inputCount``, equally long; any other number stops the program.
  ///   - context: Where the rows come from, and what is noted about them.
  /// - Throws: ``TableError`` that names column and line of a value that can't be transformed.
  func transform(_ columns: [TableColumn], in context: inout TransformContext) throws(TableError) -> [TableColumn]
}

extension FittedTransform {
  /// Nothing is known to be wrong.
  public var problem: String? { nil }

  /// The same as comes in.
  public func features(after inputs: [TableFeature]) -> [TableFeature] { inputs }

  /// The columns that become of some.
  ///
  /// - Parameter columns: As many as ``inputCount``, equally long; any other number stops the program.
  /// - Throws: ``TableError`` that names the column and row of a value that can't be transformed.
  public func transform(_ columns: [TableColumn]) throws(TableError) -> [TableColumn] {
    checkLengths(columns, in: "\(Self.typeName).transform")
    var context = TransformContext(table: nil)
    return try transform(columns, in: &context)
  }

  /// The names of what comes out for columns with these names.
  public func featureNames(_ names: [String]) -> [String] {
    features(after: names.map { TableFeature(name: $0) }).map(\.name)
  }

  /// Stops if a transform is given another number of columns than it learnt from.
  func check(_ count: Int) {
    guard count == inputCount else {
      fatalError("\(Self.typeName): learnt from \(inputCount) columns, and was given \(count)")
    }
  }

  /// Whether another transform is of the same type and has learnt the same.
  func isEqual(to other: any FittedTransform) -> Bool { (other as? Self) == self }
}

/// A transform that can be undone.
public protocol InvertibleTransform: FittedTransform {
  /// The columns that became others.
  ///
  /// - Parameters:
  ///   - columns: What ``FittedTransform/transform(_:in:)`` gave, or the like; another number of columns stops the program.
  ///   - names: The names that the columns had before, as many as ``FittedTransform/inputCount``.
  /// - Throws: ``TableError`` that names the column and row of a value that nothing becomes.
  func inverse(_ columns: [TableColumn], names: [String]) throws(TableError) -> [TableColumn]
}

/// Stops unless columns are equally long.
func checkLengths(_ columns: [TableColumn], in operation: String) {
  guard let first = columns.first, let other = columns.first(where: { $0.count != first.count }) else { return }
  fatalError(
    "\(operation): column \(quoted(first.name)) has \(first.count) rows, column \(quoted(other.name)) has "
      + "\(other.count); make them equally long")
}
