/// What the values of a column are.
public enum ColumnKind: String, Sendable, Equatable, Codable {
  /// Finite numbers.
  case numeric
  /// Texts, each naming a category.
  case categorical
}

/// One column of a ``Table``.
public struct TableColumn: Sendable, Equatable {
  /// The values from the first row to the last.
  public enum Values: Sendable, Equatable {
    /// Finite numbers; NaN where a value is missing.
    case numeric([Double])
    /// Texts without spaces around them; nil where a value is missing.
    case categorical([String?])
  }

  /// The name in the header.
  public let name: String
  /// The values from the first row to the last.
  public let values: Values

  /// Where the name is in the file: the line and the character in it.
  let headerLine: Int
  let headerPosition: Int
  /// Where each cell is in the file. Half the size of Int: a table has as many of these as cells.
  let lines: [UInt32]
  let positions: [UInt32]

  /// Whether the values are numbers or texts.
  public var kind: ColumnKind {
    switch values {
    case .numeric: .numeric
    case .categorical: .categorical
    }
  }

  /// The number of missing values.
  public var missingCount: Int {
    switch values {
    case .numeric(let numbers): numbers.count { $0.isNaN }
    case .categorical(let texts): texts.count { $0 == nil }
    }
  }

  /// The number of missing values in some rows.
  ///
  /// - Parameter rows: which rows, from 0; one that is not there stops the program.
  public func missingCount(inRows rows: [Int]) -> Int {
    switch values {
    case .numeric(let numbers): rows.count { numbers[$0].isNaN }
    case .categorical(let texts): rows.count { texts[$0] == nil }
    }
  }

  /// The line of a row's cell in the file, from 1.
  ///
  /// - Parameter row: which row, from 0; one that is not there stops the program.
  public func line(ofRow row: Int) -> Int { Int(lines[row]) }

  /// The character of a row's cell in its line, from 1.
  ///
  /// - Parameter row: which row, from 0; one that is not there stops the program.
  public func position(ofRow row: Int) -> Int { Int(positions[row]) }

  /// A row's value as text; nil if it is missing.
  func text(ofRow row: Int) -> String? {
    switch values {
    case .numeric(let numbers): numbers[row].isNaN ? nil : CellText.text(numbers[row])
    case .categorical(let texts): texts[row]
    }
  }

  /// The first row whose value is text that writes no number.
  var firstTextRow: Int? {
    guard case .categorical(let texts) = values else { return nil }
    return texts.firstIndex { text in text.map { CellText.number($0) == nil } ?? false }
  }
}
