import Foundation
import MyelinCore
import MyelinData
import Testing

struct PreprocessingTests {
  private let preprocessing = Preprocessing {
    ColumnSteps(.numeric) {
      SimpleImputer(.median)
      StandardScaler()
    }
    ColumnSteps(.typed(.text)) {
      SimpleImputer(.mostFrequent)
      OneHotEncoder(unknown: .ignore)
    }
    ColumnSteps(["day"]) { DateParts([.month, .weekday]) }
  }

  private let text = """
    a,c,b,day,open
    1,u,2,2024-01-01,true
    ,v,4,2024-02-29,
    3,,9,,false
    5,u,,2023-12-31,true

    """

  @Test func columnsGoThroughTheirSteps() throws {
    let table = try table(text)
    let fitted = try preprocessing.fitted(on: table)
    #expect(fitted.featureNames == ["a", "b", "c=u", "c=v", "day.month", "day.weekday"])
    #expect(fitted.columnNames == ["a", "b", "c", "day"])
    #expect(fitted.columnTypes == ["a": .number, "b": .number, "c": .text, "day": .date])
    let x = try fitted.transform(table, type: .float64)
    let (root2, spread) = (2.0.squareRoot(), (107.0 / 16).squareRoot())
    expectClose(
      rows(x),
      [
        [-root2, -2.75 / spread, 1, 0, 1, 0], [0, -0.75 / spread, 0, 1, 2, 3], [0, 4.25 / spread, 1, 0, nil, nil],
        [root2, -0.75 / spread, 1, 0, 12, 6],
      ], "features")
    // Any rows, in any order of columns, give the same.
    let other = try table.selecting(["day", "c", "b", "a"])
    expectClose(
      rows(try fitted.transform(other, rows: [3, 3, 0], type: .float64)), [rows(x)[3], rows(x)[3], rows(x)[0]], "rows")
    #expect(try fitted.transform(table).type == .float32)
    #expect(try fitted.transform(table, rows: []).shape == [0, 6])
  }

  @Test func onlyTheTrainingRowsAreFitted() throws {
    let table = try table(text)
    let part = try preprocessing.fitted(on: table, rows: [0, 3])
    #expect(part == (try preprocessing.fitted(on: table.taking(rows: [0, 3]))))
    #expect(part != (try preprocessing.fitted(on: table)))
    #expect(part.featureNames == ["a", "b", "c=u", "day.month", "day.weekday"])
  }

  @Test func savedAndReadItGivesTheSameBits() throws {
    let table = try table(text)
    let everything = Preprocessing(remainder: .passThrough) {
      ColumnSteps(["a"]) {
        SimpleImputer(.mean, addsIndicator: true)
        Clipper(-1...4)
        RobustScaler()
      }
      ColumnSteps(["b"]) {
        SimpleImputer(.constant(number: 1))
        LogTransform()
        QuantileTransformer()
        MinMaxScaler()
        PolynomialFeatures(degree: 2)
      }
      ColumnSteps(["c"]) { OrdinalEncoder(unknown: .value(.nan)) }
      ColumnSteps(["day"]) { DateParts(DateParts.Part.allCases, cyclical: true) }
    }
    let fitted = try everything.fitted(on: table)
    let again = try codedAgain(fitted)
    #expect(again == fitted)
    #expect(again.features == fitted.features)
    #expect(
      try again.transform(table).elements(as: Float.self).map(\.bitPattern)
        == fitted.transform(table).elements(as: Float.self).map(\.bitPattern))
    #expect(fitted.featureNames.prefix(6) == ["a", "a is missing", "1", "b", "b^2", "c"])
    #expect(fitted.featureNames.last == "open")
    // The bytes don't depend on the order in which something was looked up.
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(try encoder.encode(again) == encoder.encode(fitted))
  }

  @Test func blocksGiveWhatTheWholeGives() throws {
    let count = 5000
    let table = try Table([
      TableColumn("x", numbers: (0..<count).map { Double($0 % 97) }),
      TableColumn("c", texts: (0..<count).map { "k\($0 % 31)" }),
    ])
    let fitted = try preprocessing(without: "day").fitted(on: table)
    let x = try fitted.transform(table)
    #expect(x.shape == [count, 32])
    let numbers = x.elements(as: Float.self)
    for row in stride(from: 0, to: count, by: 333) {
      #expect(
        try fitted.transform(table, rows: [row]).elements(as: Float.self) == Array(numbers[row * 32..<row * 32 + 32]))
    }
    #expect(try preprocessing(without: "day").fittedAndApplied(to: table).features.elements(as: Float.self) == numbers)
  }

  private func preprocessing(without name: String) -> Preprocessing {
    Preprocessing(Array(preprocessing.columns.dropLast()))
  }

  @Test func inverse() throws {
    let small = try table("a,c,b\n1,u,2\n4,v,4\n3,u,9\n")
    let fitted = try preprocessing(without: "day").fitted(on: small)
    let back = try fitted.inverse(fitted.transform(small, type: .float64))
    #expect(back.columnNames == ["a", "b", "c"])
    #expect(back["c"] == small["c"])
    expectClose([(back["b"]?.numbers ?? []).map { $0 }], [[2, 4, 9]], "b")
    let dates = try Preprocessing { ColumnSteps(["day"]) { DateParts() } }.fitted(on: table(text))
    expectError(.badOption, "DateParts, step 1 of 'day', can't be undone; leave the step out") {
      _ = try dates.inverse(Tensor(shape: [1, 4], [0, 0, 0, 0]))
    }
  }

  @Test func selections() throws {
    let table = try table(text)
    // What a selection names isn't among all or those of a type.
    let fitted = try Preprocessing {
      ColumnSteps(.typed(.integer, .boolean)) { SimpleImputer(.mostFrequent) }
      ColumnSteps(["a"]) { SimpleImputer(.mean) }
    }.fitted(on: table)
    #expect(fitted.featureNames == ["b", "open", "a"])
    #expect(
      try Preprocessing { ColumnSteps(.all) {} }.fitted(on: table.selecting(["a", "b"])).featureNames == ["a", "b"])
    for flag in [true, false] {
      let chosen = try Preprocessing {
        if flag { ColumnSteps(["a"]) {} } else { ColumnSteps(["b"]) {} }
        for name in ["open"] { ColumnSteps(.named([name])) { if flag { SimpleImputer(.mostFrequent) } } }
      }.fitted(on: table)
      #expect(chosen.featureNames == [flag ? "a" : "b", "open"])
    }
  }

  @Test func namesAreMadeToDiffer() throws {
    let table = try Table([TableColumn("c=u", numbers: [1, 3]), TableColumn("c", texts: ["u", "v"])])
    let fitted = try Preprocessing(remainder: .passThrough) {
      ColumnSteps(["c=u"]) { StandardScaler() }
      ColumnSteps(["c=u"]) {}
      ColumnSteps(["c"]) { OneHotEncoder() }
    }.fitted(on: table)
    #expect(fitted.featureNames == ["c=u", "c=u (2)", "c=u (3)", "c=v"])
    #expect(try fitted.transform(table).elements(as: Float.self) == [-1, 1, 1, 0, 1, 3, 0, 1])
    #expect(try codedAgain(fitted) == fitted)
    #expect(try fitted.inverse(fitted.transform(table)) == table)
  }

  @Test func mistakes() throws {
    try withTable(text) { table in
      expectError(.noSuchColumn, "has no column 'z'") {
        _ = try Preprocessing { ColumnSteps(["z"]) {} }.fitted(on: table)
      }
      expectError(.wrongType, "table.csv:1:3: column 'c' has texts, which are no features; encode it") {
        _ = try Preprocessing(remainder: .passThrough, []).fitted(on: table.selecting(["a", "c"]))
      }
      expectError(.wrongType, "table.csv:1:3: column 'c' has texts, and StandardScaler takes numbers") {
        _ = try Preprocessing { ColumnSteps(.all) { StandardScaler() } }.fitted(on: table)
      }
      expectError(.wrongValue, "table.csv:5:5: LogTransform: -3.0 in column 'b' gives no number") {
        let table = try Table(contentsOf: #require(table.path)).adding(TableColumn("b", numbers: [1, 2, 3, -3]))
        _ = try Preprocessing {
          ColumnSteps(["b"]) {
            LogTransform(); StandardScaler()
          }
        }.fitted(on: table)
      }
      expectError(.wrongValue, "PolynomialFeatures gives an infinite number in 'b^2'; clip or scale the column before")
      {
        let table = try Table([TableColumn("b", numbers: [1, 1e300])])
        _ = try Preprocessing {
          ColumnSteps(["b"]) {
            PolynomialFeatures(); StandardScaler()
          }
        }.fitted(on: table)
      }
    }
    let fitted = try preprocessing.fitted(on: table(text))
    expectError(.missingColumns, "lacks the columns 'b', 'c', 'day' that the model was trained with") {
      _ = try fitted.transform(table("a\n1\n"))
    }
  }

  @Test func programmersErrorsStop() async {
    await #expect(processExitsWith: .failure) {
      _ = try Preprocessing { ColumnSteps(.all) {} }.fitted(on: Table([TableColumn("a", numbers: [1])]), rows: [])
    }
    await #expect(processExitsWith: .failure) {
      let table = try Table([TableColumn("a", numbers: [1])])
      _ = try Preprocessing { ColumnSteps(.all) {} }.fitted(on: table).transform(table, type: .int64)
    }
    await #expect(processExitsWith: .failure) {
      let table = try Table([TableColumn("a", numbers: [1])])
      _ = try Preprocessing { ColumnSteps(.all) {} }.fitted(on: table, target: .numbers([1, 2]))
    }
  }

  @Test func datePartsEqualPandas() throws {
    // pandas 3.1's dt.year, quarter, month, day, dayofyear, weekday, hour, minute.
    let table = try table("t\n2024-02-29T23:59:30\n1969-12-31\n2023-01-01 06:30\n2000-12-31\n1900-03-01\n")
    let fitted = try Preprocessing { ColumnSteps(["t"]) { DateParts(DateParts.Part.allCases) } }.fitted(on: table)
    expectClose(
      rows(try fitted.transform(table)),
      [
        [2024, 1, 2, 29, 60, 3, 23, 59], [1969, 4, 12, 31, 365, 2, 0, 0], [2023, 1, 1, 1, 1, 6, 6, 30],
        [2000, 4, 12, 31, 366, 6, 0, 0], [1900, 1, 3, 1, 60, 3, 0, 0],
      ], "parts")
    expectError(.wrongType, "column 'x' is of type number, and DateParts takes dates") {
      _ = try DateParts().fitted(to: [TableColumn("x", numbers: [1])])
    }
  }

  /// Whatever a file says was learnt: it is refused, or transforms rows, or throws, and never stops the program.
  @Test func damagedFilesNeverStopTheProgram() throws {
    let table = try table(text)
    let fitted = try Preprocessing {
      ColumnSteps(["a"]) {
        SimpleImputer(.mean, addsIndicator: true)
        KBinsDiscretizer(bins: 3, encoding: .oneHot)
      }
      ColumnSteps(["b"]) {
        QuantileTransformer()
        PowerTransformer()
        RobustScaler()
        MinMaxScaler(clips: true)
        Clipper(-1...1)
        PolynomialFeatures(degree: 3)
        Normalizer(.max)
      }
      ColumnSteps(["c"]) { OneHotEncoder(drop: .first, unknown: .infrequent, maxCategories: 2) }
      ColumnSteps(["open"]) { EmbeddingEncoder() }
      ColumnSteps(.typed(.boolean)) { HashingEncoder(width: 3) }
      ColumnSteps(["day"]) { DateParts(cyclical: true) }
      ColumnSteps(.named(["c", "open"])) { TargetEncoder(folds: 2) }
    }.fitted(on: table, target: .numbers([1, 2, 3, 4]))
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let whole = Array(try encoder.encode(fitted))
    let places = whole.indices.filter { (0x30...0x39).contains(whole[$0]) }
    let pieces = ["0", "7", "-", "-1", "9999999999", "9223372036854775807", "1e300", "null", "0.5", ""].map {
      Array($0.utf8)
    }
    var random = NumPyRandomState(seed: 5)
    var accepted = 0
    for _ in 0..<600 {
      var damaged = whole
      // Nearly always a number; now and then any byte.
      let place =
        random.integer(below: 8) == 0 ? random.integer(below: whole.count) : places[random.integer(below: places.count)]
      damaged.replaceSubrange(place...place, with: pieces[random.integer(below: pieces.count)])
      guard let again = try? JSONDecoder().decode(Preprocessing.Fitted.self, from: Data(damaged)) else { continue }
      accepted += 1
      if let x = try? again.transform(table, type: .float64) { _ = try? again.inverse(x) }
    }
    #expect(accepted > 20 && accepted < 600, "\(accepted)")
  }

  /// A transform of one's own is saved and read once its type is known.
  @Test func ownTransforms() throws {
    struct Doubling: Transform {
      struct Fitted: FittedNumericTransform {
        static let typeName = "PreprocessingTests.Doubling"
        var inputCount: Int
        func transform(columns: [[Double]]) -> [[Double]] { columns.map { $0.map { $0 * 2 } } }
      }
      func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted {
        Fitted(inputCount: columns.count)
      }
    }
    let table = try Table([TableColumn("a", numbers: [1, 2])])
    let fitted = try Preprocessing { ColumnSteps(["a"]) { Doubling() } }.fitted(on: table)
    #expect(throws: DecodingError.self) { try codedAgain(fitted) }
    TransformRegistry.register(Doubling.Fitted.self)
    #expect(try codedAgain(fitted).transform(table).elements(as: Float.self) == [2, 4])
  }
}
