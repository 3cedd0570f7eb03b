/// How strongly two columns of categories hang together: Cramér's V with the bias of small samples taken out, 0 … 1.
///
/// With χ² of the table of counts (without Yates's correction), φ² = χ²/n, r rows and k columns that occur:
/// φ̃² = max(0, φ² − (k−1)(r−1)/(n−1)), r̃ = r − (r−1)²/(n−1), k̃ alike, and V = √(φ̃² / min(r̃−1, k̃−1)).
///
/// Source: W. Bergsma, "A bias-correction for Cramér's V and Tschuprow's T", J. Korean Statistical Society 42 (2013).
///
/// - Parameters:
///   - first: a category's number in each row, −1 where it is missing; such rows are left out.
///   - second: the other column's, as many.
/// - Returns: nil where a column has fewer than two categories, or there are too few rows to tell.
func cramersV(_ first: [Int32], _ second: [Int32]) -> Double? {
  let table = ContingencyTable(first, second)
  let (rows, columns) = (Double(table.rowCounts.count), Double(table.columnCounts.count))
  let count = Double(table.count)
  guard rows > 1, columns > 1, count > 1 else { return nil }
  // χ²/n + 1 = Σ observed² / (row sum × column sum): empty cells need no visit.
  var sum = 0.0
  for cell in table.cells {
    sum +=
      Double(cell.count) / Double(table.rowCounts[cell.row]) * Double(cell.count)
      / Double(table.columnCounts[cell.column])
  }
  let square = max(0, sum - 1 - (rows - 1) * (columns - 1) / (count - 1))
  let correctedRows = rows - (rows - 1) * (rows - 1) / (count - 1)
  let correctedColumns = columns - (columns - 1) * (columns - 1) / (count - 1)
  let least = min(correctedRows - 1, correctedColumns - 1)
  guard least > 1e-12 else { return nil }
  return finite((square / least).squareRoot()).map { min($0, 1) }
}

/// The correlation ratio η, corrected for chance: the square root of the share of numbers' variance that lies between categories,
/// 0 … 1.
///
/// As counted, the share η² is (k−1)/(n−1) on average for n rows of k categories that have nothing to do with the numbers: 300
/// categories in 1,000 rows seem to tell much. Corrected, ε² = 1 − (1 − η²)(n−1)/(n−k), the adjusted R² of the categories' means, is 0
/// on average then; what is below 0 counts as 0. The result is √ε².
///
/// Source: T. L. Kelley, "An unbiased correlation ratio measure", Proceedings of the National Academy of Sciences 21 (1935).
///
/// - Parameters:
///   - codes: a category's number in each row, −1 where it is missing.
///   - numbers: as many; NaN where one is missing. Rows in which either is missing are left out.
/// - Returns: nil where the numbers do not vary or there are fewer than two categories, or as many as rows.
func correlationRatio(_ codes: [Int32], _ numbers: [Double]) -> Double? {
  var sums: [Double] = []
  var counts: [Int] = []
  var (count, mean) = (0, 0.0)
  var (lowest, highest) = (Double.infinity, -Double.infinity)
  for (code, number) in zip(codes, numbers) where code >= 0 && number.isFinite {
    count += 1
    (lowest, highest) = (min(lowest, number), max(highest, number))
  }
  guard count > 1, lowest < highest else { return nil }
  let scale = finite(1 / max(abs(lowest), abs(highest))) ?? 1
  for (code, number) in zip(codes, numbers) where code >= 0 && number.isFinite { mean += number * scale }
  mean /= Double(count)
  var total = 0.0
  for (code, number) in zip(codes, numbers) where code >= 0 && number.isFinite {
    let place = Int(code)
    while sums.count <= place {
      sums.append(0)
      counts.append(0)
    }
    let deviation = number * scale - mean
    sums[place] += deviation
    counts[place] += 1
    total += deviation * deviation
  }
  let groups = counts.count { $0 > 0 }
  guard groups > 1, count > groups, total > 0 else { return nil }
  var between = 0.0
  for (sum, count) in zip(sums, counts) where count > 0 { between += sum * sum / Double(count) }
  let within = max(1 - between / total, 0)
  return max(0, 1 - within * Double(count - 1) / Double(count - groups)).squareRoot()
}

/// The entropy of a column of categories and what another tells of it, in nats.
struct MutualInformation {
  /// What is shared, as counted, without any correction.
  let plain: Double
  /// What is shared, less what chance adds to it: (r−1)(k−1)/2n.
  ///
  /// Source: G. Miller, "Note on the bias of information estimates" (1955).
  let corrected: Double
  /// The entropy of the second column.
  let entropy: Double

  /// The share of the second column's entropy that the first takes away, 0 … 1; nil where there is none.
  var share: Double? { entropy > 0 ? (corrected / entropy).clamped(to: 0...1) : nil }

  /// - Parameters:
  ///   - first: a category's number in each row, −1 where it is missing; such rows are left out.
  ///   - second: the other column's, as many.
  init(_ first: [Int32], _ second: [Int32]) {
    let table = ContingencyTable(first, second)
    let count = Double(table.count)
    var (shared, entropy) = (0.0, 0.0)
    for cell in table.cells {
      let expected = Double(table.rowCounts[cell.row]) * Double(table.columnCounts[cell.column]) / count
      shared += Double(cell.count) / count * naturalLogarithm(Double(cell.count) / expected)
    }
    for column in table.columnCounts {
      entropy -= Double(column) / count * naturalLogarithm(Double(column) / count)
    }
    plain = max(shared, 0)
    let degrees = Double(max(table.rowCounts.count - 1, 0) * max(table.columnCounts.count - 1, 0))
    corrected = table.count > 0 ? max(shared - degrees / (2 * count), 0) : 0
    self.entropy = entropy
  }
}

/// How often each pair of categories occurs; categories that do not occur are left out.
struct ContingencyTable {
  private(set) var cells: [(row: Int, column: Int, count: Int)] = []
  private(set) var rowCounts: [Int] = []
  private(set) var columnCounts: [Int] = []
  private(set) var count = 0

  init(_ first: [Int32], _ second: [Int32]) {
    var rowPlaces = Places()
    var columnPlaces = Places()
    var cellPlaces: [Int: Int] = [:]
    for (a, b) in zip(first, second) where a >= 0 && b >= 0 {
      let row = rowPlaces.place(a)
      let column = columnPlaces.place(b)
      if row == rowCounts.count { rowCounts.append(0) }
      if column == columnCounts.count { columnCounts.append(0) }
      rowCounts[row] += 1
      columnCounts[column] += 1
      count += 1
      let key = row << 32 | column
      if let place = cellPlaces[key] {
        cells[place].count += 1
      } else {
        cellPlaces[key] = cells.count
        cells.append((row, column, 1))
      }
    }
  }

  /// Numbers categories in the order in which they occur.
  private struct Places {
    var numbers: [Int32] = []
    var next: Int32 = 0

    mutating func place(_ code: Int32) -> Int {
      while numbers.count <= Int(code) { numbers.append(-1) }
      if numbers[Int(code)] < 0 {
        numbers[Int(code)] = next
        next += 1
      }
      return Int(numbers[Int(code)])
    }
  }
}
