import Foundation
import MyelinData
import Testing

struct TablePreprocessingTests {
  private func fit(_ text: String, target: String = "t", ignoring: [String] = []) throws -> TablePreprocessing {
    try withTable(text) { table in
      try TablePreprocessing(fitting: table, target: TargetColumn(target, in: table), ignoring: ignoring)
    }
  }

  /// The expected numbers are those of scikit-learn's SimpleImputer, StandardScaler, and OneHotEncoder.
  @Test func penguinsEqualScikitLearn() throws {
    let table = try Table(contentsOf: penguinsPath)
    let fitted = try TablePreprocessing(fitting: table, target: TargetColumn("species", in: table))
    #expect(
      fitted.featureNames == [
        "island=Biscoe", "island=Dream", "island=Torgersen", "bill_length_mm", "bill_depth_mm", "flipper_length_mm",
        "body_mass_g", "sex=female", "sex=male", "year",
      ])
    #expect(fitted.target == .classes(["Adelie", "Chinstrap", "Gentoo"]))
    #expect(fitted.task == .multiclassClassification)
    var unseen = UnseenCategories()
    let features = try fitted.transform(table, unseen: &unseen)
    #expect(unseen.warnings.isEmpty)
    #expect(features.shape == [344, 10])
    let inputs = features.elements(as: Float.self)
    let expected: [Int: [Float]] = [
      0: [
        0, 0, 1, -0.8876218199729919, 0.7872893810272217, -1.4205409288406372, -0.5646252632141113, 0, 1,
        -1.259316086769104,
      ],
      3: [
        0, 0, 1, 0.0965806171298027, 0.07525451481342316, -0.2779635190963745, -0.1889365017414093, 0, 1,
        -1.259316086769104,
      ],
      343: [
        0, 1, 0, 1.154368281364441, 0.7872893810272217, -0.2065524160861969, -0.5333178639411926, 1, 0,
        1.1881682872772217,
      ],
    ]
    for (row, values) in expected {
      let worst = zip(inputs[row * 10..<row * 10 + 10], values).map { abs($0 - $1) }.max()
      #expect(try #require(worst) < 1e-6, "row \(row)")
    }
    #expect(abs(inputs.reduce(0) { $0 + Double(abs($1)) } - 2148.2592442121822) < 1e-4)
  }

  @Test func onlyTheTrainingRowsAreFitted() throws {
    let table = try table("x,c,t\n1,a,\n2,b,0.5\n4,b,1.5\n100,z,9.5\n")
    let target = try TargetColumn("t", in: table)
    let fitted = try TablePreprocessing(fitting: table, target: target, rows: [0, 1])
    #expect(fitted.featureNames == ["x", "c=b"])
    #expect(fitted.target == .number(mean: 1, standardDeviation: 0.5))
    #expect(fitted.target.encode(2) == 2)
    #expect(fitted.target.decode(-2) == 0)
    var unseen = UnseenCategories()
    let inputs = try fitted.transform(table, rows: [1, 3], unseen: &unseen)
    #expect(inputs.elements(as: Float.self) == [-1, 1, 97, 0])
    #expect(unseen.warnings.map(\.description).first?.hasPrefix("line 5: 'z' in column 'c' was not there") == true)
  }

  @Test func missingValuesAreFilled() throws {
    let fitted = try fit("x,c,t\n1,b,p\n,a,q\n3,,p\n9,b,q\n")
    #expect(try fitted.transform(table("x,c\n,\n6,a\n")).elements(as: Float.self) == [-1.0 / 3, 0, 1, 2.0 / 3, 1, 0])
    #expect(fitted.target.className(1) == "q")
  }

  @Test func constantAndExtremeColumnsStayFinite() throws {
    let table = try table("a,b,c,t\n0.1,1e308,5e-324,p\n0.1,-1e308,0,q\n0.1,1.7e308,0,q\n")
    let fitted = try TablePreprocessing(fitting: table, target: TargetColumn("t", in: table))
    let inputs = try fitted.transform(table).elements(as: Float.self)
    #expect(inputs.allSatisfy { $0.isFinite })
    #expect(abs(inputs[0]) < 1e-15)
    #expect(abs(inputs[1] + inputs[4] + inputs[7]) < 1e-5)
    let far = try TemporaryFile("a,b,c\n1e308,-1.7e308,1e308\n")
    let distant = try fitted.transform(fitted.readTable(contentsOf: far.path)).elements(as: Float.self)
    #expect(distant.allSatisfy { $0.magnitude <= 1e9 })
  }

  @Test func columnsOfNoUse() throws {
    expectError(.emptyColumn, "column 'x' has no values") { _ = try fit("x,t\n,p\nNA,q\n") }
    expectError(.noFeatures, "no columns are left to predict 't' from") { _ = try fit("t\np\nq\n") }
    expectError(.noFeatures, "no columns are left") { _ = try fit("x,t\n1,p\n2,q\n", ignoring: ["x"]) }
    expectError(.noSuchColumn, "has no column 'y'") { _ = try fit("x,t\n1,p\n2,q\n", ignoring: ["y"]) }
    let names = (0..<51).map { "name \($0),\($0 % 2)\n" }.joined()
    expectError(.tooManyCategories, "table.csv:2:1: column 'x' has another text in every row") {
      _ = try fit("x,t\n" + names)
    }
    let codes = (0..<2002).map { "\($0 == 5 ? "five" : "\($0 % 1001)"),\($0 % 2)\n" }.joined()
    expectError(
      .tooManyCategories, "table.csv:7:1: column 'x' has 1002 different texts, more than 1000; the first text"
    ) {
      try withTable("x,t\n" + codes, types: ["x": .text]) { table in
        _ = try TablePreprocessing(fitting: table, target: TargetColumn("t", in: table))
      }
    }
    #expect(try fit("x,t\n" + (0..<50).map { "name \($0),\($0 % 2)\n" }.joined()).width == 50)
  }

  @Test func answersTooLargeForADoubleBecomeItsLargest() throws {
    let fitted = try fit("x,t\n1,1e308\n2,-1e308\n3,0.5\n")
    #expect(fitted.target.decode(10) == .greatestFiniteMagnitude)
    #expect(fitted.target.decode(-10) == -.greatestFiniteMagnitude)
    #expect(fitted.target.decode(.nan).isNaN)
  }

  @Test func newTablesAreReadAsTheFirstOne() throws {
    let table = try table("x,code,t\n1,b,01\n2,a,02\n3,a,01\n", types: ["t": .text])
    let fitted = try TablePreprocessing(fitting: table, target: TargetColumn("t", in: table), ignoring: ["code"])
    // Text among the numbers of a column that isn't needed is no mistake.
    let other = try TemporaryFile("x,code,t\n1,7,02\n2,8,01\n3,oops,01\n")
    #expect(try fitted.targets(of: fitted.readTable(contentsOf: other.path)).values == .labels([1, 0, 0]))
    let numbers = try fit("x,t\n1,1\n2,2\n3,1\n")
    #expect(try numbers.targets(of: numbers.readTable(contentsOf: other.path)).values == .labels([1, 0, 0]))
  }

  @Test func codingKeepsEverything() throws {
    let table = try Table(contentsOf: penguinsPath)
    for target in ["species", "body_mass_g", "sex"] {
      let fitted = try TablePreprocessing(fitting: table, target: TargetColumn(target, in: table))
      let data = try JSONEncoder().encode(fitted)
      #expect(try JSONDecoder().decode(TablePreprocessing.self, from: data) == fitted)
    }
  }

  @Test func damagedCodingIsRefused() throws {
    let fitted = try fit("x,c,t\n1,b,p\n2,a,q\n3,a,p\n")
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let text = String(decoding: try encoder.encode(fitted), as: UTF8.self)
    for (old, new) in [
      ("\"scale\":", "\"scale\":-"), ("[\"a\",\"b\"]", "[\"a\",\"a\"]"), ("[\"a\",\"b\"]", "7"),
      ("binaryClassification", "regression"), ("[\"p\",\"q\"]", "[\"p\"]"), ("OneHotEncoder", "Unknown"),
      ("\"inputCount\":1", "\"inputCount\":2"), ("\"infrequent\":[]", "\"infrequent\":[5]"),
      ("\"dropped\":[null]", "\"dropped\":[9]"), ("\"indicated\":[]", "\"indicated\":[-1]"),
    ] {
      let damaged = text.replacing(old, with: new)
      #expect(damaged != text, "\(old) in \(text)")
      #expect(throws: DecodingError.self, "\(new)") {
        try JSONDecoder().decode(TablePreprocessing.self, from: Data(damaged.utf8))
      }
    }
  }

  /// What was written before steps could be chosen.
  @Test func earlierFormat() throws {
    let text = """
      {"task":"binaryClassification","targetName":"t","target":{"classes":{"_0":["p","q"]}},"columns":[\
      {"numeric":{"_0":{"name":"x","median":3,"mean":4,"standardDeviation":3}}},\
      {"categorical":{"_0":{"name":"c","categories":["a","b"],"mostFrequent":"b"}}}]}
      """
    let fitted = try JSONDecoder().decode(TablePreprocessing.self, from: Data(text.utf8))
    let now = try fit("x,c,t\n1,b,p\n,a,q\n3,,p\n9,b,q\n").withNumbers
    #expect(fitted == now)
    #expect(fitted.featureNames == ["x", "c=a", "c=b"])
    let inputs = try fitted.transform(table("x,c\n,\n7,a\n1e300,z\n")).elements(as: Float.self)
    #expect(inputs == [-1.0 / 3, 0, 1, 1, 1, 0, 1e9, 0, 0])
    for (old, new) in [
      ("\"b\"]", "\"a\"]"), ("\"standardDeviation\":3", "\"standardDeviation\":0"), ("numeric", "other"),
    ] {
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(TablePreprocessing.self, from: Data(text.replacing(old, with: new).utf8))
      }
    }
  }

  @Test func truthValuesAndDates() throws {
    let fitted = try fit(
      "open,day,at,t\ntrue,2024-01-01,2024-01-01T06:00,p\n,,,q\nfalse,2024-07-01,2024-01-01T12:00,p\ntrue,2025-01-01,2024-01-02T06:00,q\n"
    )
    #expect(
      fitted.featureNames == [
        "open", "day.year", "day.dayOfYear.sine", "day.dayOfYear.cosine", "day.weekday.sine", "day.weekday.cosine",
        "at.year", "at.dayOfYear.sine", "at.dayOfYear.cosine", "at.weekday.sine", "at.weekday.cosine", "at.hour.sine",
        "at.hour.cosine",
      ])
    #expect(fitted.features.columnTypes == ["open": .boolean, "day": .date, "at": .date])
    let file = try TemporaryFile("at,day,open,more\n,,,x\n2024-01-01,2024-07-01 10:00,False,y\n")
    let inputs = try fitted.transform(fitted.readTable(contentsOf: file.path)).elements(as: Float.self)
    #expect(inputs.count == 26)
    #expect((inputs[0], inputs[13]) == (1, 0))
    let wrong = try TemporaryFile("at,day,open\n,,yes\n")
    expectError(.notANumber, "table.csv:2:3: 'yes' in column 'open' is not true or false") {
      _ = try fitted.readTable(contentsOf: wrong.path)
    }
  }

  @Test func unseenCategoriesAreCollected() throws {
    let fitted = try fit("x,c,t\n1,b,p\n3,a,q\n1,a,p\n3,a,q\n")
    let file = try TemporaryFile("x,c\n1,b\n1,z\n1, z \n1,2\n")
    var unseen = UnseenCategories()
    let inputs = try fitted.transform(fitted.readTable(contentsOf: file.path), unseen: &unseen)
    #expect(inputs.elements(as: Float.self) == [-1, 0, 1, -1, 0, 0, -1, 0, 0, -1, 0, 0])
    #expect(
      unseen.warnings.map(\.description) == [
        "line 3: 'z' in column 'c' was not there in training (2 rows); it counts as none of the known categories",
        "line 5: '2' in column 'c' was not there in training (1 row); it counts as none of the known categories",
      ])
    // Piece by piece it is the same.
    let reader = try fitted.reader(of: file.path)
    var again = UnseenCategories()
    var pieces: [Float] = []
    while let piece = try reader.nextTable(rows: 1) {
      pieces += try fitted.transform(piece, unseen: &again).elements(as: Float.self)
    }
    #expect(pieces == inputs.elements(as: Float.self))
    #expect(again == unseen)
    let many = try TemporaryFile("x,c\n" + (0..<150).map { "1,new\($0)\n" }.joined())
    var most = UnseenCategories()
    _ = try fitted.transform(fitted.readTable(contentsOf: many.path), unseen: &most)
    #expect((most.warnings.count, most.suppressedCount) == (100, 50))
  }

  @Test func tablesThatDontFit() throws {
    let fitted = try fit("x,c,t\n1,b,p\n3,a,q\n1,a,p\n3,a,q\n")
    func read(_ text: String) throws {
      let file = try TemporaryFile(text)
      _ = try withExtendedLifetime(file) { try fitted.transform(fitted.readTable(contentsOf: file.path)) }
    }
    expectError(.missingColumns, "table.csv:1: lacks the columns 'x', 'c' that") { try read("y\n1\n") }
    expectError(.missingColumns, "lacks the column 'c' that the model was trained with") { try read("x,t\n1,p\n") }
    expectError(.notANumber, "table.csv:3:3: 'high' in column 'x' is not a number") { try read("c,x\na,1\nb,high\n") }
    expectError(.noRows, "has a header but no rows") { try read("c,x\n") }
    try withTable("c,x\na,low\nb,high\n") { table in
      expectError(.wrongType, "table.csv:1:3: column 'x' has texts, and had numbers in training") {
        _ = try fitted.transform(table)
      }
    }
  }
}

extension TablePreprocessing {
  /// The same, learnt from columns whose integers were read as numbers.
  fileprivate var withNumbers: TablePreprocessing {
    get throws {
      let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
        .replacing("\"integer\"", with: "\"number\"")
      return try JSONDecoder().decode(TablePreprocessing.self, from: Data(text.utf8))
    }
  }
}
