import Foundation
import TestSupport
import Testing

/// A model that was trained once, for all tests that only use it.
struct TrainedModel: Sendable {
  static let species = Task { try await TrainedModel("species") }
  static let mass = Task { try await TrainedModel("body_mass_g") }
  static let sex = Task { try await TrainedModel("sex") }

  let folder: TemporaryFolder
  let path: String
  let report: TrainingReport

  private init(_ target: String) async throws {
    folder = try TemporaryFolder()
    path = folder.file("\(target).myelin")
    report = try json(
      await myelin(
        "train", penguins, "--target", target, "--hidden", "8", "--epochs", "15", "--learning-rate", "0.02", "--json",
        "--model", path))
  }
}

@Suite struct PredictTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }
  private static let header = "island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year"

  private func rows(_ outcome: Outcome) -> [[String]] {
    outcome.output.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func classesComeWithTheirProbabilities() async throws {
    let model = try await TrainedModel.species.value
    let outcome = try await myelin("predict", model.path, penguins)
    #expect((outcome.status, outcome.errors) == (0, ""))
    let rows = rows(outcome)
    #expect(
      rows[0] == ["prediction", "probability:Adelie", "probability:Chinstrap", "probability:Gentoo"])
    #expect(rows.count == 345)
    for row in rows.dropFirst() {
      let probabilities = row.dropFirst().compactMap { Double($0) }
      #expect(probabilities.count == 3)
      #expect((probabilities.reduce(0, +) - 1).magnitude < 1e-6)
      let best = try #require(probabilities.indices.max { probabilities[$0] < probabilities[$1] })
      #expect(row[0] == model.report.classes[best])
    }
    // The table is ordered by species: most of the first rows are Adelies.
    #expect(rows[1..<150].count { $0[0] == "Adelie" } > 120)
  }

  @Test func standardInputAndGzippedTables() async throws {
    let model = try await TrainedModel.species.value
    let expected = try await myelin("predict", model.path, penguins).output
    let packed = folder.file("penguins.csv.gz")
    let script = "gzip -c '\(penguins)' > '\(packed)'; '\(commandPath)' predict '\(model.path)' '\(packed)' 2>&1"
    #expect(try await shell(script).output == expected)
    #expect(try await shell("'\(commandPath)' predict '\(model.path)' - 2>&1 < '\(penguins)'").output == expected)
    #expect(try await shell("cat '\(penguins)' | '\(commandPath)' predict '\(model.path)' - 2>&1").output == expected)
    #expect(try await shell("cat '\(packed)' | '\(commandPath)' predict '\(model.path)' - 2>&1").output == expected)
  }

  @Test func twoClassesComeWithBothProbabilities() async throws {
    let model = try await TrainedModel.sex.value
    let rows = rows(try await myelin("predict", model.path, penguins))
    #expect(rows[0] == ["prediction", "probability:female", "probability:male"])
    for row in rows.dropFirst() {
      let probabilities = row.dropFirst().compactMap { Double($0) }
      #expect((probabilities.reduce(0, +) - 1).magnitude < 1e-12)
      #expect(row[0] == (probabilities[0] > probabilities[1] ? "female" : "male"))
    }
  }

  @Test func numbersAreOnTheirOwnScale() async throws {
    let model = try await TrainedModel.mass.value
    let rows = rows(try await myelin("predict", model.path, penguins))
    #expect(rows[0] == ["prediction"])
    let values = rows.dropFirst().compactMap { Double($0[0]) }
    #expect(values.count == 344)
    #expect(values.allSatisfy { (1000...9000).contains($0) })
  }

  @Test func columnsAreFoundByName() async throws {
    let model = try await TrainedModel.species.value
    let same = try folder.add("\(Self.header)\nBiscoe,46.1,13.2,211,4500,female,2007\n", as: "a.csv")
    let other = try folder.add(
      "note,year,sex,body_mass_g,flipper_length_mm,bill_depth_mm,bill_length_mm,island\n"
        + "\"a, b\n\"\"c\"\"\",2007,female,4500,211,13.2,46.1,Biscoe\n", as: "b.csv")
    let first = try await myelin("predict", model.path, same)
    #expect(first.status == 0)
    #expect(try await myelin("predict", model.path, other).output == first.output)
  }

  @Test func markAndLineEndsDontMatter() async throws {
    let model = try await TrainedModel.species.value
    let row = "Biscoe,46.1,13.2,211,4500,female,2007"
    let plain = try await myelin("predict", model.path, folder.add("\(Self.header)\n\(row)\n", as: "a.csv"))
    let dressed = try folder.add(
      "\u{FEFF}\(Self.header)\r\n\(row.replacing("Biscoe", with: "\"Biscoe\""))", as: "b.csv")
    #expect(try await myelin("predict", model.path, dressed).output == plain.output)
  }

  @Test func missingValuesAreFilled() async throws {
    let model = try await TrainedModel.species.value
    let outcome = try await myelin(
      "predict", model.path, folder.add("\(Self.header)\n,,,,,,\nNA,NaN,?,null,None,N/A,2007\n"))
    #expect((outcome.status, outcome.errors) == (0, ""))
    #expect(rows(outcome).count == 3)
  }

  @Test func unseenCategoriesAreWarnedAbout() async throws {
    let model = try await TrainedModel.species.value
    let path = try folder.add(
      "\(Self.header)\nAtlantis,46,13,211,4500,female,2007\nBiscoe,46,13,211,4500,female,2007\n"
        + "Atlantis,46,13,211,4500,female,2007\n")
    let outcome = try await myelin("predict", model.path, path)
    #expect(outcome.status == 0)
    #expect(rows(outcome).count == 4)
    #expect(rows(outcome)[1] == rows(outcome)[3])
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.count == 1)
    for part in ["myelin: warning: ", path, "line 2", "'Atlantis'", "'island'", "2 rows"] {
      #expect(outcome.errors.contains(part), "\(outcome.errors)")
    }
  }

  @Test func longTablesAreReadAndWrittenPieceByPiece() async throws {
    let model = try await TrainedModel.species.value
    let block = (0..<500).map { "Dream,\(40 + Double($0 % 100) / 10),18,190,3700,male,2008" }
    let path = try folder.add(
      "\(Self.header)\n" + Array(repeating: block, count: 10).joined().joined(separator: "\n"))
    let outcome = try await myelin("predict", model.path, path)
    let rows = rows(outcome)
    #expect(rows.count == 5001)
    // The place of a row in its block doesn't change the answer.
    for index in 1...4500 where rows[index] != rows[index + 500] { Issue.record("row \(index)") }
    #expect(try await shell("\"$M\" predict '\(model.path)' '\(path)' | head -n 2").errors == "")
  }

  @Test func writesAFileWholeOrNotAtAll() async throws {
    let model = try await TrainedModel.species.value
    let output = folder.file("out.csv")
    let printed = try await myelin("predict", model.path, penguins).output
    #expect(try await myelin("predict", model.path, penguins, "--output", output).output == "")
    #expect(try String(decoding: bytes(output), as: UTF8.self) == printed)
    // An error after thousands of rows leaves the old file.
    let row = "Dream,40,18,190,3700,male,2008\n"
    let path = try folder.add(
      "\(Self.header)\n" + String(repeating: row, count: 3000) + row.replacing("40", with: "forty"), as: "long.csv")
    expectFailure(
      try await myelin("predict", model.path, path, "--output", output), "\(path):3002:7: 'forty' in column")
    #expect(try String(decoding: bytes(output), as: UTF8.self) == printed)
    #expect(try folder.names == ["long.csv", "out.csv"])
  }

  @Test func inputsAreNeverReplaced() async throws {
    let model = try await TrainedModel.species.value
    let path = try folder.add(String(decoding: bytes(penguins), as: UTF8.self))
    expectFailure(try await myelin("predict", model.path, path, "--output", path), "--output")
    expectFailure(try await myelin("predict", model.path, path, "--output", model.path), "--output")
  }

  @Test func wrongColumnsAreNamed() async throws {
    let model = try await TrainedModel.species.value
    expectFailure(
      try await myelin("predict", model.path, folder.add("island,sex\nDream,male\n")), "table.csv:1: ",
      "'bill_length_mm', 'bill_depth_mm', 'flipper_length_mm', 'body_mass_g', 'year'")
    let empty = try await myelin("predict", model.path, folder.add(Self.header + "\n"))
    #expect(empty.status == 0 && empty.errors == "" && empty.lines.count == 1)
    #expect(empty.output.hasPrefix("prediction,"))
    expectFailure(try await myelin("predict", model.path, folder.add("")), "empty")
    expectFailure(try await myelin("predict", model.path, folder.file("none.csv")), "none.csv: no such file")
    expectFailure(
      try await myelin("predict", model.path, folder.add("\(Self.header)\nDream,1,2\n")), "table.csv:2:9: row has 3")
  }
}

@Suite struct EvaluateTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private struct Report: Decodable {
    let target: String
    let rows: Int
    let metrics: [String: Double]
  }

  @Test func agreesWithThePredictions() async throws {
    let model = try await TrainedModel.species.value
    let report: Report = try json(await myelin("evaluate", model.path, penguins, "--json"))
    #expect((report.target, report.rows) == ("species", 344))
    let predicted = try await myelin("predict", model.path, penguins).lines.dropFirst().map { $0.prefix { $0 != "," } }
    let actual = String(decoding: try bytes(penguins), as: UTF8.self).split(separator: "\n").dropFirst()
      .map { $0.prefix { $0 != "," } }
    let accuracy = Double(zip(predicted, actual).count { $0 == $1 }) / 344
    #expect((try #require(report.metrics["accuracy"]) - accuracy).magnitude < 1e-12)
  }

  @Test func aRegressionIsJudgedOnItsOwnScale() async throws {
    let model = try await TrainedModel.mass.value
    let report: Report = try json(await myelin("evaluate", model.path, penguins, "--json"))
    #expect(report.rows == 342)
    let table = String(decoding: try bytes(penguins), as: UTF8.self).split(separator: "\n").dropFirst()
      .map { Double($0.split(separator: ",", omittingEmptySubsequences: false)[5]) }
    let predicted = try await myelin("predict", model.path, penguins).lines.dropFirst().compactMap { Double($0) }
    let errors = zip(predicted, table).compactMap { predicted, actual in actual.map { (predicted - $0).magnitude } }
    let mean = errors.reduce(0, +) / Double(errors.count)
    #expect((try #require(report.metrics["meanAbsoluteError"]) - mean).magnitude < 1e-9 * mean)
  }

  @Test func rowsWithoutATargetAreLeftOut() async throws {
    let model = try await TrainedModel.sex.value
    let outcome = try await myelin("evaluate", model.path, penguins, "--figures", folder.file("figures"))
    #expect((outcome.status, outcome.errors) == (0, ""))
    for part in ["333 rows with a sex", "accuracy", "macro F1", "log loss", "figures/evaluation-confusion-matrix.svg"] {
      #expect(outcome.output.contains(part), "\(outcome.output)")
    }
    let figure = String(
      decoding: try bytes(folder.file("figures/evaluation-confusion-matrix.svg")), as: UTF8.self)
    #expect(figure.contains("<title>Confusion matrix: sex 333 rows of penguins.csv</title>"))
    #expect(figure.contains(">0</text>"), "the colours begin at no row at all")
  }

  @Test func classesOfAnotherTrainingAreErrors() async throws {
    let model = try await TrainedModel.species.value
    let header = "species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year\n"
    expectFailure(
      try await myelin("evaluate", model.path, folder.add(header + "Emperor,Dream,40,18,190,3700,male,2008\n")),
      "table.csv:2:1: 'Emperor'")
    expectFailure(
      try await myelin("evaluate", model.path, folder.add(header + "NA,Dream,40,18,190,3700,male,2008\n")),
      "table.csv:1:1: the target column 'species' has no values")
    expectFailure(
      try await myelin("evaluate", model.path, folder.add(header.replacing("species", with: "kind") + "a,,,,,,,\n")),
      "table.csv:1: has no column 'species'")
  }
}
