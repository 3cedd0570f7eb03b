/// A table of named columns, read whole from a CSV file.
///
/// A column is numeric if every value that is not missing is a finite decimal number, and categorical if at most half of
/// them are. Texts among more numbers than that are taken for mistakes, unless the column is declared to be of one kind.
/// These texts, with or without spaces around them, stand for a missing value: nothing at all, `NA`, `N/A`, `NaN`,
/// `nan`, `null`, `NULL`, `None`, and `?`. A column without any values counts as numeric.
public struct Table: Sendable, Equatable {
  /// The path of the file, as given.
  public let path: String
  /// The columns in the order of the file.
  public let columns: [TableColumn]
  /// The number of rows, the header not counted.
  public let rowCount: Int
  /// The line of the file on which the header begins, from 1.
  let headerLine: Int

  /// Reads a CSV file; see ``CSVReader`` for the format.
  ///
  /// - Parameters:
  ///   - path: the path of the file.
  ///   - kinds: the kinds of columns that are not to be inferred, by name.
  ///   - separator: what separates fields.
  /// - Throws: ``TableError`` if the file cannot be read (see ``CSVReader``), has no rows, lacks a column of `kinds`, or
  ///   has a text in a column that is declared numeric, or whose values are mostly numbers; the cell's line and
  ///   character are named.
  public init(
    contentsOf path: String, kinds: [String: ColumnKind] = [:], separator: Unicode.Scalar = ","
  ) throws(TableError) {
    try self.init(CSVReader(path: path, separator: separator), kinds: kinds)
  }

  /// Reads all rows that a reader has left.
  init(_ reader: CSVReader, kinds: [String: ColumnKind]) throws(TableError) {
    let path = reader.path
    for name in kinds.keys.sorted() where !reader.header.contains(name) {
      throw noSuchColumn(name, among: reader.header, path: path, line: reader.headerLine)
    }
    var builders = zip(reader.header, reader.headerFields).map { name, field in
      ColumnBuilder(name: name, field: field, declared: kinds[name])
    }
    var rowCount = 0
    while let row = try reader.nextRow() {
      for index in builders.indices { try builders[index].append(row.fields[index], path: path) }
      rowCount += 1
    }
    guard rowCount > 0 else {
      throw TableError(.noRows, path: path, "has a header but no rows; add rows of values")
    }
    self.path = path
    self.rowCount = rowCount
    headerLine = reader.headerLine
    var columns: [TableColumn] = []
    for builder in builders { columns.append(try builder.build(path: path)) }
    self.columns = columns
  }

  /// The column of a name, or nil if there is none.
  public subscript(_ name: String) -> TableColumn? {
    columns.first { $0.name == name }
  }

  /// The column of a name.
  ///
  /// - Throws: ``TableError`` that lists the columns and suggests the nearest name.
  public func column(named name: String) throws(TableError) -> TableColumn {
    guard let column = self[name] else {
      throw noSuchColumn(name, among: columns.map(\.name), path: path, line: headerLine)
    }
    return column
  }
}

/// Gathers one column while its kind is not yet known.
private struct ColumnBuilder {
  let name: String
  let field: CSVField
  let declared: ColumnKind?
  private var texts: [String?] = []
  private var numbers: [Double] = []
  private var lines: [UInt32] = []
  private var positions: [UInt32] = []
  private var isNumeric: Bool
  /// The row of the first text that writes no number, and how many values write one.
  private var firstTextRow: Int?
  private var numberCount = 0

  init(name: String, field: CSVField, declared: ColumnKind?) {
    self.name = name
    self.field = field
    self.declared = declared
    isNumeric = declared != .categorical
  }

  mutating func append(_ field: CSVField, path: String) throws(TableError) {
    let text = CellText.trimmed(field.text)
    let isMissing = CellText.isMissing(text)
    lines.append(UInt32(clamping: field.line))
    positions.append(UInt32(clamping: field.column))
    if isNumeric {
      if isMissing {
        numbers.append(.nan)
      } else if let number = CellText.number(text) {
        numbers.append(number)
        numberCount += 1
      } else if declared == .numeric {
        throw notANumber(text, column: name, path: path, line: field.line, position: field.column)
      } else {
        isNumeric = false
        numbers = []
        firstTextRow = texts.count
      }
    } else if declared == nil, !isMissing, CellText.number(text) != nil {
      numberCount += 1
    }
    // The texts of a column that may still turn out categorical are kept until the last row.
    if declared != .numeric { texts.append(isMissing ? nil : text) }
  }

  /// The column; an error if its kind is in doubt.
  func build(path: String) throws(TableError) -> TableColumn {
    let presentCount = texts.count { $0 != nil }
    if let row = firstTextRow, numberCount * 2 > presentCount {
      // One mistyped number would else make thousands of numbers categories.
      throw TableError(
        .textAmongNumbers, path: path, line: Int(lines[row]), column: Int(positions[row]),
        "\(quoted(texts[row] ?? "")) in column \(quoted(name)) is not a number, but \(numberCount) of its "
          + "\(presentCount) values are; correct the cell, or declare the column categorical")
    }
    return TableColumn(
      name: name, values: isNumeric ? .numeric(numbers) : .categorical(texts), headerLine: field.line,
      headerPosition: field.column, lines: lines, positions: positions)
  }
}
