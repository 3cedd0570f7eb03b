/// A key that objects have, and its values.
final class JSONColumn {
  /// The name: the key, in a flattened object behind those on the way to it.
  let name: String
  /// The key's bytes.
  let key: [UInt8]
  /// The key of the object that this one is in, if it is flattened; nil at the outermost.
  let parent: JSONColumn?
  /// The values; nil if the column is not asked for.
  let values: ValueColumn?
  /// The last row that has the key.
  var lastRow = -1
  /// Whether a row has a value for it: anything but null, and objects that are flattened.
  var hasValue = false
  /// Whether a row has an object for it that is flattened.
  var hasObject = false

  init(_ name: String, key: [UInt8], parent: JSONColumn?, values: ValueColumn?) {
    (self.name, self.key, self.parent, self.values) = (name, key, parent, values)
  }

  /// Whether it is a column of the table, and not only a step on the way to others.
  var isColumn: Bool { values != nil && (hasValue || !hasObject) }
}

/// The keys of the objects in a file, in the order of appearance, and their values in some rows.
struct JSONColumns {
  private let options: JSONLinesOptions
  private(set) var all: [JSONColumn] = []
  private var positions: [String: Int] = [:]
  /// The key that probably comes next: the one behind the last in the order of appearance.
  private var expected = 0
  /// The number of columns that are read.
  private(set) var readCount = 0
  private let wanted: Set<String>?
  private let types: [String: ColumnType]

  /// - Parameter types: The types that columns have, whatever their values are.
  init(_ options: JSONLinesOptions, types: [String: ColumnType]) {
    (self.options, self.types) = (options, types)
    wanted = options.columns.map { Set($0) }
  }

  mutating func beginRow() { expected = 0 }

  /// A key's column, which is added if it is new.
  mutating func column(
    of key: JSONString, in parent: JSONColumn?, _ scanner: JSONScanner
  ) throws(JSONFault) -> JSONColumn {
    if key.isPlain, expected < all.count, all[expected].parent === parent,
      all[expected].key.elementsEqual(scanner.bytes[key.range])
    {
      expected += 1
      return all[expected - 1]
    }
    let text = scanner.text(key)
    guard !text.isEmpty else {
      throw JSONFault(.emptyColumnName, at: key.range.lowerBound - 1, "a key is empty; give it a name")
    }
    let place = try place(ofName: name(text, in: parent, at: key), key: Array(text.utf8), in: parent)
    expected = place + 1
    return all[place]
  }

  /// Adds a column for each name, so that they come first and in this order.
  mutating func add(_ names: [String]) {
    for name in names { _ = place(ofName: name, key: Array(name.utf8), in: nil) }
  }

  private mutating func place(ofName name: String, key: [UInt8], in parent: JSONColumn?) -> Int {
    if let place = positions[name] { return place }
    let isRead = wanted?.contains(name) ?? true
    let values = ValueColumn(name, declared: types[name], inferred: options.inferredTypes, unit: options.dateUnit)
    let place = all.count
    all.append(JSONColumn(name, key: key, parent: parent, values: isRead ? values : nil))
    positions[name] = place
    if isRead { readCount += 1 }
    return place
  }

  /// The most bytes that the name of a column of flattened objects may have: their keys repeat in all names.
  private static let nameLimit = 1024

  private func name(_ key: String, in parent: JSONColumn?, at place: JSONString) throws(JSONFault) -> String {
    guard let parent, case .flattened(let separator) = options.nested else { return key }
    let name = parent.name + separator + key
    guard name.utf8.count <= Self.nameLimit else {
      throw JSONFault(
        .tooLong, at: place.range.lowerBound - 1,
        "the keys down to here have more than \(Self.nameLimit) bytes; read nested objects as texts")
    }
    return name
  }
}
