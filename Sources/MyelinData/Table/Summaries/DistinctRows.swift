/// Rows put together by equal values.
struct DistinctRows {
  /// The group of each row, in the order of appearance; −1 if it is left out.
  private(set) var codes: [Int] = []
  /// The first row of each group.
  private(set) var firstRows: [Int] = []

  /// The rows of each group, ascending.
  var members: [[Int]] {
    var members = [[Int]](repeating: [], count: firstRows.count)
    for (row, code) in codes.enumerated() where code >= 0 { members[code].append(row) }
    return members
  }

  /// The number of rows of each group.
  var counts: [Int] {
    var counts = [Int](repeating: 0, count: firstRows.count)
    for code in codes where code >= 0 { counts[code] += 1 }
    return counts
  }

  /// Puts rows together whose keys are equal, and leaves those without a key out.
  init<Key: Hashable>(rows: Int, key: (Int) -> Key?) {
    var places: [Key: Int] = [:]
    codes.reserveCapacity(rows)
    for row in 0..<rows {
      guard let key = key(row) else {
        codes.append(-1)
        continue
      }
      let code = places[key, default: firstRows.count]
      if code == firstRows.count {
        places[key] = code
        firstRows.append(row)
      }
      codes.append(code)
    }
  }

  /// Puts the rows of a column together by their values.
  ///
  /// - Parameter includingMissing: Whether rows without a value are a group as well; they are left out otherwise.
  init(_ column: TableColumn, includingMissing: Bool) {
    let count = column.count
    func make<Key: Hashable>(_ key: @escaping (Int) -> Key?) -> DistinctRows {
      guard includingMissing else { return DistinctRows(rows: count, key: key) }
      // An optional's nil is a value like others here.
      return DistinctRows(rows: count) { Optional.some(key($0)) }
    }
    switch column.storage {
    case .texts(let values): self = make { values.codes[$0] < 0 ? nil : values.codes[$0] }
    case .booleans(let values): self = make { values[$0] < 0 ? nil : values[$0] }
    case .integers(let values): self = make { values[$0] }
    case .numbers(let values): self = make { values[$0].isNaN ? nil : values[$0] }
    case .dates(let values): self = make { values.seconds[$0].isNaN ? nil : values.seconds[$0] }
    }
  }

  /// Puts the rows of several columns together by the values of all.
  init(_ columns: [TableColumn], rows: Int, includingMissing: Bool) {
    guard let first = columns.first else {
      self.init(rows: rows) { _ in 0 }
      return
    }
    var result = DistinctRows(first, includingMissing: includingMissing)
    for column in columns.dropFirst() {
      let (left, right) = (result, DistinctRows(column, includingMissing: includingMissing))
      // At most rows² combinations, which an Int holds.
      result = DistinctRows(rows: rows) { row in
        left.codes[row] < 0 || right.codes[row] < 0
          ? nil : left.codes[row] * right.firstRows.count + right.codes[row]
      }
    }
    self = result
  }
}
