import Foundation
import TestSupport
import Testing

/// Steps of `train` that a single column goes through: scaling, orders, and missing values.
@Suite struct ColumnStepTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func train(_ table: String, _ target: String, _ options: String) async throws -> Outcome {
    try await shell(
      "\"$M\" train '\(table)' --target \(target) --epochs 2 --hidden 4 --model '\(folder.file("model"))' \(options)")
  }

  @Test(arguments: [
    "age=polynomial:3", "joined=year,quarter,month,day", "age=most-frequent", "age=bins:9", "group=ordinal:a:b:c:d",
    "group=target", "age=hashing:3", "age=log1p --column joined=year,month,cyclical", "age=standard,polynomial:2",
  ])
  func numbersAreScaledAfterStepsOfTheirOwn(steps: String) async throws {
    var rows = "age,joined,group,y\n"
    for row in 0..<300 {
      let (year, month, day) = (1960 + row * 7 % 60, row % 12 + 1, row % 28 + 1)
      let y = Double(row % 90) * 1000 + Double(year) * 300 + Double(row % 4) * 9000
      let date = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
      rows += "\(20 + row % 90),\(date),\(["a", "b", "c", "d"][row % 4]),\(y)\n"
    }
    let path = try folder.add(rows)
    let report: TrainingReport = try json(
      await shell(
        "\"$M\" train '\(path)' --target y --epochs 60 --hidden 16 --learning-rate 0.01 --json "
          + "--model '\(folder.file("model"))' --column \(steps)"))
    #expect(try #require(report.metrics["rSquared"]) > 0.8, "\(steps)")
  }

  @Test func numbersStayAsTheyAreIfAskedFor() async throws {
    let path = try folder.add("a,y\n" + (0..<40).map { "\($0 * 100_000),\($0)\n" }.joined())
    let scaled: TrainingReport = try json(await train(path, "y", "--json --column a=mean"))
    let plain: TrainingReport = try json(await train(path, "y", "--json --column a=mean,none"))
    #expect(try #require(scaled.metrics["rSquared"]) > -10)
    #expect(try #require(plain.metrics["rSquared"]) < -1000)
  }

  @Test func whatAnOrderNamesInVainIsWarnedOf() async throws {
    let path = try folder.add(PreprocessingOptionTests.table)
    let outcome = try await train(path, "y", "--json --column size=ordinal:tiny:small:medium:large:huge")
    #expect(outcome.status == 0)
    #expect(
      outcome.errors
        == "myelin: warning: \(path): --column size: the column never has 'tiny', 'huge', which ordinal names; "
        + "correct the spelling unless other rows will have them\n")
    // What fills the column is there, too, and numbers are known by their digits.
    for options in ["size=constant:none,ordinal:none:small:medium:large", "y=ordinal:0:1:2"] {
      let target = options.hasPrefix("y") ? "price" : "y"
      let outcome = try await train(path, target, "--json --column \(options)")
      #expect(outcome.errors == "" && outcome.status == 0, "\(outcome.errors)")
    }
  }

  @Test func missingValuesCanStayACategory() async throws {
    let path = try folder.add(PreprocessingOptionTests.table)
    let filled = try await train(path, "y", "--column city=drop")
    #expect(filled.output.contains(", 33 missing values filled, "), "\(filled.output)")
    for steps in ["bins:5,one-hot", "one-hot", "target", "embedding:3", "hashing:4", "clip:0:9,bins:3,embedding"] {
      let outcome = try await train(path, "y", "--column price=keep-missing,\(steps)")
      #expect(outcome.status == 0, "\(steps): \(outcome.errors)")
      #expect(outcome.output.contains(", 27 missing values filled, "), "\(outcome.output)")
      #expect(try await myelin("predict", folder.file("model"), path).status == 0)
    }
  }
}
