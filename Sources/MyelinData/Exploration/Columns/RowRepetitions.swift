import MyelinCore

/// Rows that stand in a table several times.
struct RowRepetitions {
  /// The number of rows equal to an earlier one.
  private(set) var duplicateCount = 0
  /// The number of rows whose features are equal to those of a row with another target.
  private(set) var conflictCount = 0
  /// What the column that divides rows into parts is called, and how many rows of a part to judge by are also in training.
  private(set) var sharedBetweenParts: (column: String, count: Int, partCount: Int)?

  init(_ table: Table, columns: [Exploration.Column], target: String?) {
    guard table.rowCount > 1 else { return }
    // What differs in every row would make all rows differ.
    let identifiers = Set(columns.filter(WarningRules.isIdentifier).map(\.name))
    let parts = columns.first { PartNames(of: $0) != nil && $0.name != target }
    var whole = [UInt64](repeating: 0, count: table.rowCount)
    var features = whole
    var content = whole
    for (index, column) in table.columns.enumerated() {
      let hashes = column.valueHashes()
      let salt = SplitMix64.mixed(UInt64(index))
      for row in hashes.indices {
        let value = SplitMix64.mixed(hashes[row] ^ salt)
        whole[row] = SplitMix64.mixed(whole[row] &+ value)
        if column.name != target, !identifiers.contains(column.name) {
          features[row] = SplitMix64.mixed(features[row] &+ value)
          if column.name != parts?.name { content[row] = SplitMix64.mixed(content[row] &+ value) }
        }
      }
    }
    duplicateCount = table.rowCount - Set(whole).count
    let hasFeatures = table.columns.contains { $0.name != target && !identifiers.contains($0.name) }
    if let target, let column = table[target], hasFeatures {
      conflictCount = Self.conflicts(features, column.valueHashes()) { column.isMissing(row: $0) }
    }
    if let parts, let names = PartNames(of: parts), let texts = table[parts.name]?.texts {
      let training = Set(content.indices.filter { names.training.contains(texts[$0] ?? "") }.map { content[$0] })
      let judged = content.indices.filter { names.judging.contains(texts[$0] ?? "") }
      sharedBetweenParts = (parts.name, judged.count { training.contains(content[$0]) }, judged.count)
    }
  }

  private static func conflicts(_ features: [UInt64], _ targets: [UInt64], isMissing: (Int) -> Bool) -> Int {
    var firstTargets: [UInt64: UInt64] = [:]
    var conflicting: Set<UInt64> = []
    let rows = features.indices.filter { !isMissing($0) }
    for row in rows {
      if let first = firstTargets[features[row]] {
        if first != targets[row] { conflicting.insert(features[row]) }
      } else {
        firstTargets[features[row]] = targets[row]
      }
    }
    return conflicting.isEmpty ? 0 : rows.count { conflicting.contains(features[$0]) }
  }

  /// The values of a column that says which rows are for training and which to judge by.
  private struct PartNames {
    let training: Set<String>
    let judging: Set<String>

    init?(of column: Exploration.Column) {
      guard column.type == .text, (2...4).contains(column.distinctCount) else { return nil }
      let names = column.frequentValues.map(\.value)
      func named(_ words: Set<String>) -> Set<String> { Set(names.filter { words.contains($0.lowercased()) }) }
      training = named(["train", "training"])
      judging = named(["test", "testing", "val", "valid", "validation", "dev", "holdout", "eval"])
      guard !training.isEmpty, !judging.isEmpty, training.count + judging.count == column.distinctCount else {
        return nil
      }
    }
  }
}

extension TableColumn {
  /// For each row a number that is the same where the values are.
  func valueHashes() -> [UInt64] {
    // A missing value is equal to another; a salt keeps it from a number of the same bits.
    let missing: UInt64 = 0x6D69_7373_696E_6721
    func bits(_ value: Double) -> UInt64 { value.isNaN ? missing : (value == 0 ? 0 : value).bitPattern }
    return switch storage {
    case .integers(let values): values.values.indices.map { values[$0].map(UInt64.init(bitPattern:)) ?? missing }
    case .numbers(let values): values.map(bits)
    case .dates(let values): values.seconds.map(bits)
    case .booleans(let values): values.map { $0 < 0 ? missing : UInt64($0) }
    case .texts(let values): values.codes.map { $0 < 0 ? missing : UInt64($0) }
    }
  }
}
