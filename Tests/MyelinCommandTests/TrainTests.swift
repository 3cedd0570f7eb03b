import Foundation
import TestSupport
import Testing

/// What `train --json` prints.
struct TrainingReport: Decodable, Sendable {
  struct Epoch: Decodable {
    let loss: Double
    let validationLoss: Double?
    let metrics: [String: Double]
  }

  let task: String
  let target: String
  let classes: [String]
  let trainingRows: Int
  let validationRows: Int
  let droppedRows: Int
  let inputs: Int
  let parameters: Int
  let epochs: Int
  let bestEpoch: Int
  let metrics: [String: Double]
  let history: [Epoch]
  let model: String
  let figures: [String]
}

@Suite struct TrainTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Trains on the penguins with few, small steps.
  private func train(_ target: String, _ options: String...) async throws -> Outcome {
    let quoted = options.map { "'\($0)'" }.joined(separator: " ")
    return try await shell(
      "\"$M\" train '\(penguins)' --target \(target) --hidden 8 --epochs 15 --batch-size 64 --learning-rate 0.02 "
        + "--model '\(folder.file("model"))' \(quoted)")
  }

  @Test func severalTextsAreClasses() async throws {
    let report: TrainingReport = try json(await train("species", "--json"))
    #expect(report.task == "multiclassClassification")
    #expect(report.classes == ["Adelie", "Chinstrap", "Gentoo"])
    #expect((report.trainingRows, report.validationRows, report.droppedRows) == (275, 69, 0))
    // Five numbers, three islands and two sexes.
    #expect(report.inputs == 10)
    #expect(report.parameters == 10 * 8 + 8 + 8 * 3 + 3)
    #expect(report.metrics.keys.sorted() == ["accuracy", "logLoss", "macroF1"])
    #expect(try #require(report.metrics["accuracy"]) > 0.9)
    #expect(report.history.count == report.epochs)
    #expect(report.history[report.bestEpoch - 1].validationLoss == report.history.compactMap(\.validationLoss).min())
    #expect(report.model == folder.file("model"))
    #expect(report.figures.isEmpty)
  }

  @Test func twoTextsAreABinaryTask() async throws {
    let report: TrainingReport = try json(await train("sex", "--json"))
    #expect(report.task == "binaryClassification")
    #expect(report.classes == ["female", "male"])
    #expect(report.droppedRows == 11)
    #expect(report.trainingRows + report.validationRows == 333)
    #expect(try #require(report.metrics["accuracy"]) > 0.8)
  }

  @Test func manyNumbersAreARegression() async throws {
    let report: TrainingReport = try json(await train("body_mass_g", "--json"))
    #expect(report.task == "regression")
    #expect(report.classes.isEmpty)
    #expect(report.metrics.keys.sorted() == ["meanAbsoluteError", "rSquared", "rootMeanSquaredError"])
    #expect(try #require(report.metrics["rSquared"]) > 0.6)
    // In grams, not in standard deviations.
    #expect(try #require(report.metrics["meanAbsoluteError"]) > 50)
  }

  @Test func theTaskCanBeSaid() async throws {
    let classes: TrainingReport = try json(await train("year", "--json"))
    #expect(classes.task == "multiclassClassification")
    #expect(classes.classes == ["2007", "2008", "2009"])
    let numbers: TrainingReport = try json(await train("year", "--json", "--task", "regression"))
    #expect(numbers.task == "regression")
    let binary: TrainingReport = try json(await train("sex", "--json", "--task", "multiclass"))
    #expect(binary.task == "multiclassClassification")
    expectFailure(try await train("species", "--json", "--task", "binary"), "3 classes")
  }

  @Test func theSeedDecidesEveryByte() async throws {
    func model(_ seed: Int, threads: Int = 2) async throws -> Data {
      let path = folder.file("\(seed)-\(threads)")
      let outcome = try await shell(
        "OMP_NUM_THREADS=\(threads) \"$M\" train '\(penguins)' --target species --epochs 3 --seed \(seed) --quiet "
          + "--model '\(path)'")
      #expect(outcome.status == 0, "\(outcome.errors)")
      return try bytes(path)
    }
    let first = try await model(1)
    #expect(try await model(1) == first)
    #expect(try await model(1, threads: 1) == first)
    #expect(try await model(2) != first)
  }

  @Test func quietSaysNothing() async throws {
    let outcome = try await train("species", "--quiet")
    #expect((outcome.status, outcome.output, outcome.errors) == (0, "", ""))
  }

  @Test func theReportIsForReaders() async throws {
    let outcome = try await train("species", "--figures", folder.file("figures"))
    #expect(outcome.status == 0)
    for part in [
      "penguins.csv: 344 rows", "target: species, one of 3 classes: Adelie, Chinstrap, Gentoo",
      "5 numeric and 2 categorical columns, 19 missing values filled, 10 inputs",
      "\n  numeric: bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g, year\n  categorical: island, sex\n",
      "275 to learn from, 69 held out", "network: 10-8-3, 115 parameters", "on the 69 held-out rows:", "accuracy",
      "macro F1", "log loss", "model: \(folder.file("model"))", folder.file("figures/learning-curves.svg"),
      folder.file("figures/confusion-matrix.svg"),
    ] {
      #expect(outcome.output.contains(part), "\(part)")
    }
    // In a pipe, progress is plain lines.
    #expect(outcome.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("epoch ") })
    #expect(!outcome.errors.contains("\u{1B}"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.file("figures")).sorted()
    #expect(names == ["confusion-matrix.svg", "learning-curves.svg"])
    let figure = String(decoding: try bytes(folder.file("figures/confusion-matrix.svg")), as: UTF8.self)
    #expect(figure.contains("<title>Confusion matrix: species 69 held-out rows</title>"))
  }

  @Test func onlyRowsWithATargetCountAsFilled() async throws {
    // All rows that lack a measurement lack the sex as well.
    let outcome = try await train("sex")
    #expect(outcome.output.contains(" 0 missing values filled"), "\(outcome.output)")
    #expect(outcome.output.contains("11 without a target left out"))
  }

  @Test func aRegressionIsDrawnAgainstTheTruth() async throws {
    let report: TrainingReport = try json(
      await train("body_mass_g", "--json", "--figures", folder.file("figures")))
    #expect(
      report.figures == [
        folder.file("figures/learning-curves.svg"), folder.file("figures/predicted-against-true.svg"),
      ])
    for figure in report.figures { #expect(try String(decoding: bytes(figure), as: UTF8.self).contains("</svg>")) }
    // No rows held out: the figure says that it shows those of the training.
    _ = try await train("body_mass_g", "--quiet", "--validation", "0", "--figures", folder.file("figures"))
    let figure = String(decoding: try bytes(report.figures[1]), as: UTF8.self)
    #expect(figure.contains("<title>Predicted against true: body_mass_g 342 rows it learnt from</title>"))
  }

  @Test func trainingStopsEarlyAndKeepsTheBest() async throws {
    let report: TrainingReport = try json(
      await shell(
        "\"$M\" train '\(penguins)' --target island --hidden 16 --patience 3 --epochs 200 --learning-rate 0.05 --json "
          + "--model '\(folder.file("model"))'"))
    #expect(report.epochs < 200)
    #expect(report.epochs == report.bestEpoch + 3)
    let best = report.history[report.bestEpoch - 1]
    #expect(best.validationLoss == report.history.compactMap(\.validationLoss).min())
    #expect((try #require(report.metrics["logLoss"]) - (best.validationLoss ?? 0)).magnitude < 1e-4)
  }

  @Test func withoutHeldOutRowsAllAreLearnt() async throws {
    let report: TrainingReport = try json(await train("species", "--json", "--validation", "0"))
    #expect((report.trainingRows, report.validationRows) == (344, 0))
    #expect(report.history.allSatisfy { $0.validationLoss == nil })
  }

  @Test func columnsCanBeLeftOutOrMadeCategories() async throws {
    let without: TrainingReport = try json(await train("species", "--json", "--ignore", "island,year"))
    #expect(without.inputs == 6)
    let years: TrainingReport = try json(await train("species", "--json", "--categorical", "year"))
    #expect(years.inputs == 12)
    expectFailure(try await train("species", "--json", "--ignore", "island,iland"), "'iland'", "did you mean 'island'")
    expectFailure(try await train("species", "--json", "--ignore", "species"), "--ignore", status: 64)
  }

  @Test(arguments: ["relu", "tanh", "sigmoid", "identity"])
  func everyActivationLearns(_ activation: String) async throws {
    for optimizer in ["adam", "sgd"] {
      let report: TrainingReport = try json(
        await train("species", "--json", "--activation", activation, "--optimizer", optimizer))
      #expect(report.history[report.epochs - 1].loss < report.history[0].loss)
    }
  }

  @Test func withoutHiddenLayersTheModelIsLinear() async throws {
    let report: TrainingReport = try json(await train("species", "--json", "--hidden", "none"))
    #expect(report.parameters == 10 * 3 + 3)
  }

  @Test func aBatchMayBeLargerThanTheTable() async throws {
    let report: TrainingReport = try json(await train("species", "--json", "--batch-size", "100000"))
    #expect(report.epochs == 15)
  }

  @Test func stepsThatGoToInfinityAreToldOf() async throws {
    let outcome = try await train("species", "--json", "--learning-rate", "1e30")
    expectFailure(outcome, "learning rate")
    #expect(!FileManager.default.fileExists(atPath: folder.file("model")))
  }

  @Test(
    arguments: [
      ("--epochs 0", "--epochs"), ("--epochs -3", "--epochs"), ("--batch-size 0", "--batch-size"),
      ("--validation 1", "--validation"), ("--validation -0.1", "--validation"), ("--validation nan", "--validation"),
      ("--learning-rate 0", "--learning-rate"), ("--learning-rate -1", "--learning-rate"),
      ("--learning-rate nan", "--learning-rate"), ("--learning-rate inf", "--learning-rate"),
      ("--hidden 3,x", "--hidden"), ("--hidden 0,3", "--hidden"), ("--hidden -3", "--hidden"),
      ("--hidden 99999999999", "--hidden"), ("--activation step", "--activation"), ("--optimizer lbfgs", "--optimizer"),
      ("--task ranking", "--task"), ("--patience -1", "--patience"), ("--seed x", "--seed"),
    ])
  func valuesOutOfRangeAreUsageErrors(_ options: String, _ part: String) async throws {
    expectFailure(
      try await shell("\"$M\" train '\(penguins)' --target species \(options)"), part, status: 64)
  }
}
