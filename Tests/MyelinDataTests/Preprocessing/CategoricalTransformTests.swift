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

  private func check(_ transform: some Transform, _ one: Case, _ fixture: Fixture, _ what: String) throws {
    let columns = try fixture.columns(one.columns)
    let fitted = try transform.fitted(to: columns)
    let first = columns.map { $0.taking(rows: Array(0..<20)) }
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
}
