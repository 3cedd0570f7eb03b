import MyelinCore

/// How the rows of a table become inputs and targets of a network, fitted on the rows to train on.
///
/// What becomes of the columns a ``PreprocessingRecipe`` says, or a ``Preprocessing`` of your own. It is stored with a trained
/// network, so that new rows are treated as the training rows were.
///
/// ```swift
/// let target = try TargetColumn("species", in: table)
/// let preprocessing = try TablePreprocessing(fitting: table, target: target)
/// let inputs = try preprocessing.transform(table)   // [rows, width]
/// ```
public struct TablePreprocessing: Sendable, Equatable, Codable {
  /// What is predicted.
  public let task: PredictionTask
  /// The name of the target column.
  public let targetName: String
  /// How the target is learnt and read.
  public let target: TargetEncoding
  /// How the columns become inputs.
  public let features: Preprocessing.Fitted

  private enum CodingKeys: String, CodingKey {
    case task, targetName, target, features
    // What versions before 1.1 wrote instead of `features`.
    case columns
  }

  /// Fits the columns of a table.
  ///
  /// - Parameters:
  ///   - table: The table.
  ///   - target: Its target column.
  ///   - rows: The positions among `target.rows` of the rows to train on, such as ``TrainValidationSplit/training``;
  ///     nil for all. An empty list, or a position that is not there, stops the program.
  ///   - ignored: The names of columns to leave out.
  ///   - recipe: What becomes of the columns.
  /// - Throws: ``TableError`` if a column to leave out is not there, no columns are left, a column has no values in
  ///   the rows, or a text column has too many different texts to be of use (see ``PreprocessingRecipe``).
  public init(
    fitting table: Table, target: TargetColumn, rows: [Int]? = nil, ignoring ignored: [String] = [],
    recipe: PreprocessingRecipe = PreprocessingRecipe()
  ) throws(TableError) {
    self = try Self.fittedAndApplied(
      to: table, target: target, rows: rows, ignoring: ignored, recipe: recipe, applies: false
    )
    .fitted
  }

  /// Fits the columns of a table, and gives the inputs of the rows to train on.
  ///
  /// They are what ``transform(_:rows:)`` gives, except after a ``TargetEncoder``, which computes them without the row's own
  /// target.
  public static func fittedAndApplied(
    to table: Table, target: TargetColumn, rows: [Int]? = nil, ignoring ignored: [String] = [],
    recipe: PreprocessingRecipe = PreprocessingRecipe()
  ) throws(TableError) -> (fitted: TablePreprocessing, inputs: Tensor) {
    let (fitted, inputs) = try fittedAndApplied(
      to: table, target: target, rows: rows, ignoring: ignored, recipe: recipe, applies: true)
    try fitted.check(inputs, of: table, rows: (rows ?? Array(target.rows.indices)).map { target.rows[$0] })
    return (fitted, inputs)
  }

  private static func fittedAndApplied(
    to table: Table, target: TargetColumn, rows: [Int]?, ignoring ignored: [String], recipe: PreprocessingRecipe,
    applies: Bool
  ) throws(TableError) -> (fitted: TablePreprocessing, inputs: Tensor) {
    let positions = rows ?? Array(target.rows.indices)
    guard !positions.isEmpty, positions.allSatisfy(target.rows.indices.contains) else {
      fatalError("TablePreprocessing: the rows to train on are none, or not among the target's \(target.rows.count)")
    }
    for name in ignored { _ = try table.column(named: name) }
    let left = try table.dropping(table.columnNames.filter { $0 == target.name || ignored.contains($0) })
    guard !left.columns.isEmpty else { throw noFeatures(table, target.name) }
    let training: TrainingTarget
    switch target.values {
    case .labels(let labels): training = .classes(positions.map { labels[$0] }, count: target.classes.count)
    case .numbers(let numbers): training = .numbers(positions.map { numbers[$0] })
    }
    let (features, columns) = try recipe.preprocessing(for: left).learn(
      left, rows: positions.map { target.rows[$0] }, target: training, applies: applies
    ) { (columns, steps, context) throws(TableError) in
      try recipe.check(columns, steps, in: context)
    }
    guard !features.features.isEmpty else { throw noFeatures(table, target.name) }
    let encoding: TargetEncoding
    switch training {
    case .classes: encoding = .classes(target.classes)
    case .numbers(let numbers):
      // There are numbers, so they have moments.
      let moments = Moments(numbers)
      let deviation = moments?.standardDeviation ?? 0
      encoding = .number(mean: moments?.mean ?? 0, standardDeviation: deviation > 0 ? deviation : 1)
    }
    let fitted = TablePreprocessing(
      task: target.task, targetName: target.name, target: encoding, features: features)
    return (fitted, FeatureMatrix.tensor(applies ? [columns] : [], width: features.features.count, type: .float32))
  }

  private static func noFeatures(_ table: Table, _ target: String) -> TableError {
    TableError(
      .noFeatures, path: table.path, line: table.origin.headerLine,
      "no columns are left to predict \(quoted(target)) from; add columns, or leave out fewer")
  }

  init(task: PredictionTask, targetName: String, target: TargetEncoding, features: Preprocessing.Fitted) {
    (self.task, self.targetName, self.target, self.features) = (task, targetName, target, features)
  }

  /// Reads what was encoded, by this version or an earlier one.
  ///
  /// - Throws: `DecodingError` if a key is missing, or the values could not come from a fit.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    task = try values.decode(PredictionTask.self, forKey: .task)
    targetName = try values.decode(String.self, forKey: .targetName)
    target = try values.decode(TargetEncoding.self, forKey: .target)
    if values.contains(.columns) {
      features = Preprocessing.Fitted(chains: try values.decode([EarlierColumn].self, forKey: .columns).map(\.chain))
    } else {
      features = try values.decode(Preprocessing.Fitted.self, forKey: .features)
    }
    if let problem {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "the preprocessing is damaged: \(problem)"))
    }
  }

  /// Writes all that was learnt.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(task, forKey: .task)
    try values.encode(targetName, forKey: .targetName)
    try values.encode(target, forKey: .target)
    try values.encode(features, forKey: .features)
  }

  private var problem: String? {
    if features.features.isEmpty { return "it has no columns" }
    if let name = features.repeatedName { return "the feature \(quoted(name)) is there twice" }
    let classCount = if case .classes(let classes) = target { classes.count } else { 0 }
    let fits =
      switch task {
      case .regression: classCount == 0
      case .binaryClassification: classCount == 2
      case .multiclassClassification: classCount > 1
      }
    return fits ? target.problem : "the target does not fit the task"
  }

  /// The number of inputs.
  public var width: Int { features.features.count }

  /// The names of the inputs.
  public var featureNames: [String] { features.featureNames }
}
