/// Steps that have learnt, and the columns that go through them.
struct FittedChain: Sendable, Equatable, Codable {
  /// A column of a table, and the type it had in training.
  struct Input: Sendable, Equatable, Codable {
    let name: String
    let type: ColumnType
  }

  let inputs: [Input]
  let steps: [CodedTransform]
  /// What comes in, what comes out of the first step, and so on; the last is what comes out at the end.
  let stages: [[TableFeature]]

  private enum CodingKeys: String, CodingKey { case inputs, steps }

  init(inputs: [Input], steps: [CodedTransform]) {
    self.inputs = inputs
    self.steps = steps
    stages = steps.reduce(into: [inputs.map { TableFeature(name: $0.name) }]) { stages, step in
      stages.append(step.transform.features(after: stages[stages.count - 1]))
    }
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    inputs = try values.decode([Input].self, forKey: .inputs)
    if inputs.isEmpty {
      throw DecodingError.dataCorruptedError(forKey: .inputs, in: values, debugDescription: "no columns go in")
    }
    steps = try values.decode([CodedTransform].self, forKey: .steps)
    var stages = [inputs.map { TableFeature(name: $0.name) }]
    for step in steps {
      let features = stages[stages.count - 1]
      if let index = features.first(where: \.isIndex) {
        throw DecodingError.dataCorruptedError(
          forKey: .steps, in: values, debugDescription: "\(step.name) follows the index \(index.name)")
      }
      guard step.transform.inputCount == features.count else {
        throw DecodingError.dataCorruptedError(
          forKey: .steps, in: values,
          debugDescription: "\(step.name) takes \(step.transform.inputCount) columns and gets \(features.count)")
      }
      stages.append(step.transform.features(after: features))
    }
    self.stages = stages
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(inputs, forKey: .inputs)
    try values.encode(steps, forKey: .steps)
  }

  /// What comes out.
  var features: [TableFeature] { stages[stages.count - 1] }

  /// Lets each step learn from what the one before gives.
  ///
  /// - Parameter applies: Whether what comes out at the end is wanted.
  static func fitting(
    _ steps: [any Transform], to columns: [TableColumn], applies: Bool, in context: FittingContext
  ) throws(TableError) -> (FittedChain, [TableColumn]) {
    let inputs = columns.map { Input(name: $0.name, type: $0.type) }
    var fitted: [CodedTransform] = []
    var current = columns
    var features = columns.map { TableFeature(name: $0.name) }
    for (index, step) in steps.enumerated() {
      if let index = features.first(where: \.isIndex) {
        throw context.error(
          .badOption,
          "\(type(of: step)) follows EmbeddingEncoder for column \(quoted(index.name)), whose numbers are no quantities but places "
            + "of vectors; let it be the last step", column: index.name)
      }
      if index + 1 < steps.count || applies {
        let (transform, outputs) = try fitAndApply(step, to: current, in: context)
        fitted.append(CodedTransform(transform))
        current = outputs
        try checkFinite(current, after: transform, in: context)
      } else {
        fitted.append(CodedTransform(try fit(step, to: current, in: context)))
      }
      features = fitted[index].transform.features(after: features)
    }
    let chain = FittedChain(inputs: inputs, steps: fitted)
    // What the last step gives is seen in one row.
    var transforming = TransformContext(table: context.table?.prefix(1))
    if applies {
      try checkNumbers(current, in: transforming)
    } else {
      _ = try chain.transform(columns.map { $0.takingChecked([0]) }, in: &transforming)
    }
    return (chain, current)
  }

  /// Throws if a column has texts.
  private static func checkNumbers(_ columns: [TableColumn], in context: TransformContext) throws(TableError) {
    guard let column = columns.first(where: { $0.type == .text }) else { return }
    throw context.error(
      .wrongType,
      "column \(quoted(column.name)) has texts, which are no features; encode it (OneHotEncoder, OrdinalEncoder, …), or "
        + "leave it out", column: column.name)
  }

  private static func fit(
    _ step: some Transform, to columns: [TableColumn], in context: FittingContext
  ) throws(TableError) -> any FittedTransform {
    try step.fitted(to: columns, in: context)
  }

  private static func fitAndApply(
    _ step: some Transform, to columns: [TableColumn], in context: FittingContext
  ) throws(TableError) -> (any FittedTransform, [TableColumn]) {
    let (fitted, outputs) = try step.fittedAndApplied(to: columns, in: context)
    return (fitted, outputs)
  }

  /// Throws if a step gave infinite numbers, from which the next can learn nothing.
  private static func checkFinite(
    _ columns: [TableColumn], after step: any FittedTransform, in context: FittingContext
  ) throws(TableError) {
    for column in columns {
      guard case .numbers(let numbers) = column.storage, let row = numbers.firstIndex(where: \.isInfinite) else {
        continue
      }
      throw context.error(
        "\(type(of: step).typeName) gives an infinite number in \(quoted(column.name)); clip or scale the column before",
        column: column.name, row: row)
    }
  }

  /// The features of some rows.
  func transform(_ columns: [TableColumn], in context: inout TransformContext) throws(TableError) -> [TableColumn] {
    var columns = columns
    for step in steps { columns = try step.transform.transform(columns, in: &context) }
    try Self.checkNumbers(columns, in: context)
    return columns
  }

  /// The columns of which features became.
  func inverse(_ columns: [TableColumn]) throws(TableError) -> [TableColumn] {
    var columns = columns
    for (index, step) in steps.enumerated().reversed() {
      guard let transform = step.transform as? any InvertibleTransform else {
        throw TableError(
          .badOption, columnNames: inputs.map(\.name),
          "\(step.name), step \(index + 1) of \(inputs.map { quoted($0.name) }.joined(separator: ", ")), can't be undone; "
            + "leave the step out, or don't transform back")
      }
      columns = try transform.inverse(columns, names: stages[index].map(\.name))
    }
    return columns
  }
}

extension CodedTransform {
  /// What files call the type of the transform.
  var name: String { Swift.type(of: transform).typeName }
}
