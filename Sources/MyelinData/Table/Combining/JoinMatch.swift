/// Which rows of two tables stand side by side in a join.
struct JoinMatch {
  /// The row of the first table for each row of the result; −1 if none fits.
  private(set) var first: [Int] = []
  /// The row of the second table for each row of the result; −1 if none fits.
  private(set) var second: [Int] = []
  /// The keys that both tables call the same: they have a value whichever table the row comes from.
  private(set) var keys: [String: TableColumn] = [:]

  /// The most rows of a join.
  private static let rowLimit = 1_000_000_000

  init(
    _ table: Table, _ other: Table, _ names: [(first: String, second: String)], _ kind: JoinKind
  ) throws(TableError) {
    var combined: [TableColumn] = []
    for (firstName, secondName) in names {
      let (own, others) = (try table.column(named: firstName), try other.column(named: secondName))
      try Self.check(own, others, path: table.path)
      combined.append(.concatenated([own, others]))
    }
    // The place of each row's key among all keys in ascending order, of both tables.
    let places = Self.places(combined)
    let (firstPlaces, secondPlaces) = (places.prefix(table.rowCount), places.suffix(other.rowCount))
    let count = (places.max() ?? -1) + 1
    let (firstRows, secondRows) = (Self.rows(firstPlaces, count), Self.rows(secondPlaces, count))
    try Self.checkSize(firstRows, secondRows, path: table.path)
    switch kind {
    case .inner, .left:
      for (row, place) in firstPlaces.enumerated() { add([row], secondRows[place], keepsFirst: kind == .left) }
    case .right:
      for (row, place) in secondPlaces.enumerated() { add(firstRows[place], [row], keepsSecond: true) }
    case .outer:
      for place in 0..<count { add(firstRows[place], secondRows[place], keepsFirst: true, keepsSecond: true) }
    }
    let rows = zip(first, second).map { $0 >= 0 ? $0 : table.rowCount + $1 }
    for (pair, column) in zip(names, combined) where pair.first == pair.second {
      keys[pair.first] = column.takingChecked(rows)
    }
  }

  private mutating func add(
    _ firstRows: [Int], _ secondRows: [Int], keepsFirst: Bool = false, keepsSecond: Bool = false
  ) {
    if secondRows.isEmpty, keepsFirst {
      first += firstRows
      second += firstRows.map { _ in -1 }
    } else if firstRows.isEmpty, keepsSecond {
      first += secondRows.map { _ in -1 }
      second += secondRows
    } else {
      for row in firstRows {
        first += secondRows.map { _ in row }
        second += secondRows
      }
    }
  }

  private static func check(_ first: TableColumn, _ second: TableColumn, path: String?) throws(TableError) {
    let types: Set = [first.type, second.type]
    let isEmpty = [first, second].contains { $0.missingCount == $0.count }
    guard types.count == 1 || types == [.integer, .number] || isEmpty else {
      throw TableError(
        .badJoin, path: path,
        "the key column \(quoted(first.name)) is of the type \(first.type.rawValue), in the other table "
          + "\(quoted(second.name)) is of the type \(second.type.rawValue); read both as one type")
    }
  }

  /// The place of each row's values among the distinct ones, in ascending order of the first column, then of the next.
  private static func places(_ columns: [TableColumn]) -> [Int] {
    var result: [Int] = []
    for column in columns {
      let ranks = column.ranks()
      let count = (ranks.max() ?? -1) + 2
      // Missing values come last. The product stays below the number of rows squared.
      let keys = ranks.enumerated().map { row, rank in
        (result.isEmpty ? 0 : result[row] * count) + (rank < 0 ? count - 1 : rank)
      }
      let distinct = Set(keys).sorted()
      let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($0.element, $0.offset) })
      result = keys.compactMap { places[$0] }
    }
    return result
  }

  private static func rows(_ places: ArraySlice<Int>, _ count: Int) -> [[Int]] {
    var rows = [[Int]](repeating: [], count: count)
    for (row, place) in places.enumerated() { rows[place].append(row) }
    return rows
  }

  private static func checkSize(
    _ first: [[Int]], _ second: [[Int]], path: String?
  ) throws(TableError) {
    var total = 0
    for (left, right) in zip(first, second) {
      let pairs = left.count.multipliedReportingOverflow(by: right.count)
      total = pairs.overflow || total > rowLimit ? .max : total + min(pairs.partialValue, rowLimit + 1)
    }
    guard total <= rowLimit else {
      throw TableError(
        .badJoin, path: path,
        "would have more than \(rowLimit) rows when joined, because keys are repeated in both tables; join by more columns"
      )
    }
  }
}
