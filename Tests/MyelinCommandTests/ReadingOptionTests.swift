import Foundation
import Myelin
import TestSupport
import Testing

/// How commands read tables that aren't written in the usual way, and how models remember it.
struct ReadingOptionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let options =
    "--separator ';' --decimal , --thousands . --date-format '%d.%m.%Y' --missing -999,unbekannt --infinity"

  /// A table as a German spreadsheet writes it, whose class follows from a number.
  private func german(rows: Int = 60) throws -> String {
    let lines = (0..<rows).map { row in
      let (number, whole) = (row % 7 == 0 ? "-999" : "1.0\(10 + row),5", row % 5 == 0 ? "unbekannt" : "\(row)")
      return "\(number);\(whole);\(row % 28 + 1).0\(row % 9 + 1).2024;\(row % 2 == 0 ? "ja" : "nein")"
    }
    return try folder.add("preis;zahl;tag;wahl\n" + lines.joined(separator: "\n") + "\n", as: "german.csv")
  }

  @Test func tablesOfOtherCountries() async throws {
    let table = try german()
    let outcome = try await shell("\"$M\" convert '\(table)' '\(folder.file("x.csv"))' \(Self.options)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let converted = try Table(contentsOf: folder.file("x.csv"))
    #expect(converted.columns.map(\.type) == [.number, .integer, .date, .text])
    #expect(converted["preis"]?.numbers?[1] == 1011.5 && converted["zahl"]?.integers?[0] == nil)
    let described = try await shell("\"$M\" describe '\(table)' \(Self.options) --json")
    #expect(described.output.contains("\"name\":\"tag\"") && described.output.contains("\"type\":\"date\""))
    let explored = try await shell("\"$M\" explore '\(table)' \(Self.options) --json")
    #expect(explored.output.contains("\"date\""), "\(explored.errors)")
    let infinite = try folder.add("a\n1\ninf\n3\n", as: "inf.csv")
    #expect(try await shell("\"$M\" convert '\(infinite)' - --to csv --infinity").output == "a\n1.0\ninf\n3.0\n")
    expectFailure(try await myelin("convert", infinite, folder.file("y.csv")), "inf.csv:3:1", "(--infinity)")
    expectFailure(
      try await myelin("describe", table, "--date-format", "%Q"), "the date format '%Q'")
    expectFailure(
      try await myelin("describe", table, "--decimal", "ab"), "--decimal", "one ASCII character",
      status: 64)
  }

  @Test func modelsReadLaterTablesAlike() async throws {
    let (table, model) = (try german(), folder.file("m"))
    let trained = try await shell(
      "\"$M\" train '\(table)' --target wahl \(Self.options) --epochs 2 --hidden 4 --quiet --model '\(model)'")
    #expect(trained.status == 0, "\(trained.errors)")
    let predicted = try await myelin("predict", model, table, "--output", "-")
    #expect(predicted.status == 0 && predicted.errors == "" && predicted.lines.count == 61)
    #expect(try await myelin("evaluate", model, table, "--json").status == 0)
    // What is given for a table goes before what the model remembers.
    let tabs = try folder.add(
      String(contentsOfFile: table, encoding: .utf8).replacing(";", with: "\t"), as: "tabs.csv")
    expectFailure(try await myelin("predict", model, tabs), "separated by tabs", "(--separator tab)")
    #expect(try await myelin("predict", model, tabs, "--separator", "tab").output == predicted.output)
    // Whether the comma is the separator is found out where it is the decimal mark.
    #expect(
      try await shell(
        "\"$M\" train '\(table)' --target wahl --decimal , --ignore preis,tag,zahl --column zahl=drop --quiet --model '\(model)'"
      ).errors.contains("name zahl twice"))
    let found = try await shell(
      "\"$M\" train '\(table)' --target wahl --decimal , --thousands . --missing unbekannt --epochs 1 --quiet "
        + "--ignore tag --hidden 2 --model '\(model)' && \"$M\" predict '\(model)' '\(table)'")
    #expect(found.status == 0 && found.lines.count == 61, "\(found.errors)")
  }

  @Test func standardInputHasNoName() async throws {
    let outcome = try await shell(
      "cd '\(folder.path)' && \"$M\" train - --target species --epochs 1 --hidden 4 --quiet < '\(penguins)'")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try folder.names == ["table.myelin"])
    expectFailure(try await myelin("train", penguins, "--target", "species", "--model", "-"), "--model", status: 64)
  }

  @Test func pagesAndDataSetsGoToStandardOutput() async throws {
    let samples = try await myelin("dataset", "blobs", "--samples", "3", "--seed", "1", "--output", "-")
    #expect(samples.lines.count == 4 && samples.output.hasPrefix("x0,x1,label\n"))
    let page = try await myelin("explore", penguins, "--output", "-")
    #expect(page.status == 0 && page.output.hasPrefix("<!") && page.output.hasSuffix("</html>\n"), "\(page.errors)")
    expectFailure(try await myelin("explore", penguins, "--json", "--output", "-"), "name a file", status: 64)
  }

  @Test func rangesAreTold() async throws {
    expectFailure(
      try await myelin("train", penguins, "--target", "species", "--hidden", "0,5"), "--hidden", "1 to 65536",
      status: 64)
    expectFailure(
      try await myelin("train", penguins, "--target", "species", "--clip", "3,1"), "--clip",
      "the second not below the first",
      status: 64)
  }
}
