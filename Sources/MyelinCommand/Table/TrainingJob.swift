import Myelin

/// Everything between a table and a trained model.
struct TrainingJob {
  let table: Table
  let column: TargetColumn
  let model: TableModel
  private let training: (inputs: [Float], targets: TargetColumn.Values, count: Int)
  private let validation: (inputs: [Float], targets: TargetColumn.Values, count: Int)?
  private let options: TrainCommand

  /// Splits the rows, fits the preprocessing and makes the network.
  init(_ options: TrainCommand, table: Table, column: TargetColumn) throws {
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
    let preprocessing = try TablePreprocessing(
      fitting: table, target: column, rows: rows, ignoring: options.ignore.names)
    func part(_ positions: [Int]) throws -> (inputs: [Float], targets: TargetColumn.Values, count: Int) {
      let inputs = try preprocessing.transform(table, rows: positions.map { column.rows[$0] }).inputs
      let targets: TargetColumn.Values =
        switch column.values {
        case .labels(let labels): .labels(positions.map { labels[$0] })
        case .numbers(let numbers): .numbers(positions.map { numbers[$0] })
        }
      return (inputs, targets, positions.count)
    }
    training = try part(rows)
    validation = heldOut.isEmpty ? nil : try part(heldOut)
    try TableModel.checkSize(
      inputs: preprocessing.width, hidden: options.hidden.sizes,
      outputs: TableModel.outputCount(preprocessing))
    model = withRandomSeed(options.seed) {
      TableModel(preprocessing: preprocessing, hidden: options.hidden.sizes, activation: options.activation.activation)
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
        callbacks: callbacks)
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

  private func dataset(_ part: (inputs: [Float], targets: TargetColumn.Values, count: Int)) -> Dataset {
    let x = Tensor(shape: [part.count, model.architecture.inputs], part.inputs)
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
    let names = model.preprocessing.columns.map(\.name)
    let missing = table.columns.filter { names.contains($0.name) }
      .reduce(0) { $0 + $1.taking(rows: column.rows).missingCount }
    let kinds = model.preprocessing.columns.map(\.kind)
    func list(_ kind: ColumnKind) -> String? {
      let names = model.preprocessing.columns.filter { $0.kind == kind }.map(\.name)
      if names.isEmpty { return nil }
      return "  \(kind.rawValue): " + names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    }
    var lines = [
      "\(file): \(table.rowCount) rows",
      "target: \(column.name), \(task)",
      "inputs: \(kinds.count { $0 == .numeric }) numeric and \(kinds.count { $0 == .categorical }) categorical columns, "
        + "\(missing) missing values filled, \(model.architecture.inputs) inputs of the network",
      list(.numeric), list(.categorical),
      "rows: \(counts.training) to learn from, \(counts.validation) held out"
        + (column.droppedCount > 0 ? ", \(column.droppedCount) without a target left out" : ""),
    ].compactMap { $0 }
    let sizes = [model.architecture.inputs] + model.architecture.hidden + [model.architecture.outputs]
    lines.append(
      "network: \(sizes.map(String.init).joined(separator: "-")), \(model.network.parameterCount) parameters")
    return lines.map(\.withoutControlCharacters).joined(separator: "\n") + "\n\n"
  }
}
