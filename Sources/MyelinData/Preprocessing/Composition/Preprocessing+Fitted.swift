import MyelinCore

extension Preprocessing {
  /// Steps that have learnt from the training rows, and turn any rows into features.
  ///
  /// It is saved as JSON, with a model say, and gives the same bits when it is read again.
  public struct Fitted: Sendable, Equatable, Codable {
    let chains: [FittedChain]
    /// What the columns of the matrix mean, in their order. All names differ: where two would be alike, the second ends in ` (2)`.
    public let features: [TableFeature]

    private enum CodingKeys: String, CodingKey { case columns }

    init(chains: [FittedChain]) {
      self.chains = chains
      var features: [TableFeature] = []
      var seen: Set<String> = []
      var numbers: [String: Int] = [:]
      for var feature in chains.flatMap(\.features) {
        let name = feature.name
        while !seen.insert(feature.name).inserted {
          let number = numbers[name, default: 2]
          numbers[name] = number + 1
          feature.name = "\(name) (\(number))"
        }
        features.append(feature)
      }
      self.features = features
    }

    /// Reads what was encoded.
    ///
    /// - Throws: `DecodingError` if a key is missing, a step is of a type that isn't known, or the values could not come from a fit.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      self.init(chains: try values.decode([FittedChain].self, forKey: .columns))
      var types: [String: ColumnType] = [:]
      for input in chains.flatMap(\.inputs) {
        guard types.updateValue(input.type, forKey: input.name) ?? input.type == input.type else {
          throw DecodingError.dataCorruptedError(
            forKey: .columns, in: values, debugDescription: "column \(quoted(input.name)) has two types")
        }
      }
    }

    /// Writes the steps with what they have learnt.
    public func encode(to encoder: any Encoder) throws {
      var values = encoder.container(keyedBy: CodingKeys.self)
      try values.encode(chains, forKey: .columns)
    }

    /// The names of the features.
    public var featureNames: [String] { features.map(\.name) }

    /// The names of the columns that a table must have, each once.
    public var columnNames: [String] {
      var seen: Set<String> = []
      return chains.flatMap(\.inputs).map(\.name).filter { seen.insert($0).inserted }
    }

    /// The names of the columns whose missing values are filled: those that go through a ``SimpleImputer``.
    public var filledColumnNames: [String] {
      let filled = chains.filter { $0.steps.contains { $0.transform is SimpleImputer.Fitted } }
      let names = Set(filled.flatMap(\.inputs).map(\.name))
      return columnNames.filter(names.contains)
    }

    /// The types that the columns had in training, by name: as what a file is to be read (``CSVOptions/types``). Integers count
    /// as numbers, because a fraction may come.
    public var columnTypes: [String: ColumnType] {
      Dictionary(
        chains.flatMap(\.inputs).map { ($0.name, $0.type == .integer ? .number : $0.type) },
        uniquingKeysWith: { first, _ in first })
    }

    /// The rows that are transformed at once: few enough for their columns to stay in the processor's second cache.
    private static let blockSize = 1024

    /// The features of some rows of a table.
    ///
    /// - Parameters:
    ///   - table: A table that has the columns of the training, in any order and among others.
    ///   - rows: Which rows; nil for all. One that is not there stops the program.
    ///   - type: The type of the features: `.float32` or `.float64`, or the program stops. They are computed in float64.
    /// - Returns: `[rows, features]`.
    /// - Throws: ``TableError`` that names missing columns, or column and line of a value that can't be transformed.
    public func transform(
      _ table: Table, rows: [Int]? = nil, type: DType = .float32
    ) throws(TableError) -> Tensor {
      var unseen = UnseenCategories()
      return try transform(table, rows: rows, type: type, unseen: &unseen)
    }

    /// The features of some rows of a table; see ``transform(_:rows:type:)``.
    ///
    /// - Parameter unseen: To this the categories are added that were not there in training.
    public func transform(
      _ table: Table, rows: [Int]? = nil, type: DType = .float32, unseen: inout UnseenCategories
    ) throws(TableError) -> Tensor {
      try check(columns: table.columnNames, path: table.path, line: table.origin.headerLine)
      guard type == .float32 || type == .float64 else {
        fatalError("Preprocessing.transform: features can't be of type \(type.rawValue); ask for float32 or float64")
      }
      let count = rows?.count ?? table.rowCount
      let needed = try table.selecting(columnNames)
      var matrix = FeatureMatrix(rows: count, width: features.count, type: type)
      var start = 0
      while start < count {
        let end = min(start + Self.blockSize, count)
        let piece =
          rows == nil && end - start == count
          ? needed : needed.taking(rows: rows.map { Array($0[start..<end]) } ?? Array(start..<end))
        matrix.append(try columns(of: piece, unseen: &unseen))
        start = end
      }
      return matrix.tensor
    }

    /// The features of all rows as columns.
    private func columns(of table: Table, unseen: inout UnseenCategories) throws(TableError) -> [TableColumn] {
      var context = TransformContext(table: table)
      var result: [TableColumn] = []
      result.reserveCapacity(features.count)
      for chain in chains {
        result += try chain.transform(chain.inputs.compactMap { table[$0.name] }, in: &context)
      }
      unseen.note(context.unseen)
      return result
    }

    /// The columns of which features became, in a table.
    ///
    /// A column that several steps took is there once, as the first of them gives it. What a step has lost (categories that were
    /// not there in training, numbers that were cut) doesn't come back.
    ///
    /// - Parameter features: `[rows, features]`; another shape stops the program.
    /// - Throws: ``TableError`` that names a step that can't be undone.
    public func inverse(_ features: Tensor) throws(TableError) -> Table {
      let columns = MatrixColumns.of(features, count: self.features.count, in: "Preprocessing.inverse")
      var result: [TableColumn] = []
      var seen: Set<String> = []
      var start = 0
      for chain in chains {
        let end = start + chain.features.count
        let part = zip(chain.features, columns[start..<end]).map { TableColumn($0.name, numbers: $1) }
        result += try chain.inverse(part).filter { seen.insert($0.name).inserted }
        start = end
      }
      return try Table(result)
    }

    /// Throws if a table lacks columns.
    func check(columns names: [String], path: String?, line: Int?) throws(TableError) {
      let found = Set(names)
      let missing = columnNames.filter { !found.contains($0) }
      guard !missing.isEmpty else { return }
      let shown = missing.prefix(30).map(quoted).joined(separator: ", ") + (missing.count > 30 ? ", …" : "")
      let mark = SeparatorGuess(names)
      throw TableError(
        .missingColumns, path: path, line: line, columnNames: missing, likelySeparator: mark?.separator,
        "lacks \(missing.count == 1 ? "the column" : "the columns") \(shown) that the model was trained with; "
          + "\(mark?.hint ?? "")add \(missing.count == 1 ? "it" : "them") (cells may be empty)")
    }
  }
}
