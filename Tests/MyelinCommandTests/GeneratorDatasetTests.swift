import Foundation
import Myelin
import TestSupport
import Testing

@Suite struct GeneratorDatasetTests {
  /// Arguments of the command and the same samples from the library.
  static let cases: [(arguments: String, generator: any SampleGenerator)] = [
    ("moons --samples 7 --noise 0.2", Moons(samples: 7, noise: 0.2)),
    ("circles --samples 9 --factor 0.5 --no-shuffle", Circles(samples: 9, shuffle: false, factor: 0.5)),
    (
      "blobs --samples 10 --features 3 --centers 2 --deviations 0.5,2",
      Blobs(samples: .total(10), features: 3, centers: .random(count: 2), deviations: [0.5, 2])
    ),
    (
      "gaussian-quantiles --samples 8 --classes 4 --features 1 --variance 3",
      GaussianQuantiles(variance: 3, samples: 8, features: 1, classes: 4)
    ),
    (
      "regression --samples 5 --features 4 --informative 2 --targets 2 --bias 1 --noise 0.5",
      LinearRegressionProblem(samples: 5, features: 4, informative: 2, targets: 2, bias: 1, noise: 0.5)
    ),
    (
      "regression --samples 5 --features 4 --effective-rank 2 --tail-strength 0.1",
      LinearRegressionProblem(samples: 5, features: 4, effectiveRank: 2, tailStrength: 0.1)
    ),
    ("blobs --samples 6 --box 3,-1", Blobs(samples: .total(6), box: (3, -1))),
    ("hastie --samples 5", Hastie(samples: 5)),
    ("sparse-uncorrelated --samples 5 --features 4", SparseUncorrelated(samples: 5, features: 4)),
    ("xor --samples 5 --features 3 --noise 0.2", ExclusiveOr(samples: 5, features: 3, noise: 0.2)),
    ("spirals --samples 9 --arms 3 --turns 1 --noise 0.1", Spirals(samples: 9, arms: 3, turns: 1, noise: 0.1)),
    ("spirals --no-shuffle", Spirals(shuffle: false)),
    ("gate AND", LogicGate(.and)),
    (
      "gate xnor --inputs 3 --samples 9 --shuffle --noise 0.1",
      LogicGate(.xnor, inputs: 3, samples: 9, shuffle: true, noise: 0.1)
    ),
    ("playground circle --samples 9 --noise 0.3", Playground(.circle, samples: 9, noise: 0.3)),
    ("playground multi-gauss --no-shuffle", Playground(.multiGauss, shuffle: false)),
    ("friedman 1 --samples 5 --features 6", Friedman(.first, samples: 5, features: 6)),
    ("friedman 3 --samples 5 --noise 1", Friedman(.third, samples: 5, noise: 1)),
    ("s-curve --samples 5 --noise 0.1", SCurve(samples: 5, noise: 0.1)),
    ("swiss-roll --samples 5 --hole", SwissRoll(samples: 5, hole: true)),
  ]

  @Test(arguments: cases.indices)
  func areWhatTheLibraryMakesBitByBit(_ index: Int) async throws {
    let (arguments, generator) = Self.cases[index]
    let (x, y) = try generator.samples(seed: 4)
    let outcome = try await shell("\"$M\" dataset \(arguments) --seed 4")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = outcome.lines.map { $0.split(separator: ",").map(String.init) }
    let width = x.shape[1]
    #expect(rows.first?.prefix(width) == (0..<width).map { "x\($0)" }[...])
    let values = rows.dropFirst().map { $0.map { Double($0) ?? .nan } }
    #expect(values.flatMap { $0.prefix(width) } == x.scalars)
    #expect(values.flatMap { $0.dropFirst(width) } == y.scalars)
  }

  @Test(arguments: [
    ("moons --noise -1", "noise must be finite and not negative, but is -1.0"),
    ("blobs --deviations 1,2", "deviations must be one number, or one for each of 3 clusters, but is 2 numbers"),
    ("friedman 4", "there is no problem 4; name 1, 2 or 3"), ("s-curve --seed -1", "seed must be from 0 to 2^32 - 1"),
    ("regression --effective-rank 0", "effective-rank must be 1 or more, but is 0"),
    ("blobs --box 1", "--box must be two numbers"), ("playground plane --noise 1", "noise must be from 0 to 0.5"),
    ("low-rank-matrix --tail-strength 2", "tail-strength must be from 0 to 1, but is 2.0"),
    ("gate but", "The value 'but' is invalid for '<gate>': there is no gate 'but'; name one of and, or, nand"),
    ("playground sea", "The value 'sea' is invalid for '<problem>': there is no data set 'sea'; name one of circle"),
  ])
  func mistakesAreOneLine(arguments: String, message: String) async throws {
    let outcome = try await shell("\"$M\" dataset \(arguments)")
    #expect(outcome.status != 0)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("myelin: \(message)"), "\(outcome.errors)")
  }

  @Test func matricesHaveNoTargets() async throws {
    let outcome = try await myelin("dataset", "low-rank-matrix", "--samples", "3", "--features", "2", "--seed", "4")
    let matrix = try LowRankMatrix(samples: 3, features: 2).matrix(seed: 4)
    #expect(outcome.lines.first == "x0,x1")
    #expect(outcome.lines.dropFirst().flatMap { $0.split(separator: ",").compactMap { Double($0) } } == matrix.scalars)
  }

  @Test func withoutAPlaceForTheFigureNothingIsPrinted() async throws {
    let outcome = try await myelin("dataset", "moons", "--figure", "moons.txt")
    #expect(outcome.status != 0)
    #expect(outcome.output.isEmpty)
  }

  @Test(arguments: [
    "classification", "regression", "swiss-roll", "gaussian-quantiles --features 1", "spirals", "gate xor",
    "playground plane", "playground gauss", "low-rank-matrix --samples 9 --features 7",
  ])
  func allKindsAreDrawn(arguments: String) async throws {
    let folder = try TemporaryFolder()
    let figure = folder.file("figure.png")
    let outcome = try await shell("\"$M\" dataset \(arguments) --seed 1 --figure '\(figure)'")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try bytes(figure).starts(with: [0x89, 0x50, 0x4e, 0x47]))
  }

  @Test(arguments: [
    "circles --samples 400", "playground circle", "s-curve --samples 400", "swiss-roll --samples 400", "gate and",
  ])
  func oneUnitIsAsLongOnBothAxes(arguments: String) async throws {
    let folder = try TemporaryFolder()
    let (table, figure) = (folder.file("table.csv"), folder.file("figure.svg"))
    let outcome = try await shell("\"$M\" dataset \(arguments) --seed 1 --output '\(table)' --figure '\(figure)'")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n").dropFirst()
      .map { $0.split(separator: ",").compactMap { Double($0) } }
    func span(_ values: [Double]) -> Double { (values.max() ?? 0) - (values.min() ?? 0) }
    // Tables of numbers show the first and the third of three features.
    let vertical = rows.first?.count == 4 ? 2 : 1
    // The legend's marks follow those of the rows.
    let marks = try String(contentsOfFile: figure, encoding: .utf8).matches(
      of: /gpPt\d+' transform='translate\((?<x>[\d.]+),(?<y>[\d.]+)\)/
    ).prefix(rows.count)
    #expect(marks.count == rows.count)
    let units = [
      span(marks.compactMap { Double($0.x) }) / span(rows.map { $0[0] }),
      span(marks.compactMap { Double($0.y) }) / span(rows.map { $0[vertical] }),
    ]
    #expect(abs(units[0] / units[1] - 1) < 0.02, "\(units)")
  }

  @Test func numbersHaveAColourBarAndNoLegend() async throws {
    let folder = try TemporaryFolder()
    let figure = folder.file("figure.svg")
    func drawn(_ name: String) async throws -> String {
      let outcome = try await myelin("dataset", name, "--seed", "1", "--output", folder.file("t"), "--figure", figure)
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try String(contentsOfFile: figure, encoding: .utf8)
    }
    let curve = try await drawn("s-curve")
    #expect(curve.contains(">−4</text>") && curve.contains(">y</text>") && !curve.contains("from"))
    #expect(try await !drawn("regression").contains("samples"))
  }

  @Test func figuresAreDrawn() async throws {
    let folder = try TemporaryFolder()
    let (table, figure) = (folder.file("moons.csv"), folder.file("moons.svg"))
    let outcome = try await myelin("dataset", "moons", "--output", table, "--figure", figure)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try String(contentsOfFile: table, encoding: .utf8).hasPrefix("x0,x1,label\n"))
    #expect(try String(contentsOfFile: figure, encoding: .utf8).contains("class 1"))
  }
}
