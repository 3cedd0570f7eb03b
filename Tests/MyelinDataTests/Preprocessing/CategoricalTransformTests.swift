import Foundation
import MyelinCore
import MyelinData
import Testing

/// Against scikit-learn's encoders of categories: Tests/Fixtures/preprocessing/categorical.py made the results.
struct CategoricalTransformTests {
  enum Cell: Decodable, Equatable {
    case text(String)
    case number(Double)

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let text = try? value.decode(String.self) {
        self = .text(text)
      } else {
        self = .number(try value.decode(Double.self))
      }
    }
  }

  struct Fixture: Decodable {
    let columns: [String: [Cell?]]
    let new: [String: [Cell?]]
    let cases: [Case]
    let targets: [String: [Double]]
    let encoded: [Encoded]
    let hashed: [Hashed]

    /// The columns of some names, of numbers if all values are.
    func columns(_ names: [String], new isNew: Bool = false) throws -> [TableColumn] {
      try names.map { name in
        let cells = try #require((isNew ? new : columns)[name])
        if name.contains("number") {
          return TableColumn(name, numbers: cells.map { if case .number(let number) = $0 { number } else { .nan } })
        }
        return TableColumn(name, texts: cells.map { if case .text(let text) = $0 { text } else { nil } })
      }
    }
  }

  struct Case: Decodable {
    let transform: String
    let columns: [String]
    let arguments: Arguments
    let fitted: [[Double?]]
    let result: [[Double?]]
    let inverse: [[Cell?]]?
  }

  struct Arguments: Decodable {
    let drop: String?
    let unknown: String?
    let min_frequency: Double?
    let max_categories: Int?
    let missing: Double?

    var frequency: CategoryFrequency? { min_frequency.map { $0 < 1 ? .share($0) : .count(Int($0)) } }
  }

  struct Encoded: Decodable {
    let columns: [String]
    let target: String
    let smooth: Double?
    let folds: Int
    let seed: UInt32?
    let crossed: [[Double?]]
    let result: [[Double?]]
    let sum: Double
  }

  struct Hashed: Decodable {
    let width: Int
    let alternate: Bool
    let result: [[Double?]]
  }

  private func check(_ transform: some Transform, _ one: Case, _ fixture: Fixture, _ what: String) throws {
    let columns = try fixture.columns(one.columns)
    let fitted = try transform.fitted(to: columns)
    let first = columns.map { $0.taking(rows: Array(0..<15)) }
    let result = try fitted.transform(first)
    if !result.isEmpty { expectClose(rows(result), one.fitted, what) }
    let new = try fitted.transform(fixture.columns(one.columns, new: true))
    if !new.isEmpty { expectClose(rows(new), one.result, "new rows, \(what)") }
    #expect(fitted.featureNames(one.columns).count == result.count)
    #expect(try codedAgain(fitted) == fitted, "\(what)")
    #expect(try codedAgain(fitted).transform(first) == result, "\(what)")
    guard let inverse = one.inverse, let fitted = fitted as? any InvertibleTransform else { return }
    let back = try fitted.inverse(result, names: one.columns)
    for (row, cells) in inverse.enumerated() {
      for (column, cell) in zip(back, cells) {
        let found: Cell? =
          switch column[row] {
          case .number(let number): .number(number)
          case .text(let text): .text(text)
          default: nil
          }
        // A column with rare ones is of texts.
        let wanted: Cell? =
          if case .number(let number) = cell, column.type == .text {
            .text("\(number == number.rounded() ? "\(Int(number))" : "\(number)")")
          } else { cell }
        #expect(found == wanted, "\(what), row \(row)")
      }
    }
  }

  @Test func encodersEqualScikitLearn() throws {
    let fixture = try preprocessingFixture("categorical", as: Fixture.self)
    #expect(fixture.cases.count > 200)
    for (index, one) in fixture.cases.enumerated() {
      let (arguments, what) = (one.arguments, "case \(index), \(one.transform) of \(one.columns) \(one.arguments)")
      if one.transform == "OneHotEncoder" {
        let drop: OneHotEncoder.Drop =
          arguments.drop == "first" ? .first : arguments.drop == "if_binary" ? .ifBinary : .none
        let encoder = OneHotEncoder(
          drop: drop, unknown: arguments.unknown == "ignore" ? .ignore : .infrequent,
          minFrequency: arguments.frequency, maxCategories: arguments.max_categories)
        try check(encoder, one, fixture, what)
      } else {
        let encoder = OrdinalEncoder(
          unknown: .value(-1), missing: arguments.missing, minFrequency: arguments.frequency,
          maxCategories: arguments.max_categories)
        try check(encoder, one, fixture, what)
      }
    }
  }

  @Test func unknownCategoriesAreErrors() throws {
    let column = TableColumn("c", texts: ["b", "a", "b"])
    let encoder = try OneHotEncoder().fitted(to: [column])
    #expect(encoder.featureNames(["c"]) == ["c=a", "c=b"])
    expectError(
      .wrongValue,
      "'z' in column 'c' was not there in training; correct it, or let unknown categories be ignored (row 2)"
    ) {
      _ = try encoder.transform([TableColumn("c", texts: ["a", "z"])])
    }
    expectError(.wrongValue, "the missing value in column 'c' was not there") {
      _ = try encoder.transform([TableColumn("c", texts: [nil])])
    }
    expectError(.wrongValue, "'z' in column 'c'") {
      _ = try OrdinalEncoder().fitted(to: [column]).transform([TableColumn("c", texts: ["z"])])
    }
    expectError(.wrongValue, "'b' in column 'c' is not among the categories given") {
      _ = try OneHotEncoder(categories: [["a"]]).fitted(to: [column])
    }
    expectError(.wrongValue, "'a', 'b' in column 'c' are not among the categories given; add them to these") {
      _ = try OrdinalEncoder(unknown: .value(-1), categories: [["x"]], coversTraining: true).fitted(to: [column])
    }
    // As in scikit-learn, whoever has a number for unknown ones needn't name all.
    let some = try OrdinalEncoder(unknown: .value(-1), categories: [["b"]]).fitted(to: [column])
    #expect(try some.transform([TableColumn("c", texts: ["b", "a"])])[0].numbers == [0, -1])
    expectError(.wrongValue, "of which 1 is one; choose another number") {
      _ = try OrdinalEncoder(unknown: .value(1)).fitted(to: [column])
    }
    let nan = try OrdinalEncoder(unknown: .value(.nan)).fitted(to: [column])
    #expect(try codedAgain(nan) == nan)
    #expect(try nan.transform([TableColumn("c", texts: ["z"])])[0].missingCount == 1)
  }

  @Test func categoriesThatAreGiven() throws {
    let column = TableColumn("size", texts: ["large", "small", "small"])
    let encoder = try OrdinalEncoder(categories: [["small", "medium", "large"]]).fitted(to: [column])
    #expect(try encoder.transform([column])[0].numbers == [2, 0, 0])
    let dropped = try OneHotEncoder(drop: .categories(["small"])).fitted(to: [column])
    #expect(dropped.featureNames(["size"]) == ["size=large"])
    expectError(.badOption, "the categories given for column 'size' are none, or repeat") {
      _ = try OrdinalEncoder(categories: [["small", "large", "small"]]).fitted(to: [column])
    }
    expectError(.wrongValue, "'tiny' can't be dropped from column 'size': it is not there") {
      _ = try OneHotEncoder(drop: .categories(["tiny"])).fitted(to: [column])
    }
  }

  @Test func otherTypesAreCategoriesToo() throws {
    let truth = TableColumn("b", booleans: [true, nil, false])
    let encoder = try OneHotEncoder().fitted(to: [truth])
    #expect(encoder.featureNames(["b"]) == ["b=false", "b=true", "b=(missing)"])
    #expect(try encoder.inverse(encoder.transform([truth]), names: ["b"]) == [truth])
    let whole = TableColumn("i", integers: [10, 9, nil])
    let ordinal = try OrdinalEncoder().fitted(to: [whole])
    #expect(ordinal.categories == [["9", "10"]])
    expectClose(rows(try ordinal.transform([whole])), [[1], [0], [nil]], "integers")
    // Whether they are read as numbers or texts.
    #expect(try ordinal.transform([TableColumn("i", texts: ["9", "10.0"])])[0].numbers == [0, 1])
    #expect(try ordinal.transform([TableColumn("i", numbers: [9, 10])])[0].numbers == [0, 1])
  }

  @Test func textsAreFilled() throws {
    let column = TableColumn("c", texts: ["b", nil, "a", "b", "a", nil])
    #expect(
      try SimpleImputer(.mostFrequent).fitted(to: [column]).transform([column])[0].texts == [
        "b", "a", "a", "b", "a", "a",
      ])
    let constant = try SimpleImputer(.constant(text: "?")).fitted(to: [column])
    #expect(try constant.transform([column])[0].texts[1] == "?")
    expectError(.wrongType, "column 'c' has texts, which have no mean") {
      _ = try SimpleImputer(.mean).fitted(to: [column])
    }
    let empty = TableColumn("e", numbers: [.nan, .nan])
    expectError(.emptyColumn, "column 'e' has no values") { _ = try SimpleImputer().fitted(to: [empty]) }
    #expect(try SimpleImputer(keepsEmpty: true).fitted(to: [empty]).transform([empty])[0].numbers == [0, 0])
  }

  @Test func targetEncodersEqualScikitLearn() throws {
    let fixture = try preprocessingFixture("categorical", as: Fixture.self)
    #expect(fixture.encoded.count > 60)
    for (index, one) in fixture.encoded.enumerated() {
      let values = try #require(fixture.targets[one.target])
      let target: TrainingTarget =
        switch one.target {
        case "continuous": .numbers(values)
        case "binary": .classes(values.map { Int($0) }, count: 2)
        default: .classes(values.map { Int($0) }, count: 3)
        }
      let encoder = TargetEncoder(smoothing: one.smooth, folds: one.folds, seed: one.seed)
      let columns = try fixture.columns(one.columns)
      let (fitted, crossed) = try encoder.fittedAndApplied(to: columns, in: FittingContext(target: target))
      let what = "case \(index), \(one.target), smoothing \(one.smooth ?? -1), \(one.folds) folds"
      expectClose(Array(rows(crossed).prefix(10)), one.crossed, "cross-fitted, \(what)")
      let sum = rows(crossed).reduce(0) { $0 + $1.reduce(0) { $0 + ($1 ?? .nan) } }
      expectClose([[sum]], [[one.sum]], within: 1e-11, "sum, \(what)")
      expectClose(rows(try fitted.transform(fixture.columns(one.columns, new: true))), one.result, what)
      #expect(try encoder.fitted(to: columns, target: target) == fitted)
      #expect(try codedAgain(fitted) == fitted)
      #expect(fitted.featureNames(one.columns) == crossed.map(\.name))
    }
  }

  @Test func targetEncodersNeedTargets() throws {
    let column = TableColumn("c", texts: ["a", "b"])
    expectError(.badOption, "TargetEncoder learns from what is to be predicted") {
      _ = try TargetEncoder().fitted(to: [column])
    }
    expectError(.badSplit, "2 rows are too few to encode categories by their targets in 5 parts") {
      _ = try TargetEncoder().fittedAndApplied(to: [column], in: FittingContext(target: .numbers([1, 2])))
    }
  }

  @Test func hashesEqualScikitLearn() throws {
    let fixture = try preprocessingFixture("categorical", as: Fixture.self)
    let columns = [
      TableColumn("a", texts: ["x", "漢字", "", nil]), TableColumn("b", numbers: [2.5, -1, 3, .nan]),
      TableColumn("c", numbers: [1, 0, .nan, 4]),
    ]
    #expect(fixture.hashed.count == 6)
    for one in fixture.hashed {
      let fitted = try HashingEncoder(width: one.width, alternatesSign: one.alternate).fitted(to: columns)
      expectClose(rows(try fitted.transform(columns)), one.result, "\(one.width) features")
      #expect(try codedAgain(fitted) == fitted)
      // What the columns are called later doesn't matter, and where they stand does.
      #expect(
        try fitted.transform(columns.map { $0.renamed($0.name + "2") })[0].numbers
          == fitted.transform(columns)[0].numbers)
    }
    #expect(try HashingEncoder(width: 2).fitted(to: [columns[0]]).featureNames(["a"]) == ["a#0", "a#1"])
  }

  @Test func embeddings() throws {
    let column = TableColumn("city", texts: ["Ulm", "Bonn", nil, "Ulm"])
    let fitted = try EmbeddingEncoder().fitted(to: [column])
    #expect(
      fitted.features(after: [TableFeature(name: "city")]) == [
        TableFeature(name: "city", kind: .index(count: 4, width: 2))
      ])
    let indices = try fitted.transform([column])
    #expect(indices[0].numbers == [2, 1, 3, 2])
    #expect(try fitted.inverse(indices, names: ["city"]) == [column])
    var context = UnseenCategories()
    let table = try Table([TableColumn("city", texts: ["Köln", nil])])
    let whole = try Preprocessing { ColumnSteps(["city"]) { EmbeddingEncoder(width: 5) } }
      .fitted(on: Table([TableColumn("city", texts: ["Ulm", "Bonn"])]))
    #expect(whole.features == [TableFeature(name: "city", kind: .index(count: 3, width: 5))])
    #expect(try whole.transform(table, unseen: &context).elements(as: Float.self) == [0, 0])
    #expect(context.warnings.map(\.value) == ["Köln"])
    #expect(try codedAgain(whole) == whole)
    let many = try EmbeddingEncoder(maxCategories: 3).fitted(to: [
      TableColumn("n", numbers: (0..<100).map { Double($0 % 10) })
    ])
    #expect(many.features(after: [TableFeature(name: "n")])[0].kind == .index(count: 4, width: 2))
  }
}
