import Testing

@testable import MyelinData

/// What an exploration warns of, and what it does not.
struct WarningTests {
  private typealias Kind = Exploration.Warning.Kind

  private static let count = 400

  /// Random numbers, the same in every run.
  private func numbers(_ seed: UInt32, _ value: (inout NumPyRandomState) -> Double = { $0.normal() }) -> [Double] {
    var random = NumPyRandomState(seed: seed)
    return (0..<Self.count).map { _ in value(&random) }
  }

  private func texts(_ seed: UInt32, of names: [String]) -> [String?] {
    numbers(seed) { $0.uniform() }.map { names[Int($0 * Double(names.count))] }
  }

  /// The warnings about a column of a table that has sound columns too.
  private func warnings(_ column: TableColumn, target: [String?]? = nil) throws -> [Exploration.Warning] {
    var columns = [
      column, TableColumn("sound", numbers: numbers(1)), TableColumn("other", texts: texts(2, of: ["a", "b"])),
    ]
    if let target { columns.append(TableColumn("target", texts: target)) }
    let exploration = try Exploration(of: Table(columns), target: target == nil ? nil : "target")
    return exploration.warnings
  }

  private func kinds(_ column: TableColumn, target: [String?]? = nil) throws -> Set<Kind> {
    let warnings = try warnings(column, target: target)
    for warning in warnings {
      #expect(!warning.message.isEmpty && !warning.reason.isEmpty && !warning.advice.isEmpty)
      #expect(!warning.message.contains { $0.isNewline })
    }
    #expect(warnings == warnings.sorted { $0.severity > $1.severity })
    return Set(warnings.map(\.kind))
  }

  @Test func soundColumns() throws {
    #expect(try kinds(TableColumn("x", numbers: numbers(3))) == [])
    #expect(try kinds(TableColumn("x", texts: texts(4, of: ["North", "South", "N/S", "<", ">"]))) == [])
    #expect(try kinds(TableColumn("x", dates: numbers(5) { $0.uniform() * 1e9 })) == [])
    #expect(
      try kinds(TableColumn("x", booleans: numbers(6).map { $0 > 0 }), target: texts(7, of: ["no", "yes"])) == [])
  }

  @Test func singleColumns() throws {
    func number(_ change: (Int, Double) -> Double) -> TableColumn {
      TableColumn("x", numbers: numbers(3).enumerated().map { change($0.offset, $0.element) })
    }
    #expect(try kinds(number { _, _ in .nan }) == [.emptyColumn])
    #expect(try kinds(number { _, _ in 7 }) == [.constantColumn])
    #expect(try kinds(number { row, _ in row < 10 ? Double(row) : 7 }).contains(.nearlyConstant))
    #expect(try kinds(number { row, value in row % 4 == 0 ? .nan : value }) == [.missingValues])
    #expect(try kinds(number { row, value in row == 3 ? .infinity : value }).contains(.infiniteValues))
    #expect(try kinds(number { row, value in row % 50 == 0 ? -999 : value }) == [.placeholder])
    #expect(try kinds(number { _, value in value > 0.3 ? value : 0 }).contains(.manyZeros))
    #expect(try kinds(number { _, value in value * value * value * value }).contains(.skewed))
    #expect(try kinds(number { _, value in value * value * value }).contains(.heavyTails))
    #expect(try kinds(number { row, value in row % 15 == 0 ? 3 + abs(value) : value }) == [.outliers])
    #expect(try kinds(TableColumn("customer", integers: (0..<Self.count).map { Int64(1000 + $0) })) == [.identifier])
    #expect(try kinds(TableColumn("user_id", integers: (0..<Self.count).map { Int64($0 * $0) })) == [.identifier])
    #expect(try !kinds(TableColumn("pay", integers: (0..<Self.count).map { Int64($0 * $0) })).contains(.identifier))
    #expect(try kinds(TableColumn("x", texts: (0..<Self.count).map { "key \($0)" })) == [.identifier])
    #expect(try kinds(TableColumn("x", texts: (0..<Self.count).map { "city \($0 / 2)" })) == [.manyCategories])
  }

  @Test func advice() throws {
    let skewed = numbers(3).map { $0 * $0 * $0 * $0 }
    func advice(_ values: [Double]) throws -> String? {
      try warnings(TableColumn("x", numbers: values)).first { $0.kind == .skewed }?.advice
    }
    #expect(try advice(skewed.map { $0 + 1 })?.contains("Learn from its logarithm") == true)
    #expect(try advice(skewed.enumerated().map { $0.offset == 0 ? 0 : $0.element })?.contains("log(1 + x)") == true)
    #expect(try advice(skewed.map { -$0 })?.contains("Mirror") == true)
  }

  @Test func howTextsAreWritten() throws {
    func text(_ value: (Int) -> String) -> TableColumn { TableColumn("x", texts: (0..<Self.count).map(value)) }
    #expect(try kinds(text { "\($0 % 90),\($0 % 10)" }) == [.numbersAsText])
    #expect(try kinds(text { "€ \($0 * 7 % 400),50" }) == [.numbersAsText])
    #expect(try kinds(text { "\($0 * 7 % 400) \($0 % 2 == 0 ? "kg" : "lb")" }) == [.numbersAsText])
    #expect(try kinds(text { "\($0 % 28 + 1)/\($0 % 12 + 1)/2020" }) == [.datesAsText])
    #expect(try kinds(text { $0 % 30 == 0 ? "unknown" : "\($0 * 7 % 401)" }) == [.mixedTypes])
    #expect(try kinds(text { $0 % 100 == 0 ? "-inf" : "\($0 * 7 % 401)" }) == [.infiniteValues])
    #expect(try kinds(text { ["New York", "new york", "New-York", "Boston"][$0 % 4] }) == [.inconsistentSpelling])
    #expect(try kinds(text { ["a", "b", "c"][$0 % 3] }) == [])
    #expect(try kinds(text { ["C", "C++", "C#"][$0 % 3] }) == [])
    let message = try warnings(text { $0 % 30 == 0 ? "unknown" : "\($0)" }).first?.message
    #expect(message?.contains("'unknown'") == true)
  }

  @Test func severalColumns() throws {
    let sound = numbers(1)
    #expect(try kinds(TableColumn("x", numbers: sound)) == [.duplicateColumns])
    #expect(try kinds(TableColumn("x", numbers: sound.map { 2.2 * $0 + 1 })) == [.duplicateColumns])
    #expect(try kinds(TableColumn("x", numbers: zip(sound, numbers(9)).map { $0 + 0.1 * $1 })) == [.correlatedColumns])
    let renamed = texts(2, of: ["a", "b"]).map { $0 == "a" ? "alpha" : "beta" }
    let warnings = try warnings(TableColumn("x", texts: renamed))
    #expect(warnings.first { $0.kind == .duplicateColumns }?.columns == ["x", "other"])
  }

  @Test func whatDiffersInEveryRowStandsForNothingElse() throws {
    func kinds(_ count: Int, target: String? = nil, repeats: Int = 0) throws -> [Exploration.Warning] {
      let rows = (0..<count).map { $0 < repeats ? 0 : $0 }
      var random = NumPyRandomState(seed: 4)
      let table = try Table([
        TableColumn("key", texts: rows.map { "k\($0)" }), TableColumn("mail", texts: rows.map { "m\($0)@x.org" }),
        TableColumn("user_id", integers: rows.map { Int64($0 * 7919 % 100_003) }),
        TableColumn("float", numbers: rows.map { _ in random.normal() }),
        TableColumn("y", numbers: rows.map { Double($0 * 31 % 977) + Double($0) / 1e6 }),
      ])
      return try Exploration(of: table, target: target).warnings
    }
    for target in [nil, "y", "float"] {
      // Of many rows a sample may hold no value twice though the table does.
      for (count, repeats) in [(400, 0), (400, 5), (12_000, 200)] {
        let found = try kinds(count, target: target, repeats: repeats)
        #expect(found.allSatisfy { $0.kind != .targetCopy && $0.kind != .duplicateColumns }, "\(found.map(\.message))")
        if repeats == 0 { #expect(found.contains { $0.kind == .identifier && $0.columns == ["user_id"] }) }
      }
    }
    // The same texts are a copy all the same.
    let keys = (0..<400).map { "k\($0)" }
    let copies = try Table([TableColumn("a", texts: keys), TableColumn("b", texts: keys)])
    #expect(try Exploration(of: copies).warnings.map(\.kind).contains(.duplicateColumns))
  }

  @Test func messagesAreInTheSingularAndThePlural() throws {
    let one = try warnings(
      TableColumn("x", numbers: numbers(3).enumerated().map { $0.offset == 0 ? .infinity : $0.element }))
    #expect(one.first?.message == "1 value of 'x' is infinite.")
    let words = try warnings(TableColumn("x", texts: (0..<Self.count).map { $0 == 0 ? "inf" : "\($0)" }))
    #expect(words.first?.message == "1 value of 'x' is infinite, which makes the column text.")
    // Days up to the twelfth could be months, were it not for the others.
    let dates = try warnings(TableColumn("x", texts: (0..<Self.count).map { "\($0 % 28 + 1).\($0 % 12 + 1).2020" }))
    #expect(dates.first?.message == "'x' holds dates as text, such as '1.1.2020' (dd.mm.yyyy).")
    let mixed = try warnings(
      TableColumn("x", texts: (0..<Self.count).map { $0 % 2 == 0 ? "2020/1/\($0 % 28 + 1)" : "\($0 % 28 + 1).1.2020" }))
    #expect(mixed.first?.message.contains("and other forms") == true)
    let table = try Table([
      TableColumn("id", integers: (0..<200).map(Int64.init)),
      TableColumn("x", texts: (0..<200).map { "\(["a", "b", "c"][$0 % 3])" }),
      TableColumn("y", texts: (0..<200).map { $0 % 7 < 4 ? "p" : "q" }),
    ])
    let conflict = try Exploration(of: table, target: "y").warnings.first { $0.kind == .conflictingTargets }
    #expect(conflict?.message.hasSuffix("with another 'y', the identifier 'id' left out.") == true)
  }

  @Test func manyCategoriesDoNotGoWithAnythingByChance() throws {
    var random = NumPyRandomState(seed: 9)
    let codes = (0..<1000).map { _ in Int32(random.uniform() * 300) }
    let y = codes.map { _ in random.normal() }
    #expect(try #require(correlationRatio(codes, y)) < 0.25)
    #expect(try #require(correlationRatio(codes, zip(codes, y).map { Double($0 % 9) + $1 })) > 0.8)
  }

  @Test func rows() throws {
    let few = try Table([TableColumn("x", numbers: [1, 2, 3, 5]), TableColumn("y", numbers: [1, 4, 3, 2])])
    #expect(try Exploration(of: few).warnings.map(\.kind).contains(.fewRows))
    let wide = try Table((0..<5).map { TableColumn("\($0)", numbers: [1, Double($0 * $0 % 7), 3]) })
    #expect(try Exploration(of: wide).warnings.map(\.kind).contains(.manyColumns))
    let table = try Table([TableColumn("x", numbers: numbers(1)), TableColumn("y", numbers: numbers(2))])
    let repeated = table.taking(rows: Array(0..<Self.count) + Array(0..<40))
    let exploration = try Exploration(of: repeated)
    #expect(exploration.duplicateRowCount == 40)
    #expect(exploration.warnings.first { $0.kind == .duplicateRows }?.severity == .medium)
    let parts = (0..<440).map { $0 < 400 ? "train" : "test" }
    let divided = try Exploration(of: repeated.adding(TableColumn("part", texts: parts)))
    #expect(divided.warnings.first?.kind == .sharedRows)
    #expect(divided.warnings.first?.message.contains("40 rows of 40") == true)
  }

  @Test func targets() throws {
    let target = texts(7, of: ["no", "yes"])
    let isYes = target.map { $0 == "yes" }
    func kinds(_ column: TableColumn, _ other: [String?]? = nil) throws -> Set<Kind> {
      try self.kinds(column, target: other ?? target)
    }
    #expect(try kinds(TableColumn("x", texts: isYes.map { $0 ? "1" : "0" })) == [.targetCopy])
    #expect(try kinds(TableColumn("x", integers: isYes.map { $0 ? 1 : 0 })) == [.targetCopy])
    #expect(try kinds(TableColumn("x", booleans: isYes)) == [.targetCopy])
    let leak = zip(numbers(8), isYes).map { abs($0) + ($1 ? 100 : 0) }
    #expect(try kinds(TableColumn("x", numbers: leak)).contains(.targetLeak))
    let filledIn = zip(numbers(8), isYes).map { $1 ? $0 : .nan }
    #expect(try kinds(TableColumn("x", numbers: filledIn)).isSuperset(of: [.missingDependsOnTarget, .missingValues]))
    let chance = numbers(8).enumerated().map { $0.offset % 5 == 0 ? .nan : $0.element }
    #expect(try !kinds(TableColumn("x", numbers: chance)).contains(.missingDependsOnTarget))

    let sound = TableColumn("x", numbers: numbers(3))
    #expect(try kinds(sound, target.enumerated().map { $0.offset % 10 == 0 ? nil : $0.element }) == [.missingTarget])
    let rare = (0..<Self.count).map { $0 % 8 == 0 ? "rare" : "common" }
    #expect(try kinds(sound, rare) == [.imbalancedClasses])
    #expect(try kinds(sound, (0..<Self.count).map { $0 < 3 ? "rare" : $0 % 2 == 0 ? "a" : "b" }).contains(.rareClass))
    #expect(try kinds(sound, (0..<Self.count).map { _ in "same" }) == [.unusableTarget])
    #expect(try kinds(sound, (0..<Self.count).map { _ in nil }) == [.unusableTarget])
    #expect(try kinds(sound, (0..<Self.count).map { "\($0) is unique" }) == [.unusableTarget])

    let line = try Table([
      TableColumn("x", numbers: numbers(3)), TableColumn("y", numbers: numbers(3).map { $0 * 1000 + 32 }),
    ])
    let exploration = try Exploration(of: line, target: "y")
    #expect(exploration.warnings.map(\.kind) == [.targetCopy])

    let few = try Table([
      TableColumn("x", texts: ["a", "b", "c", "d"].flatMap { Array(repeating: $0, count: 50) }),
      TableColumn("y", texts: (0..<200).map { $0 % 50 < 40 ? "p" : "q" }),
    ])
    #expect(try Exploration(of: few, target: "y").warnings.map(\.kind).contains(.conflictingTargets))
  }
}
