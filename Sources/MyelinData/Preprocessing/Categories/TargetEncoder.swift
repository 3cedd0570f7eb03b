/// Replaces every category by the mean target of its rows, drawn towards the mean of all rows the fewer they are.
///
/// For two classes that is the share of the second, for more the share of each class (a feature for each). Unknown categories get
/// the mean of all rows; missing values are a category. As scikit-learn's `TargetEncoder`.
///
/// The features of the rows it learns from are **cross-fitted** (``Transform/fittedAndApplied(to:in:)``): each part of the rows is
/// encoded by what the others say, for a row's own target in its features would be an answer in the question. So they differ from
/// what ``Fitted`` makes of the same rows.
///
/// ```swift
/// let context = FittingContext(target: .numbers(prices))
/// let (encoder, features) = try TargetEncoder().fittedAndApplied(to: [table["city"]!], in: context)
/// ```
///
/// Source: D. Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes in classification and prediction
/// problems", 2001.
public struct TargetEncoder: Transform, Equatable {
  /// How many rows' worth the mean of all rows counts beside a category's; nil finds out for each category from how much its
  /// targets vary and all targets do (empirical Bayes).
  public var smoothing: Double?
  /// Into how many parts the rows are divided for cross-fitting: by class if there are classes (stratified).
  public var folds: Int
  /// What the rows are shuffled by before they are divided (as `KFold(shuffle=True, random_state=seed)`); nil doesn't shuffle.
  public var seed: UInt32?

  /// A description.
  ///
  /// - Parameters:
  ///   - smoothing: How many rows' worth the mean of all rows counts beside a category's, 0 or more, or the program stops; nil
  ///     finds out.
  ///   - folds: Into how many parts the rows are divided for cross-fitting: two or more, or the program stops.
  ///   - seed: What the rows are shuffled by before; nil doesn't shuffle.
  public init(smoothing: Double? = nil, folds: Int = 5, seed: UInt32? = 0) {
    if let smoothing, !(smoothing >= 0 && smoothing.isFinite) {
      fatalError("TargetEncoder: the smoothing \(smoothing) must be 0 or more")
    }
    guard folds >= 2 else {
      fatalError("TargetEncoder: \(folds) parts leave nothing to learn from; ask for two or more")
    }
    self.smoothing = smoothing
    self.folds = folds
    self.seed = seed
  }

  /// Learns categories and the means of their targets.
  ///
  /// - Throws: ``TableError`` if the context has no targets.
  public func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted {
    try learn(columns, in: context).fitted
  }

  /// Learns categories and the means of their targets, and encodes the rows by what the other parts say.
  public func fittedAndApplied(
    to columns: [TableColumn], in context: FittingContext
  ) throws(TableError) -> (fitted: Fitted, columns: [TableColumn]) {
    let (fitted, targets, positions) = try learn(columns, in: context)
    let rows = columns.first?.count ?? 0
    let parts = try CrossFitting(rows: rows, folds: folds, seed: seed).parts(context)
    var features = [[Double]](
      repeating: [Double](repeating: 0, count: rows), count: columns.count * targets.count)
    for part in 0..<folds {
      let training = parts.indices.filter { parts[$0] != part }
      let part = parts.indices.filter { parts[$0] == part }
      for (column, list) in fitted.lists.enumerated() {
        for (index, target) in targets.enumerated() {
          let values = training.map { target[$0] }
          let (encodings, _) = encodings(
            training.map { positions[column][$0] }, values, count: list.count)
          for row in part { features[column * targets.count + index][row] = encodings[positions[column][row]] }
        }
      }
    }
    let names = fitted.features(after: columns.map { TableFeature(name: $0.name) }).map(\.name)
    return (fitted, zip(names, features).map { TableColumn($0, numbers: $1) })
  }

  /// What is learnt of all rows, the targets of each feature of a column, and the position of each row's category.
  private func learn(
    _ columns: [TableColumn], in context: FittingContext
  ) throws(TableError) -> (fitted: Fitted, targets: [[Double]], positions: [[Int]]) {
    let targets: [[Double]]
    switch context.target {
    case nil:
      throw TableError(
        .badOption, path: context.table?.path, columnNames: columns.map(\.name),
        "TargetEncoder learns from what is to be predicted; give the target where it is fitted")
    case .numbers(let numbers): targets = [numbers]
    case .classes(let labels, let count):
      targets = count == 2 ? [labels.map(Double.init)] : (0..<count).map { label in labels.map { $0 == label ? 1 : 0 } }
    }
    for column in columns where column.count != targets.first?.count ?? column.count {
      fatalError("TargetEncoder: there are \(targets[0].count) targets for \(column.count) rows")
    }
    let lists = try CategoryLearning().lists(columns, of: "TargetEncoder", allowsOthers: true, in: context)
    var positions: [[Int]] = []
    var transforming = TransformContext(table: context.table)
    for (list, column) in zip(lists, columns) {
      positions.append(try list.positions(of: column, in: &transforming, isError: false))
    }
    var learnt: [[Double]] = []
    for (list, positions) in zip(lists, positions) {
      for target in targets { learnt.append(encodings(positions, target, count: list.count).encodings) }
    }
    let means = targets.map { $0.pairwiseSum / Double($0.count) }
    return (Fitted(lists: lists, encodings: learnt, means: means), targets, positions)
  }

  /// The encoding of each category.
  private func encodings(
    _ positions: [Int], _ target: [Double], count: Int
  ) -> (encodings: [Double], mean: Double) {
    let total = Double(target.count)
    let mean = target.pairwiseSum / total
    var sums = [Double](repeating: 0, count: count)
    var counts = sums
    for (position, value) in zip(positions, target) where position >= 0 {
      sums[position] += value
      counts[position] += 1
    }
    if let smoothing {
      let encodings = zip(sums, counts).map { sum, count in
        count + smoothing == 0 ? mean : (sum + smoothing * mean) / (count + smoothing)
      }
      return (encodings, mean)
    }
    let variance = target.map { ($0 - mean) * ($0 - mean) }.pairwiseSum / total
    let means = zip(sums, counts).map { $0 / $1 }
    var squares = [Double](repeating: 0, count: count)
    for (position, value) in zip(positions, target) where position >= 0 {
      squares[position] += (value - means[position]) * (value - means[position])
    }
    let encodings = (0..<count).map { category in
      let spread = variance * counts[category]
      let share = spread / (spread + squares[category] / counts[category])
      // No rows, or no spread at all.
      return share.isNaN ? mean : share * means[category] + (1 - share) * mean
    }
    return (encodings, mean)
  }

  /// Means that were learnt.
  public struct Fitted: FittedTransform {
    /// What files call the type.
    public static let typeName = "TargetEncoder"

    let lists: [CategoryList]
    /// The encodings of each column's categories for each target, those of the first column first.
    public let encodings: [[Double]]
    /// The mean of each target.
    public let means: [Double]

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { lists.count }

    /// The categories of each column without the missing value.
    public var categories: [[String]] { lists.map(\.names) }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      guard !means.isEmpty, encodings.count == lists.count * means.count, means.allSatisfy(\.isFinite) else {
        return "the encodings don't fit"
      }
      let areUsable = encodings.enumerated().allSatisfy { index, values in
        values.count == lists[index / means.count].count && values.allSatisfy(\.isFinite)
      }
      return areUsable ? lists.lazy.compactMap(\.problem).first : "the encodings don't fit the categories"
    }

    /// A feature for each column, or one for each class, named `column.class0`.
    public func features(after inputs: [TableFeature]) -> [TableFeature] {
      inputs.flatMap { input in
        means.indices.map { TableFeature(name: means.count == 1 ? input.name : "\(input.name).class\($0)") }
      }
    }

    /// The encodings of the rows' categories.
    public func transform(
      _ columns: [TableColumn], in context: inout TransformContext
    ) throws(TableError) -> [TableColumn] {
      check(columns.count)
      let names = features(after: columns.map { TableFeature(name: $0.name) }).map(\.name)
      var result: [TableColumn] = []
      for (list, column) in zip(lists, columns) {
        let positions = try list.positions(of: column, in: &context, isError: false)
        for mean in means {
          let encodings = encodings[result.count]
          result.append(
            TableColumn(names[result.count], numbers: positions.map { $0 < 0 ? mean : encodings[$0] }))
        }
      }
      return result
    }
  }
}
