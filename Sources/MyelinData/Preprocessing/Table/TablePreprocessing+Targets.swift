extension TablePreprocessing {
  /// The targets of a table whose rows are to be judged: rows without one are left out.
  ///
  /// - Parameter table: a table with the target column, such as ``readTable(contentsOf:separator:)`` reads.
  /// - Returns: the rows that have a target, ascending, and their targets: positions among the classes of the training,
  ///   or numbers on the target's own scale.
  /// - Throws: ``TableError`` if the table has no target column or no values in it, or naming line and character of a
  ///   class that was not there in training, or of a text where a number is expected.
  public func targets(of table: Table) throws(TableError) -> (rows: [Int], values: TargetColumn.Values) {
    let column = try table.column(named: targetName)
    let rows = (0..<table.rowCount).filter { !column.isMissing(row: $0) }
    guard !rows.isEmpty else {
      let place = table.origin.headerPlaces[targetName]
      throw TableError(
        .unusableTarget, path: table.path, line: place?.line, column: place?.character,
        "the target column \(quoted(targetName)) has no values; fill it in")
    }
    switch target {
    case .classes(let classes):
      let labels = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($0.element, $0.offset) })
      var found: [Int] = []
      for row in rows {
        let text = column.categoryName(row: row) ?? ""
        // Classes that were numbers in training are the same ones however they are written.
        guard let label = labels[text] ?? CellText.number(text).flatMap({ labels[CellText.text($0)] }) else {
          throw TableError(
            .unusableTarget, path: table.path, line: table.line(ofRow: row),
            column: table.place(ofRow: row, column: targetName)?.character,
            "\(quoted(text)) is not a class of \(quoted(targetName)) that the model was trained with; leave the row out"
          )
        }
        found.append(label)
      }
      return (rows, .labels(found))
    case .number:
      guard column.isOfNumbers, let numbers = column.numbers else {
        let row = column.firstTextRow ?? rows[0]
        throw notANumber(
          column.categoryName(row: row) ?? "", column: targetName, path: table.path, line: table.line(ofRow: row),
          position: table.place(ofRow: row, column: targetName)?.character)
      }
      return (rows, .numbers(rows.map { numbers[$0] }))
    }
  }
}
