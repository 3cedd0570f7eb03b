import MyelinCore

extension Table {
  /// The most columns that are made of arrays: one without rows takes no place in a file however many it has.
  private static let columnLimit = 1_000_000

  /// A table of arrays by name, such as those of an `.npz` file.
  ///
  /// An array of shape `[rows]` is a column; one of shape `[rows, n]` is `n` columns `name.0`, `name.1` and so on. Bools are
  /// truth values, int32 and int64 integers, float32 and float64 numbers, of which NaN is missing.
  ///
  /// - Parameter arrays: The arrays and their names, with equally many rows.
  /// - Throws: ``TableError`` if an array has another number of axes or rows, or two columns have the same name.
  public init(arrays: [(name: String, tensor: Tensor)]) throws(TableError) {
    try self.init(arrays: arrays, path: nil)
  }

  init(arrays: [(name: String, tensor: Tensor)], path: String?) throws(TableError) {
    var columns: [TableColumn] = []
    let rows = arrays.first?.tensor.shape.first ?? 0
    for (name, tensor) in arrays {
      guard tensor.shape.count == 1 || tensor.shape.count == 2 else {
        throw TableError(
          .wrongType, path: path,
          "\(Self.described(name)) has the shape \(tensor.shape); a table has arrays of one or two axes: reshape it")
      }
      guard tensor.shape[0] == rows else {
        throw TableError(
          .unequalColumns, path: path,
          "\(Self.described(name)) has \(tensor.shape[0]) rows, \(Self.described(arrays[0].name)) has \(rows); make them equally long"
        )
      }
      let width = tensor.shape.count == 1 ? 1 : tensor.shape[1]
      guard width <= Self.columnLimit - columns.count else {
        throw TableError(.tooLong, path: path, "there are more than \(Self.columnLimit) columns; transpose the arrays")
      }
      for index in 0..<width {
        let column = tensor.shape.count == 1 ? tensor : tensor[AxisSlice.all, index]
        // Without a name of its own an array's columns are only counted.
        let place = tensor.shape.count == 1 && !name.isEmpty ? name : name.isEmpty ? "\(index)" : "\(name).\(index)"
        columns.append(TableColumn(place, column))
      }
    }
    try self.init(columns, rowCount: columns.isEmpty ? 0 : rows, origin: TableOrigin(path: path))
  }

  /// The columns as arrays by name, such as an `.npz` file holds: truth values as bool, integers as int64, numbers as float64,
  /// and dates as the seconds since 1970-01-01T00:00:00 UTC in float64. Where truth values or integers are missing they are
  /// float64 with NaN.
  ///
  /// - Throws: ``TableError`` if a column has texts, or misses integers among some too large for a float64.
  public func arrays() throws(TableError) -> [(name: String, tensor: Tensor)] {
    var result: [(name: String, tensor: Tensor)] = []
    for column in columns {
      let type: DType =
        switch column.type {
        case .boolean where column.missingCount == 0: .bool
        case .integer where column.missingCount == 0: .int64
        default: .float64
        }
      if type == .float64 { try checkRounding(column, "an integer among missing values", "fill them") }
      result.append(
        (column.name, try selecting([column.name]).tensor(of: [column.name], type: type).reshaped(to: [rowCount])))
    }
    return result
  }

  /// The columns as one array `[rows, columns]` of float64, such as an `.npy` file holds.
  ///
  /// - Throws: ``TableError`` if a column has texts, or integers too large for a float64.
  func array() throws(TableError) -> Tensor {
    for column in columns { try checkRounding(column, "an integer", "write an .npz file, or leave the column out") }
    return try tensor(of: columnNames, type: .float64)
  }

  /// Throws if an integer of a column would be another one as a float64.
  private func checkRounding(_ column: TableColumn, _ what: String, _ remedy: String) throws(TableError) {
    guard let integers = column.integers,
      let row = integers.firstIndex(where: { $0.map { Int64(exactly: Double($0)) != $0 } ?? false })
    else { return }
    throw TableError(
      .wrongType, path: path, line: line(ofRow: row), columnNames: [column.name],
      "column \(quoted(column.name)) has \(what) in row \(row + 1) that float64 would round; \(remedy)")
  }

  /// What a message calls an array, which may have no name.
  private static func described(_ name: String) -> String { name.isEmpty ? "the array" : "array \(quoted(name))" }
}

extension TableColumn {
  /// The column of a tensor's elements, of one axis.
  fileprivate init(_ name: String, _ tensor: Tensor) {
    switch tensor.type {
    case .bool: self.init(name, booleans: tensor.elements(as: Bool.self))
    case .int32, .int64: self.init(name, integers: tensor.cast(to: .int64).elements(as: Int.self).map { Int64($0) })
    case .float32, .float64: self.init(name, numbers: tensor.scalars)
    }
  }
}
