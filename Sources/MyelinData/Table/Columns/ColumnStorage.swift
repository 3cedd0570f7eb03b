/// How the values of a column are kept.
enum ColumnStorage: Sendable, Equatable {
  case integers(IntegerValues)
  /// NaN where missing.
  case numbers([Double])
  /// 0, 1, or −1 where missing.
  case booleans([Int8])
  case dates(DateValues)
  case texts(TextValues)

  static func == (first: ColumnStorage, second: ColumnStorage) -> Bool {
    switch (first, second) {
    case (.integers(let a), .integers(let b)): a == b
    case (.numbers(let a), .numbers(let b)): areEqual(a, b)
    case (.booleans(let a), .booleans(let b)): a == b
    case (.dates(let a), .dates(let b)): areEqual(a.seconds, b.seconds)
    case (.texts(let a), .texts(let b)): a == b
    default: false
    }
  }

  /// Missing numbers are equal to each other.
  private static func areEqual(_ first: [Double], _ second: [Double]) -> Bool {
    first.count == second.count && zip(first, second).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN }
  }
}

/// Whole numbers, some of which may be missing.
struct IntegerValues: Sendable, Equatable {
  /// The values, 0 where missing.
  let values: [Int64]
  /// Whether each value is there; nil if all are.
  let present: [Bool]?

  init(values: [Int64], present: [Bool]?) {
    self.values = values
    self.present = present
  }

  init(_ integers: [Int64?]) {
    values = integers.map { $0 ?? 0 }
    present = integers.contains { $0 == nil } ? integers.map { $0 != nil } : nil
  }

  subscript(row: Int) -> Int64? { present.map { $0[row] } ?? true ? values[row] : nil }

  func taking(rows: [Int]) -> IntegerValues {
    let kept = present.map { present in rows.map { present[$0] } }
    return IntegerValues(
      values: rows.map { values[$0] }, present: kept.flatMap { $0.contains(false) ? $0 : nil })
  }
}

/// Texts: the distinct ones in the order of appearance, and the position of each row's.
struct TextValues: Sendable, Equatable {
  let categories: [String]
  /// −1 where missing.
  let codes: [Int32]

  /// Takes categories that are distinct, all used, and in the order of appearance.
  init(categories: [String], codes: [Int32]) {
    self.categories = categories
    self.codes = codes
  }

  init(_ texts: [String?]) {
    var positions: [ExactText: Int32] = [:]
    var categories: [String] = []
    codes = texts.map { text in
      guard let text else { return -1 }
      if let code = positions[ExactText(text: text)] { return code }
      let code = Int32(categories.count)
      positions[ExactText(text: text)] = code
      categories.append(text)
      return code
    }
    self.categories = categories
  }

  /// Merges categories that are equal.
  init(merging categories: [String], codes: [Int32]) {
    var positions: [ExactText: Int32] = [:]
    let first = categories.enumerated().map { index, text in
      let code = positions[ExactText(text: text), default: Int32(index)]
      positions[ExactText(text: text)] = code
      return code
    }
    self.init(reordering: categories, codes: codes.map { $0 < 0 ? -1 : first[Int($0)] })
  }

  /// Brings distinct categories into the order in which the rows use them, and drops those that none uses.
  init(reordering categories: [String], codes: [Int32]) {
    var places = [Int32](repeating: -1, count: categories.count)
    var used: [String] = []
    self.codes = codes.map { code in
      guard code >= 0 else { return -1 }
      if places[Int(code)] < 0 {
        places[Int(code)] = Int32(used.count)
        used.append(categories[Int(code)])
      }
      return places[Int(code)]
    }
    self.categories = used
  }

  subscript(row: Int) -> String? { codes[row] < 0 ? nil : categories[Int(codes[row])] }

  func taking(rows: [Int]) -> TextValues {
    TextValues(reordering: categories, codes: rows.map { codes[$0] })
  }

  static func == (first: TextValues, second: TextValues) -> Bool {
    first.codes == second.codes && first.categories.elementsEqual(second.categories) { $0.utf8.elementsEqual($1.utf8) }
  }
}

/// A text that equals another only if both have the same bytes; a Swift string also equals one that writes the same
/// letters by other code points.
struct ExactText: Hashable {
  let text: String

  static func == (first: ExactText, second: ExactText) -> Bool { first.text.utf8.elementsEqual(second.text.utf8) }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
