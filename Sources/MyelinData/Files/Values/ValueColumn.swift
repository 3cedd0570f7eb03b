/// Gathers values that already have types, such as those of JSON or of a database, and makes a column of them.
///
/// Without a declared type the column is of the type that its values have; whole numbers and others are numbers together,
/// and any other mix is text. A column without values is of numbers. Rows that no value is given for are missing.
final class ValueColumn {
  let name: String
  private let declared: ColumnType?
  private let inferred: Set<ColumnType>
  /// What the values probably are, where those of a file have fewer types than a table: dates that are texts or numbers,
  /// truth values that are 0 and 1.
  private let hint: ColumnType?
  private let unit: DateUnit

  private enum Kind { case none, integers, numbers, booleans, texts }

  private var kind = Kind.none
  private var count = 0
  private var integers: [Int64] = []
  /// Whether each integer is there; empty while all are.
  private var present: [Bool] = []
  private var numbers: [Double] = []
  /// Whether each number was given as a whole one; empty while none was.
  private var wholes: [Bool] = []
  /// The whole numbers, by row, that the nearest `Double` does not equal.
  private var roundedWholes: [Int: Int64] = [:]
  private var booleans: [Int8] = []
  private var codes: [Int32] = []
  private var categories: [String] = []
  private var positions: [ExactText: Int32] = [:]

  /// - Parameters:
  ///   - declared: The type that the column has; nil for that of its values.
  ///   - inferred: The types that a column may have that is not declared; text always.
  ///   - hint: The type to prefer if all values can have it.
  ///   - unit: What numbers among dates count.
  init(
    _ name: String, declared: ColumnType?, inferred: Set<ColumnType> = Set(ColumnType.allCases),
    hint: ColumnType? = nil, unit: DateUnit
  ) {
    (self.name, self.declared, self.inferred, self.hint, self.unit) = (name, declared, inferred, hint, unit)
    switch declared {
    case nil: break
    case .integer: kind = .integers
    case .number, .date: kind = .numbers
    case .boolean: kind = .booleans
    case .text: kind = .texts
    }
  }

  /// Whether no value has been given.
  var isEmpty: Bool { count == 0 }

  // MARK: Values

  /// Adds a whole number. Rows must come in order.
  ///
  /// - Parameter written: How it is written in the file, for a column of texts.
  /// - Returns: Whether it fits the declared type.
  func append(_ value: Int64, row: Int, written: () -> String) -> Bool {
    switch declared {
    case nil, .integer:
      if kind == .none {
        kind = inferred.contains(.integer) ? .integers : inferred.contains(.number) ? .numbers : .texts
      }
      if kind == .booleans { becomeTexts() }
      switch kind {
      case .integers:
        pad(to: row)
        integers.append(value)
        if !present.isEmpty { present.append(true) }
        count += 1
      case .numbers: add(whole: value, row)
      default: add(String(value), row)
      }
      return true
    case .number: add(Double(value), row)
    case .text: add(written(), row)
    case .date:
      guard let moment = unit.moment(Double(value)) else { return false }
      add(moment, row)
    case .boolean:
      guard value == 0 || value == 1 else { return false }
      return append(value == 1, row: row)
    }
    return true
  }

  /// Adds a number; see above. NaN stands for a missing one.
  func append(_ value: Double, row: Int, written: () -> String) -> Bool {
    switch declared {
    case nil:
      if kind == .none { kind = inferred.contains(.number) ? .numbers : .texts }
      if kind == .integers {
        inferred.contains(.number) ? becomeNumbers() : becomeTexts()
      } else if kind == .booleans {
        becomeTexts()
      }
      if kind == .numbers { add(value, row) } else if !value.isNaN { add(value.description, row) }
    case .integer:
      guard let whole = Int64(exactly: value) else { return value.isNaN }
      return append(whole, row: row, written: written)
    case .number: add(value, row)
    case .text: add(written(), row)
    case .date:
      guard let moment = unit.moment(value) else { return value.isNaN }
      add(moment, row)
    case .boolean: return value.isNaN
    }
    return true
  }

  /// Adds a truth value; see above.
  func append(_ value: Bool, row: Int) -> Bool {
    switch declared {
    case nil, .boolean:
      if kind == .none { kind = inferred.contains(.boolean) ? .booleans : .texts }
      if kind == .integers || kind == .numbers { becomeTexts() }
      guard kind == .booleans else {
        add(String(value), row)
        break
      }
      pad(to: row)
      booleans.append(value ? 1 : 0)
      count += 1
    case .text: add(String(value), row)
    case .integer, .number, .date: return false
    }
    return true
  }

  /// Adds a text; see above. In a column of another declared type it must write a value of it.
  func append(_ value: String, row: Int) -> Bool {
    switch declared {
    case nil:
      if kind != .texts { becomeTexts() }
      add(value, row)
    case .text: add(value, row)
    case .integer:
      guard let whole = Int64(value) else { return false }
      return append(whole, row: row) { value }
    case .number:
      guard let number = Self.number(value) else { return false }
      add(number, row)
    case .boolean:
      guard let truth = Bool(value) else { return false }
      return append(truth, row: row)
    case .date:
      guard let moment = CivilTime.seconds(value) else { return false }
      add(moment, row)
    }
    return true
  }

  private func add(_ value: Double, _ row: Int) {
    pad(to: row)
    numbers.append(value)
    if !wholes.isEmpty { wholes.append(false) }
    count += 1
  }

  private func add(whole value: Int64, _ row: Int) {
    pad(to: row)
    if wholes.isEmpty { wholes = [Bool](repeating: false, count: numbers.count) }
    numbers.append(Double(value))
    wholes.append(true)
    if Int64(exactly: Double(value)) != value { roundedWholes[row] = value }
    count += 1
  }

  private func add(_ value: String, _ row: Int) {
    pad(to: row)
    codes.append(code(of: value))
    count += 1
  }

  private func code(of text: String) -> Int32 {
    let next = Int32(categories.count)
    let code = positions[ExactText(text: text), default: next]
    if code == next {
      positions[ExactText(text: text)] = code
      categories.append(text)
    }
    return code
  }

  /// The finite number that a text writes in decimal digits.
  private static func number(_ text: String) -> Double? {
    let isDecimal = text.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2b, 0x2d, 0x2e, 0x45, 0x65].contains($0) }
    guard isDecimal, let number = Double(text), number.isFinite else { return nil }
    return number
  }

  // MARK: Rows without a value

  private func pad(to row: Int) {
    let missing = row - count
    guard missing > 0 else { return }
    switch kind {
    case .none: break
    case .integers:
      if present.isEmpty { present = [Bool](repeating: true, count: integers.count) }
      integers.append(contentsOf: repeatElement(0, count: missing))
      present.append(contentsOf: repeatElement(false, count: missing))
    case .numbers:
      numbers.append(contentsOf: repeatElement(.nan, count: missing))
      if !wholes.isEmpty { wholes.append(contentsOf: repeatElement(false, count: missing)) }
    case .booleans: booleans.append(contentsOf: repeatElement(-1, count: missing))
    case .texts: codes.append(contentsOf: repeatElement(-1, count: missing))
    }
    count = row
  }

  // MARK: Changes of type

  private func becomeNumbers() {
    numbers = integers.indices.map { present.isEmpty || present[$0] ? Double(integers[$0]) : .nan }
    wholes = present.isEmpty ? [Bool](repeating: true, count: integers.count) : present
    for (row, value) in integers.enumerated() where Int64(exactly: Double(value)) != value {
      roundedWholes[row] = value
    }
    (integers, present) = ([], [])
    kind = .numbers
  }

  private func becomeTexts() {
    switch kind {
    case .integers:
      codes = integers.indices.map { present.isEmpty || present[$0] ? code(of: String(integers[$0])) : -1 }
    case .numbers: codes = numbers.indices.map { numbers[$0].isNaN ? -1 : code(of: numberText(row: $0)) }
    case .booleans: codes = booleans.map { $0 < 0 ? -1 : code(of: $0 == 1 ? "true" : "false") }
    case .none, .texts: break
    }
    (integers, present, numbers, booleans, wholes, roundedWholes) = ([], [], [], [], [], [:])
    kind = .texts
  }

  /// A number as a text: without a point if it was given as a whole one.
  private func numberText(row: Int) -> String {
    if let whole = roundedWholes[row] { return String(whole) }
    guard !wholes.isEmpty, wholes[row], let whole = Int64(exactly: numbers[row]) else {
      return numbers[row].description
    }
    return String(whole)
  }

  // MARK: The column

  /// The column of so many rows.
  func column(rows: Int) -> TableColumn {
    pad(to: rows)
    switch kind {
    case .none: return withoutValues(rows)
    case .integers:
      if hint == .boolean, declared == nil, let column = truthValues(of: integers.indices.map(integer)) {
        return column
      }
      if hint == .date, declared == nil, let column = dates(integers.indices.map { integer($0).map { Double($0) } }) {
        return column
      }
      return TableColumn(name, integers: integers.indices.map(integer))
    case .numbers:
      if declared == .date { return TableColumn(name, dates: numbers) }
      if hint == .boolean, declared == nil, let column = truthValues(of: numbers.map { $0.isNaN ? nil : $0 }) {
        return column
      }
      if hint == .date, declared == nil, let column = dates(numbers.map { $0.isNaN ? nil : $0 }) { return column }
      return TableColumn(name, numbers: numbers)
    case .booleans: return TableColumn(name, booleans: booleans.map { $0 < 0 ? nil : $0 == 1 })
    case .texts:
      if declared == nil, inferred.contains(.date), let column = datesOfTexts { return column }
      return TableColumn(name, categories: categories, codes: codes)
    }
  }

  private func integer(_ row: Int) -> Int64? { present.isEmpty || present[row] ? integers[row] : nil }

  private func withoutValues(_ rows: Int) -> TableColumn {
    let missing = repeatElement(Double.nan, count: rows)
    switch hint ?? (inferred.contains(.number) ? .number : .text) {
    case .integer: return TableColumn(name, integers: [Int64?](repeating: nil, count: rows))
    case .number: return TableColumn(name, numbers: Array(missing))
    case .boolean: return TableColumn(name, booleans: [Bool?](repeating: nil, count: rows))
    case .date: return TableColumn(name, dates: Array(missing))
    case .text: return TableColumn(name, texts: [String?](repeating: nil, count: rows))
    }
  }

  /// The column of truth values that numbers are; nil if one of them is neither 0 nor 1.
  private func truthValues<Number: Numeric>(of numbers: [Number?]) -> TableColumn? {
    guard numbers.allSatisfy({ $0 == nil || $0 == 0 || $0 == 1 }) else { return nil }
    return TableColumn(name, booleans: numbers.map { number in number.map { $0 == 1 } })
  }

  private func dates(_ numbers: [Double?]) -> TableColumn? {
    var moments: [Double] = []
    moments.reserveCapacity(numbers.count)
    for number in numbers {
      guard let number else {
        moments.append(.nan)
        continue
      }
      guard let moment = unit.moment(number) else { return nil }
      moments.append(moment)
    }
    return TableColumn(name, dates: moments)
  }

  private var datesOfTexts: TableColumn? {
    guard !categories.isEmpty else { return nil }
    var moments: [Double] = []
    for text in categories {
      guard let moment = CivilTime.seconds(text) else { return nil }
      moments.append(moment)
    }
    return TableColumn(name, dates: codes.map { $0 < 0 ? .nan : moments[Int($0)] })
  }
}
