import Foundation
import MyelinCore
import MyelinData
import Testing

/// Against scikit-learn's transforms of numbers: Tests/Fixtures/preprocessing/numeric.py made the results.
struct NumericTransformTests {
  private struct Fixture: Decodable {
    let tables: [String: [[Double?]]]
    let cases: [Case]
  }

  private struct Case: Decodable {
    let transform: String
    let arguments: Arguments
    let table: String
    let test: [[Double?]]
    let result: [[Double?]]
    let statistics: [String: [[Double?]]]
    let inverse: [[Double?]]?
    let names: [String]?
  }

  private struct Arguments: Decodable {
    let with_mean: Bool?
    let with_std: Bool?
    let with_centering: Bool?
    let with_scaling: Bool?
    let unit_variance: Bool?
    let low: Double?
    let high: Double?
    let clip: Bool?
    let strategy: String?
    let fill_value: Double?
    let add_indicator: Bool?
    let distribution: String?
    let random_state: UInt32?
    let n_quantiles: Int?
    let subsample: Int?
    let norm: String?
    let degree: Int?
    let min_degree: Int?
    let interaction_only: Bool?
    let include_bias: Bool?
    let n_bins: Int?
    let encode: String?
    let method: String?
    let standardize: Bool?
  }

  private func transform(_ name: String, _ arguments: Arguments) throws -> any NumericTransform {
    switch name {
    case "StandardScaler":
      return StandardScaler(centers: arguments.with_mean ?? true, scales: arguments.with_std ?? true)
    case "MinMaxScaler":
      return MinMaxScaler(range: (arguments.low ?? 0)...(arguments.high ?? 1), clips: arguments.clip ?? false)
    case "MaxAbsScaler": return MaxAbsScaler()
    case "RobustScaler":
      return RobustScaler(
        centers: arguments.with_centering ?? true, scales: arguments.with_scaling ?? true,
        quantiles: (arguments.low ?? 25)...(arguments.high ?? 75), unitVariance: arguments.unit_variance ?? false)
    case "QuantileTransformer":
      return QuantileTransformer(
        quantiles: arguments.n_quantiles ?? 1000, distribution: arguments.distribution == "normal" ? .normal : .uniform,
        sampleSize: arguments.subsample ?? 10_000, seed: arguments.random_state ?? 0)
    case "Normalizer": return Normalizer(try #require(Normalizer.Norm(rawValue: arguments.norm ?? "")))
    case "PolynomialFeatures":
      return PolynomialFeatures(
        degrees: (arguments.min_degree ?? 0)...(arguments.degree ?? 2),
        interactionOnly: arguments.interaction_only ?? false, includesBias: arguments.include_bias ?? true)
    case "KBinsDiscretizer":
      return KBinsDiscretizer(
        bins: arguments.n_bins ?? 5,
        strategy: arguments.strategy == "kmeans"
          ? .kMeans : try #require(KBinsDiscretizer.Strategy(rawValue: arguments.strategy ?? "")),
        encoding: arguments.encode == "ordinal" ? .ordinal : .oneHot, sampleSize: arguments.subsample ?? 200_000,
        seed: arguments.random_state ?? 0)
    case "PowerTransformer":
      return PowerTransformer(
        arguments.method == "box-cox" ? .boxCox : .yeoJohnson, standardizes: arguments.standardize ?? true)
    default:
      Issue.record("there is no \(name)")
      return Normalizer()
    }
  }

  private func statistics(_ fitted: any FittedTransform) -> [String: [Double]] {
    switch fitted {
    case let fitted as StandardScaler.Fitted: ["mean_": fitted.means, "scale_": fitted.standardDeviations]
    case let fitted as RobustScaler.Fitted: ["center_": fitted.centers, "scale_": fitted.scales]
    case let fitted as MaxAbsScaler.Fitted: ["scale_": fitted.scales]
    case let fitted as PowerTransformer.Fitted: ["lambdas_": fitted.lambdas]
    default: [:]
    }
  }

  private func check(_ transform: some NumericTransform, _ one: Case, _ table: [[Double?]], _ what: String) throws {
    let fitted = try transform.fitted(to: matrix(table))
    // An exponent is found to half the digits, and all that follows from it.
    let tolerance = one.transform == "PowerTransformer" ? 1e-5 : 1e-12
    let result = fitted.transform(matrix(one.test))
    #expect(result.type == .float64)
    expectClose(rows(result), one.result, within: tolerance, what)
    for (name, wanted) in one.statistics {
      let found = statistics(fitted)[name] ?? []
      let scales = wanted[0].map { max(abs($0 ?? 1), 1e-300) }
      expectClose(
        [zip(found, scales).map { $0 / $1 }], [zip(wanted[0], scales).map { x, s in x.map { $0 / s } }],
        within: tolerance, "\(what), \(name)")
    }
    if let names = one.names {
      #expect(fitted.featureNames((0..<table[0].count).map { "x\($0)" }) == names, "\(what)")
    }
    if let inverse = one.inverse, let fitted = fitted as? any InvertibleNumericTransform {
      let found = rows(fitted.inverse(result))
      // scikit-learn gives nothing for the bin of a constant; here it is the constant.
      let isBins = one.transform == "KBinsDiscretizer"
      let wanted = zip(found, inverse).map { found, wanted in
        zip(found, wanted).map { isBins ? $1 ?? $0 : $1 }
      }
      expectClose(found, wanted, within: max(tolerance, 1e-10), "inverse of \(what)")
    }
    // Saved and read again it gives the same bits; and so does a table.
    let again = try codedAgain(fitted)
    #expect(again == fitted, "\(what)")
    #expect(
      again.transform(matrix(one.test)).elements(as: Double.self).map(\.bitPattern)
        == result.elements(as: Double.self).map(\.bitPattern), "\(what)")
    #expect(fitted.problem == nil)
  }

  @Test func resultsEqualScikitLearn() throws {
    let fixture = try preprocessingFixture("numeric", as: Fixture.self)
    #expect(fixture.cases.count > 200)
    for (index, one) in fixture.cases.enumerated() where one.transform != "SimpleImputer" {
      let table = try #require(fixture.tables[one.table])
      let what = "case \(index), \(one.transform) of \(one.table)"
      try check(transform(one.transform, one.arguments), one, table, what)
    }
  }

  @Test func imputersEqualScikitLearn() throws {
    let fixture = try preprocessingFixture("numeric", as: Fixture.self)
    func columns(_ rows: [[Double?]]) -> [TableColumn] {
      rows[0].indices.map { column in TableColumn("x\(column)", numbers: rows.map { $0[column] ?? .nan }) }
    }
    for (index, one) in fixture.cases.enumerated() where one.transform == "SimpleImputer" {
      let table = try #require(fixture.tables[one.table])
      let strategy: SimpleImputer.Strategy =
        switch one.arguments.strategy {
        case "mean": .mean
        case "median": .median
        case "most_frequent": .mostFrequent
        default: .constant(number: one.arguments.fill_value ?? 0)
        }
      let imputer = SimpleImputer(strategy, addsIndicator: one.arguments.add_indicator ?? false)
      let fitted = try imputer.fitted(to: columns(table))
      let result = try fitted.transform(columns(one.test))
      let what = "case \(index), \(strategy) of \(one.table)"
      expectClose(rows(result), one.result, what)
      #expect(try codedAgain(fitted) == fitted)
      let missing = zip(try fitted.inverse(result, names: ["x0", "x1", "x2"]), columns(one.test))
      if imputer.addsIndicator { for (found, wanted) in missing { #expect(found == wanted, "\(what)") } }
    }
  }

  @Test func huge() {
    let x = Tensor(shape: [3, 1], [1e308, -1e308, 1.7e308], type: .float64)
    let scaled = StandardScaler().fitted(to: x).transform(x).elements(as: Double.self)
    #expect(scaled.allSatisfy { $0.isFinite })
    #expect(abs(scaled.reduce(0, +)) < 1e-12)
    #expect(RobustScaler().fitted(to: x).transform(x).elements(as: Double.self).allSatisfy { $0.isFinite })
    let single = Tensor(shape: [1, 2], [Float(1), .nan])
    #expect(MinMaxScaler().fitted(to: single).transform(single).type == .float32)
  }

  @Test func logarithms() throws {
    let x = matrix([[0, 1], [3, 0.5]])
    let fitted = LogTransform().fitted(to: x)
    expectClose(
      rows(fitted.transform(x)), [[0, 0.6931471805599453], [1.3862943611198906, 0.4054651081081644]], "log1p")
    expectClose(rows(fitted.inverse(fitted.transform(x))), rows(x), "expm1")
    let plain = try LogTransform(addsOne: false).fitted(to: [TableColumn("x", numbers: [1, 2])])
    expectError(.wrongValue, "LogTransform: 0.0 in column 'x' gives no number; only positive numbers") {
      _ = try plain.transform([TableColumn("x", numbers: [1, 0])])
    }
    #expect(plain.transform(matrix([[0]])).elements(as: Double.self) == [-.infinity])
  }

  @Test func boxCoxWantsPositiveNumbers() throws {
    #expect(throws: NumberError.self) { try PowerTransformer(.boxCox).fitted(to: matrix([[1], [0]])) }
    expectError(.wrongValue, "0.0 is not positive, which Box-Cox needs, in column 'x'; use Yeo-Johnson") {
      _ = try PowerTransformer(.boxCox).fitted(to: [TableColumn("x", numbers: [1, 0])])
    }
    expectError(.wrongValue, "all values are equal") {
      _ = try PowerTransformer(.boxCox).fitted(to: [TableColumn("x", numbers: [1, 1])])
    }
  }

  @Test func clipping() throws {
    let x = matrix([[-5, .nan], [0.5, 7]])
    let fitted = Clipper(-1...(.infinity)).fitted(to: x)
    expectClose(rows(fitted.transform(x)), [[-1, nil], [0.5, 7]], "clipped")
    #expect(try codedAgain(fitted) == fitted)
  }

  @Test func wrongColumns() throws {
    let text = TableColumn("c", texts: ["a"])
    expectError(.wrongType, "column 'c' has texts, and StandardScaler takes numbers") {
      _ = try StandardScaler().fitted(to: [text])
    }
    let fitted = try StandardScaler().fitted(to: [TableColumn("c", numbers: [1])])
    expectError(.wrongType, "column 'c' has texts") { _ = try fitted.transform([text]) }
    expectError(.emptyColumn, "column 'c' has no values") {
      _ = try MinMaxScaler().fitted(to: [TableColumn("c", numbers: [.nan])])
    }
    expectError(.wrongValue, "inf in column 'c' is not finite; clip it, or make it missing (row 2)") {
      _ = try StandardScaler().fitted(to: [TableColumn("c", numbers: [1, .infinity])])
    }
    expectError(.wrongValue, "inf in column 'c' is not finite") {
      _ = try SimpleImputer().fitted(to: [TableColumn("c", numbers: [1, .infinity])])
    }
    expectError(.badOption, "3 columns would become") {
      _ = try PolynomialFeatures(degree: 1000).fitted(to: (0..<3).map { TableColumn("\($0)", numbers: [1]) })
    }
  }

  @Test func programmersErrorsStop() async {
    await #expect(processExitsWith: .failure) { _ = MinMaxScaler(range: 1...1) }
    await #expect(processExitsWith: .failure) { _ = RobustScaler(quantiles: 0...50, unitVariance: true) }
    await #expect(processExitsWith: .failure) { _ = QuantileTransformer(quantiles: 20_000) }
    await #expect(processExitsWith: .failure) { _ = KBinsDiscretizer(bins: 1) }
    await #expect(processExitsWith: .failure) { _ = PolynomialFeatures(degree: -1) }
    await #expect(processExitsWith: .failure) { _ = StandardScaler().fitted(to: Tensor([1.0, 2])) }
    await #expect(processExitsWith: .failure) {
      _ = StandardScaler().fitted(to: Tensor(shape: [1, 2], [1.0, 2])).transform(Tensor(shape: [1, 1], [1.0]))
    }
  }

  @Test func damageIsRefused() throws {
    for (step, old, new) in [
      (StandardScaler.Fitted.typeName, "\"scale\":", "\"scale\":-"),
      (MinMaxScaler.Fitted.typeName, "\"maximum\":", "\"maximum\":-"),
    ] {
      let table = try Table([TableColumn("x", numbers: [1, 2, 4])])
      let fitted = try Preprocessing {
        ColumnSteps(.all) { if step == "StandardScaler" { StandardScaler() } else { MinMaxScaler() } }
      }.fitted(on: table)
      let text = String(decoding: try JSONEncoder().encode(fitted), as: UTF8.self)
      let damaged = text.replacing(old, with: new)
      #expect(damaged != text)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(Preprocessing.Fitted.self, from: Data(damaged.utf8))
      }
    }
  }
}
