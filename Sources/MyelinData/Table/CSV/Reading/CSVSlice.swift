/// Some rows of a piece of a CSV file.
struct CSVSlice: Sendable {
  let piece: CSVPiece
  /// Which of the piece's records.
  var rows: Range<Int>
  /// The line of the file on which the piece begins, from 1.
  let firstLine: Int

  /// The line of the file on which a row begins; `row` counts from the piece's first.
  func line(ofRecord row: Int) -> Int { firstLine + Int(piece.lines[row]) }

  /// The line and character in it at which a field begins; `row` counts from the slice's first.
  func place(row: Int, column: Int) -> (line: Int, character: Int) {
    let record = rows.lowerBound + row
    let start = Int(piece.starts[record])
    var place = CSVPlace(line: line(ofRecord: record))
    place.advance(over: piece.block.bytes[start..<piece.start(row: record, column: column)])
    return (place.line, place.character)
  }

  /// The fields of the first row, as they are written but for quotes and escapes.
  ///
  /// - Parameter positions: Which fields; nil for all.
  func fields(positions: [Int]?, dialect: CSVDialect) -> [CSVField] {
    let record = rows.lowerBound
    var place = CSVPlace(line: line(ofRecord: record))
    var byte = Int(piece.starts[record])
    var fields: [CSVField] = []
    let last = positions.map { $0.max() ?? 0 } ?? piece.fieldCount(row: record) - 1
    fields.reserveCapacity(last + 1)
    for column in 0...last {
      let start = piece.start(row: record, column: column)
      place.advance(over: piece.block.bytes[byte..<start])
      byte = start
      let text = dialect.text(of: piece.field(row: record, column: column))
      fields.append(CSVField(text: text, line: place.line, column: place.character))
    }
    return positions.map { $0.map { fields[$0] } } ?? fields
  }
}
