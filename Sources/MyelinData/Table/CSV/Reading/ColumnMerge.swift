/// Joins what the pieces of a file hold of a column.
struct ColumnMerge {
  let name: String
  /// The type that the column must have; nil to take the first that all values have.
  let declared: ColumnType?
  let pieces: [PieceColumn]
  let format: CellFormat

  enum Outcome: Sendable {
    case column(TableColumn)
    /// The values must be read again as this type: what the pieces hold has lost how they were written.
    case readAgain(ColumnType)
    /// A text, whose row counts from the first piece's, is among values that are mostly numbers.
    case textAmongNumbers(row: Int, numberCount: Int, presentCount: Int)
  }

  private var rowCount: Int { pieces.reduce(0) { $0 + $1.count } }

  func merged() -> Outcome {
    var (hasIntegers, hasNumbers, hasTexts, hasNegativeZero) = (false, false, false, false)
    for piece in pieces {
      switch piece {
      case .missing: break
      case .integers(_, _, let negative):
        hasIntegers = true
        hasNegativeZero = hasNegativeZero || negative
      case .numbers: hasNumbers = true
      case .texts: hasTexts = true
      }
    }
    switch declared {
    case .integer: return .column(integers())
    case .number: return .column(numbers())
    case .boolean: return .column(booleans() ?? TableColumn(name, texts: []))
    case .date: return .column(dates() ?? TableColumn(name, texts: []))
    case .text: return .column(texts())
    case nil: break
    }
    if hasTexts {
      if let mistake { return mistake }
      if hasIntegers || hasNumbers { return .readAgain(.text) }
      return .column(booleans() ?? dates() ?? texts())
    }
    // A column without any values counts as numbers.
    if !hasIntegers, !hasNumbers { return .column(format.inferredTypes.contains(.number) ? numbers() : texts()) }
    if !hasNumbers { return .column(integers()) }
    // Identifiers must not become others: an integer that a number can't hold makes all of the column text.
    if pieces.contains(where: \.roundsIntegers) { return .readAgain(.text) }
    return hasIntegers && hasNegativeZero ? .readAgain(.number) : .column(numbers())
  }

  /// A text among values that are mostly numbers is a mistake, unless numbers aren't looked for, or the options take it.
  private var mistake: Outcome? {
    let types = format.inferredTypes
    guard types.contains(.integer) || types.contains(.number), !format.takesTextAmongNumbers else { return nil }
    let present = pieces.reduce(0) { $0 + $1.presentCount }
    let numbers = pieces.reduce(0) { $0 + $1.numberCount }
    guard numbers * 2 > present else { return nil }
    var row = 0
    for piece in pieces {
      if case .texts(let texts) = piece, let first = texts.firstText {
        return .textAmongNumbers(row: row + first, numberCount: numbers, presentCount: present)
      }
      row += piece.count
    }
    return nil
  }

  private func numbers() -> TableColumn {
    let values = [Double](unsafeUninitializedCapacity: rowCount) { target, count in
      for piece in pieces {
        let part = UnsafeMutableBufferPointer(rebasing: target[count..<count + piece.count])
        switch piece {
        case .numbers(let values, _): _ = part.initialize(fromContentsOf: values)
        case .integers(let values, let present, _):
          _ = part.initialize(from: values.lazy.map { Double($0) })
          if let present { for (row, isThere) in present.enumerated() where !isThere { part[row] = .nan } }
        case .missing, .texts: part.initialize(repeating: .nan)
        }
        count += piece.count
      }
    }
    return TableColumn(name, numbers: values)
  }

  private func integers() -> TableColumn {
    var present: [Bool]?
    let values = [Int64](unsafeUninitializedCapacity: rowCount) { target, count in
      for piece in pieces {
        let part = UnsafeMutableBufferPointer(rebasing: target[count..<count + piece.count])
        var isThere: [Bool]?
        if case .integers(let values, let known, _) = piece {
          _ = part.initialize(fromContentsOf: values)
          isThere = known
        } else {
          part.initialize(repeating: 0)
          isThere = [Bool](repeating: false, count: piece.count)
        }
        if present == nil, isThere != nil { present = [Bool](repeating: true, count: count) }
        if present != nil { present? += isThere ?? [Bool](repeating: true, count: piece.count) }
        count += piece.count
      }
    }
    return TableColumn(name, .integers(IntegerValues(values: values, present: present)))
  }

  /// The column as truth values; nil if it isn't one of them.
  private func booleans() -> TableColumn? {
    var result: [Int8] = []
    result.reserveCapacity(rowCount)
    for piece in pieces {
      if case .texts(let texts) = piece {
        guard let values = texts.booleans else { return nil }
        result += texts.codes.lazy.map { values[Int($0)] }
      } else {
        result += repeatElement(-1, count: piece.count)
      }
    }
    return TableColumn(name, .booleans(result))
  }

  /// The column as moments; nil if it isn't one of them.
  private func dates() -> TableColumn? {
    var result: [Double] = []
    result.reserveCapacity(rowCount)
    for piece in pieces {
      if case .texts(let texts) = piece {
        guard let values = texts.dates else { return nil }
        result += texts.codes.lazy.map { values[Int($0)] }
      } else {
        result += repeatElement(.nan, count: piece.count)
      }
    }
    return TableColumn(name, .dates(DateValues(result)))
  }

  private func texts() -> TableColumn {
    let all = TextSet()
    var codes: [Int32] = []
    codes.reserveCapacity(rowCount)
    for piece in pieces {
      guard case .texts(let texts) = piece else {
        codes += repeatElement(-1, count: piece.count)
        continue
      }
      let positions = (0..<texts.texts.count).map { texts.missing[$0] ? -1 : all.add(texts.texts[$0]) }
      codes += texts.codes.lazy.map { positions[Int($0)] }
    }
    let categories = (0..<all.count).map { String(decoding: all[$0], as: UTF8.self) }
    return TableColumn(name, .texts(TextValues(categories: categories, codes: codes)))
  }
}
