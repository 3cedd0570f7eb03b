import Foundation
import MyelinCore
import MyelinData
import TestSupport
import Testing

/// What goes through steps one after the other.
struct ChainTests {
  private func table(_ columns: [TableColumn]) throws -> Table { try Table(columns) }

  @Test func aColumnThatBecameTextIsAnError() throws {
    let fitted = try Preprocessing(remainder: .passThrough, []).fitted(on: table([TableColumn("a", numbers: [1, 2])]))
    expectError(.wrongType, "column 'a'") {
      _ = try fitted.transform(table([TableColumn("a", texts: ["x", "y"])]))
    }
  }

  @Test func nothingFollowsAnIndex() throws {
    let cities = try table([TableColumn("city", texts: ["a", "b", "a"])])
    expectError(.badOption, "let it be the last step") {
      _ = try Preprocessing {
        ColumnSteps(["city"]) {
          EmbeddingEncoder(); MinMaxScaler()
        }
      }.fitted(on: cities)
    }
    let fitted = try Preprocessing { ColumnSteps(["city"]) { EmbeddingEncoder() } }.fitted(on: cities)
    #expect(try fitted.transform(cities).scalars == [1, 2, 1] || fitted.transform(cities).shape == [3, 1])
  }

  /// What several columns make together is missing where one of them is.
  @Test func missingValuesSpreadWithinTheirRow() throws {
    let columns = [
      TableColumn("a", numbers: [.nan, 3]), TableColumn("b", numbers: [3, 4]), TableColumn("c", numbers: [1, 0]),
    ]
    let normalized = try Normalizer().fitted(to: columns, in: FittingContext()).transform(columns)
    #expect(normalized.map { $0.numbers?[1] } == [0.6, 0.8, 0] && normalized[1].isMissing(row: 0))
    let products = PolynomialFeatures(degrees: 2...2, interactionOnly: true, includesBias: false)
    let result = try products.fitted(to: columns, in: FittingContext()).transform(columns)
    #expect(result.map { $0.numbers?[1] } == [12, 0, 0] && result[2].numbers?[0] == 3)
    #expect(result[0].isMissing(row: 0) && result[1].isMissing(row: 0))
  }

  @Test func boxCoxTakesPositiveNumbersOnly() throws {
    let training = [TableColumn("a", numbers: [1, 2, 4, 9, 20])]
    let fitted = try PowerTransformer(.boxCox).fitted(to: training, in: FittingContext())
    for wrong in [0.0, -1] {
      expectError(.wrongValue, "Yeo-Johnson") { _ = try fitted.transform([TableColumn("a", numbers: [wrong])]) }
    }
  }

  @Test func productsAreBoundedOnTheWayToo() throws {
    let many = (0..<40).map { TableColumn("c\($0)", numbers: [1]) }
    expectError(.badOption, "products") {
      _ = try PolynomialFeatures(degrees: 40...40, interactionOnly: true).fitted(to: many, in: FittingContext())
    }
    expectError(.badOption, "products") {
      _ = try PolynomialFeatures(degrees: 0...99_999).fitted(to: [many[0]], in: FittingContext())
    }
  }

  /// A file that says what can't have been learnt.
  @Test func impossibleFilesAreErrors() throws {
    let column = TableColumn("a", texts: ["a", "b", "b", "c"])
    let fitted = try OneHotEncoder(drop: .first, minFrequency: .count(2)).fitted(to: [column], in: FittingContext())
    let text = String(decoding: try JSONEncoder().encode(fitted), as: UTF8.self)
    let list = try #require(text.firstMatch(of: /"infrequent":\[[0-9,]*\]/))
    let damaged = text.replacing(list.output, with: "\"infrequent\":[0,0,0,0,0]")
    let again = try JSONDecoder().decode(OneHotEncoder.Fitted.self, from: Data(damaged.utf8))
    #expect(again.problem != nil)
    let empty = try Preprocessing { ColumnSteps(["a"]) { OrdinalEncoder() } }.fitted(on: Table([column]))
    let whole = String(decoding: try JSONEncoder().encode(empty), as: UTF8.self)
    let inputs = try #require(whole.firstMatch(of: /"inputs":\[[^\]]*\]/))
    #expect(throws: DecodingError.self) {
      let damaged = whole.replacing(inputs.output, with: "\"inputs\":[]")
      return try JSONDecoder().decode(Preprocessing.Fitted.self, from: Data(damaged.utf8))
    }
  }

  @Test func drawsWithReplacementMayBeMoreThanTheRows() throws {
    let labels = try RowLabels([0, 0, 0, 1])
    let rows = try RowSampling(count: 10, replacement: true).rows(stratifiedBy: labels, seed: 1)
    let ones = rows.count { $0 == 3 }
    #expect(rows.count == 10 && (2...3).contains(ones))
  }
}
