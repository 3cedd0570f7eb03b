import CMyelinKernels

/// Makes values of a column's cells in some rows.
struct ColumnParser {
  let slice: CSVSlice
  /// The position of the column in the file.
  let column: Int
  let format: CellFormat

  /// A cell that is not what its column is declared to be; its row counts from the slice's first.
  struct Unfit: Error {
    let row: Int
  }

  /// The values as the declared type, or as the first of the inferred types that all of them have.
  func values(declared: ColumnType?) throws(Unfit) -> PieceColumn {
    switch declared {
    case .integer: return try integers()
    case .number: return try numbers()
    case .boolean, .date, .text:
      let texts = texts(declared: declared)
      if let row = texts.unfit { throw Unfit(row: row) }
      return .texts(texts)
    case nil:
      if format.inferredTypes.contains(.integer), let column = try? integers() { return column }
      if format.inferredTypes.contains(.number), case .numbers(let values, _)? = try? numbers() {
        return values.allSatisfy(\.isNaN) ? .missing(values.count) : .numbers(values, roundsIntegers: rounds(values))
      }
      let texts = texts(declared: nil)
      return texts.presentCount == 0 ? .missing(slice.rows.count) : .texts(texts)
    }
  }

  private func texts(declared: ColumnType?) -> PieceTexts {
    let texts = TextSet()
    let codes = texts.add(slice, column: column, format)
    return PieceTexts(texts, codes: codes, declared: declared, format)
  }

  /// Fills an array, one place for each row, by a kernel that stops at cells which it can't read and `read`, which looks at
  /// these.
  ///
  /// - Parameters:
  ///   - kernel: Reads from a row on, counted as in the piece, and gives the row at which it stopped.
  ///   - read: Gives the value of a trimmed cell, counted from the slice's first; nil if it is none.
  private func values<Value>(
    _ unread: Value, kernel: (UnsafePointer<myelin_csv_piece>, Int, UnsafeMutablePointer<Value>) -> Int,
    read: (UnsafeBufferPointer<UInt8>, _ row: Int) -> Value?
  ) throws(Unfit) -> [Value] {
    let rows = slice.rows
    var unfit: Int?
    let values = [Value](unsafeUninitializedCapacity: rows.count) { values, count in
      count = rows.count
      guard let start = values.baseAddress else { return }
      withUnsafePointer(to: slice.piece.fieldsOfRecords) { piece in
        var row = rows.lowerBound
        while row < rows.upperBound {
          let index = row - rows.lowerBound
          // A kernel doesn't know which numbers stand for missing values.
          let stop = format.numbersMayBeMissing ? row : kernel(piece, row, start + index)
          guard stop < rows.upperBound else { return }
          let place = stop - rows.lowerBound
          let field = slice.piece.field(row: stop, column: column)
          let value = format.withContent(field, MYELIN_CSV_TRIM_ALL) { read($0, place) }
          guard let value else {
            unfit = place
            (start + place).initialize(repeating: unread, count: rows.upperBound - stop)
            return
          }
          (start + place).initialize(to: value)
          row = stop + 1
        }
      }
    }
    if let unfit { throw Unfit(row: unfit) }
    return values
  }

  private func numbers() throws(Unfit) -> PieceColumn {
    let values = try values(Double.nan) {
      myelin_csv_numbers($0, column, $1, slice.rows.upperBound, format.decimalMark, $2)
    } read: { bytes, _ in
      format.isMissing(bytes) ? .nan : format.number(bytes)
    }
    return .numbers(values, roundsIntegers: false)
  }

  /// Whether one of the numbers is written as an integer beyond ±2⁵³.
  private func rounds(_ values: [Double]) -> Bool {
    let limit = Double(CellFormat.exactLimit)
    for (row, value) in values.enumerated() where abs(value) >= limit {
      let field = slice.piece.field(row: slice.rows.lowerBound + row, column: column)
      if format.withContent(field, MYELIN_CSV_TRIM_ALL, { format.isLargeInteger($0) }) { return true }
    }
    return false
  }

  private func integers() throws(Unfit) -> PieceColumn {
    let count = slice.rows.count
    var present: [Bool]?
    var missingCount = 0
    var hasNegativeZero = false
    let values = try values(Int64(0)) {
      myelin_csv_integers($0, column, $1, slice.rows.upperBound, $2)
    } read: { bytes, row in
      if format.isMissing(bytes) {
        if present == nil { present = [Bool](repeating: true, count: count) }
        present?[row] = false
        missingCount += 1
        return 0
      }
      guard let value = format.integer(bytes) else { return nil }
      if value == 0, bytes.first == UInt8(ascii: "-") { hasNegativeZero = true }
      return value
    }
    return missingCount == count
      ? .missing(count) : .integers(values, present: present, hasNegativeZero: hasNegativeZero)
  }
}
