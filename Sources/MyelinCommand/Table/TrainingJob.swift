import Myelin

/// Everything between a table and a trained model.
struct TrainingJob {
  let table: Table
  let column: TargetColumn
  let model: TableModel
  private let training: Part
  private let validation: Part?
  private let options: TrainCommand
  /// What of the table is perhaps not meant so, a line each.
  let warnings: [String]

  /// Rows with their inputs and targets.
  private struct Part {
    let inputs: Tensor
    let targets: TargetColumn.Values
    var count: Int { inputs.shape[0] }
  }

  /// Splits the rows, fits the preprocessing and makes the network.
  init(_ options: TrainCommand, table: Table, column: TargetColumn, texts: TextCheck) throws {
    self.options = options
    self.table = table
    self.column = column
    var rows = Array(column.rows.indices)
    var heldOut: [Int] = []
    if options.validation > 0 {
      let seed = UInt32(truncatingIfNeeded: options.seed)
      let split = try TrainValidationSplit(column, validationFraction: options.validation, seed: seed)
      (rows, heldOut) = (split.training, split.validation)
    }
    let (preprocessing, inputs) = try TablePreprocessing.fittedAndApplied(
      to: table, target: column, rows: rows, ignoring: options.ignore.names,
      recipe: options.preprocessing.recipe(for: table, seed: options.seed))
    func part(_ positions: [Int], _ inputs: Tensor) -> Part {
      switch column.values {
      case .labels(let labels): Part(inputs: inputs, targets: .labels(positions.map { labels[$0] }))
      case .numbers(let numbers): Part(inputs: inputs, targets: .numbers(positions.map { numbers[$0] }))
      }
    }
    warnings =
      (texts.warning(forTarget: column.name).map { [$0] } ?? [])
      + texts.warnings(for: preprocessing.features.columnNames) + options.preprocessing.warnings(for: table)
    training = part(rows, inputs)
    if options.classWeights == .balanced, column.task == .regression {
      throw CommandError("--class-weights balanced: the target \(column.name) is a number, and has no classes")
    }
    validation =
      heldOut.isEmpty ? nil : part(heldOut, try preprocessing.transform(table, rows: heldOut.map { column.rows[$0] }))
    try TableModel.checkSize(
      preprocessing, hidden: options.hidden.sizes,
      outputs: TableModel.outputCount(preprocessing))
    model = withRandomSeed(options.seed) {
      TableModel(
        preprocessing: preprocessing, hidden: options.hidden.sizes, activation: options.activation.activation,
        reading: options.reading.record)
    }
  }

  /// The numbers of rows that are learnt from and held out.
  var counts: (training: Int, validation: Int) { (training.count, validation?.count ?? 0) }

  /// Trains, and judges on the held-out rows (on the training rows if there are none).
  func run(showsProgress: Bool) throws -> TrainingOutcome {
    let task = model.preprocessing.task
    let trainer = Trainer(
      model.network, loss: model.loss, optimizer: options.optimizer.optimizer(learningRate: options.learningRate),
      metrics: task == .regression ? [] : [.accuracy])
    var callbacks: [Callback] = showsProgress ? [.progressBar] : []
    if options.patience > 0 { callbacks.append(.earlyStopping(patience: options.patience)) }
    // Another stream than the weights' own, so that they don't repeat each other.
    let source = RandomSource(Philox(seed: UInt64(bitPattern: Int64(options.seed)), stream: 1))
    let history = try RandomSource.$current.withValue(source) {
      try trainer.fit(
        dataset(training), validation: validation.map(dataset), epochs: options.epochs, batchSize: options.batchSize,
        classWeights: options.classWeights == .balanced ? .balanced : nil, callbacks: callbacks)
    }
    // The last step may have made infinite what the loss before it wasn't.
    guard model.network.parameters.allSatisfy({ $0.value.elements(as: Float.self).allSatisfy(\.isFinite) }) else {
      throw CommandError("the weights became infinite: lower --learning-rate")
    }
    let judged = validation ?? training
    return TrainingOutcome(
      history: history, predictions: try Predictions(model, judged.inputs, judged.targets), isHeldOut: validation != nil
    )
  }

  private func dataset(_ part: Part) -> Dataset {
    let x = part.inputs
    switch part.targets {
    case .labels(let labels):
      let y = Tensor(labels)
      let isBinary = model.preprocessing.task == .binaryClassification
      return Dataset(x, isBinary ? y.cast(to: .float32).unsqueezed(axis: 1) : y)
    case .numbers(let numbers):
      let y = Tensor(numbers.map { model.preprocessing.target.encode($0) })
      return Dataset(x, y.unsqueezed(axis: 1))
    }
  }

  /// What was found in the table, for the user to check.
  func introduction(file: String) -> String {
    let task: String
    switch column.task {
    case .binaryClassification, .multiclassClassification:
      task =
        "one of \(column.classes.count) classes: \(column.classes.prefix(10).joined(separator: ", "))"
        + (column.classes.count > 10 ? ", …" : "")
    case .regression: task = "a number"
    }
    let names = model.preprocessing.features.columnNames
    let filled = Set(model.preprocessing.features.filledColumnNames)
    let missing = table.columns.filter { filled.contains($0.name) }
      .reduce(0) { $0 + $1.taking(rows: column.rows).missingCount }
    let types = model.preprocessing.features.columnTypes
    func columns(_ type: ColumnType) -> [String] { names.filter { types[$0] == type } }
    func list(_ title: String, _ type: ColumnType) -> String? {
      let names = columns(type)
      if names.isEmpty { return nil }
      return "  \(title): " + names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    }
    let vectors = model.preprocessing.features.features.compactMap { feature in
      if case .index(let count, let width) = feature.kind {
        (name: feature.name, count: count, width: width)
      } else {
        nil
      }
    }
    let embedded =
      vectors.isEmpty
      ? nil
      : "  vectors that are learnt: "
        + vectors.map { "\($0.name) (\($0.count) × \($0.width))" }.joined(separator: ", ")
    let others = [(ColumnType.boolean, "of truth values"), (.date, "of dates")]
      .compactMap { type, text in columns(type).isEmpty ? nil : ", \(columns(type).count) \(text)" }.joined()
    var lines = [
      "\(file): \(table.rowCount) rows",
      "target: \(column.name), \(task)",
      "inputs: \(columns(.number).count) numeric and \(columns(.text).count) categorical columns\(others), "
        + "\(missing) missing values filled, \(model.architecture.inputs) inputs of the network"
        + embeddingText(vectors.map(\.width)),
      list("numeric", .number), list("categorical", .text), list("truth values", .boolean), list("dates", .date),
      embedded,
      "rows: \(counts.training) to learn from, \(counts.validation) held out"
        + (column.droppedCount > 0 ? ", \(column.droppedCount) without a target left out" : ""),
    ].compactMap { $0 }
    let sizes = model.sizes
    lines.append(
      "network: \(sizes.map(String.init).joined(separator: "-")), \(model.network.parameterCount) parameters")
    return lines.map(\.withoutControlCharacters).joined(separator: "\n") + "\n\n"
  }

  /// How inputs that are indices become the numbers of the first layer.
  private func embeddingText(_ widths: [Int]) -> String {
    guard let first = widths.first else { return "" }
    let total = "\(model.sizes[0]) numbers in all"
    if widths.count == 1 {
      return ", of which 1 becomes an embedding of \(first) number\(first == 1 ? "" : "s"): \(total)"
    }
    let isSame = widths.allSatisfy { $0 == first }
    let sizes = isSame ? "\(first) numbers each" : "together \(widths.reduce(0, +)) numbers"
    return ", of which \(widths.count) become embeddings of \(sizes): \(total)"
  }
}
