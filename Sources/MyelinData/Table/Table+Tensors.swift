import MyelinCore

extension Table {
  /// Columns as a tensor of shape `[rows, names.count]`.
  ///
  /// Truth values are 0 and 1, moments seconds since 1970-01-01T00:00:00 UTC.
  ///
  /// - Parameters:
  ///   - names: The names of the columns, in the order of the tensor's; none of them may be of texts.
  ///   - type: The type of the elements. Missing values are NaN in a floating-point type, and errors in others.
  /// - Throws: ``TableError`` if a column is not there or has texts, or a value does not fit the type: that names the
  ///   line.
  public func tensor(of names: [String], type: DType = .float32) throws(TableError) -> Tensor {
    switch type {
    case .float32:
      return Tensor(shape: [rowCount, names.count], try elements(of: names) { Float($0) })
    case .float64:
      return Tensor(shape: [rowCount, names.count], try elements(of: names) { $0 }, type: .float64)
    case .int64:
      return Tensor(shape: [rowCount, names.count], try wholeElements(of: names))
    case .int32:
      return Tensor(
        shape: [rowCount, names.count], try elements(of: names, as: "a 32-bit integer") { Int32(exactly: $0) })
    case .bool:
      return Tensor(
        shape: [rowCount, names.count],
        try elements(of: names, as: "a truth value") { $0 == 0 ? false : $0 == 1 ? true : nil })
    }
  }

  /// All columns that are not of texts as a float32 tensor; see ``tensor(of:type:)``.
  ///
  /// - Throws: ``TableError`` if there is no such column.
  public func tensor() throws(TableError) -> Tensor {
    let names = columns.filter(\.type.isNumeric).map(\.name)
    guard !names.isEmpty else {
      throw TableError(.wrongType, path: path, "has no columns of numbers; encode its texts first")
    }
    return try tensor(of: names)
  }

  private func numbers(of name: String) throws(TableError) -> [Double] {
    guard let numbers = try column(named: name).numbers else {
      throw TableError(
        .wrongType, path: path, line: origin.headerLine,
        "column \(quoted(name)) has texts, and a tensor holds numbers; encode it, or leave it out")
    }
    return numbers
  }

  private func elements<Element>(
    of names: [String], as kind: String = "a number", _ convert: (Double) -> Element?
  ) throws(TableError) -> [Element] {
    var columns: [[Double]] = []
    for name in names { columns.append(try numbers(of: name)) }
    var result: [Element] = []
    result.reserveCapacity(rowCount * names.count)
    for row in 0..<rowCount {
      for (index, numbers) in columns.enumerated() {
        guard let element = convert(numbers[row]) else { throw unfit(row, names[index], kind) }
        result.append(element)
      }
    }
    return result
  }

  /// Elements of 64-bit integers, which a Double would round.
  private func wholeElements(of names: [String]) throws(TableError) -> [Int] {
    var columns: [[Int?]] = []
    for name in names {
      if let whole = try column(named: name).integers {
        columns.append(whole.map { $0.map { Int($0) } })
      } else {
        columns.append(try numbers(of: name).map { Int(exactly: $0) })
      }
    }
    var result: [Int] = []
    result.reserveCapacity(rowCount * names.count)
    for row in 0..<rowCount {
      for (index, values) in columns.enumerated() {
        guard let value = values[row] else { throw unfit(row, names[index], "a 64-bit integer") }
        result.append(value)
      }
    }
    return result
  }

  private func unfit(_ row: Int, _ name: String, _ kind: String) -> TableError {
    let value = self[name]?.text(row: row).map(quoted) ?? "the missing value"
    return TableError(
      .wrongType, path: path, line: line(ofRow: row),
      "\(value) in column \(quoted(name)), row \(row + 1), is not \(kind); choose a floating-point type, or correct it")
  }
}
