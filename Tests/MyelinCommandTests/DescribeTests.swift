import Foundation
import Myelin
import TestSupport
import Testing

@Suite struct DescribeTests {
  private static let penguins = DocumentTests.root.appending(path: "Data/penguins.csv").path

  @Test func printsTheSummary() async throws {
    let outcome = try await myelin("describe", Self.penguins)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output == "\(try Table(contentsOf: Self.penguins).describe())\n")
    #expect(
      outcome.lines.contains { $0.hasPrefix("bill_length_mm") && $0.contains("43.9219") && $0.contains("5.45958") })
  }

  @Test func printsJSON() async throws {
    let folder = try TemporaryFolder()
    let table = try Table([
      TableColumn("x", numbers: [1, 2, .nan]), TableColumn("t", texts: ["a", "b", "b"]),
      TableColumn("b", booleans: [true, true, false]), TableColumn("d", dates: [0, 86_400, 0]),
    ])
    try table.write(to: folder.file("table.csv"))
    let outcome = try await myelin("describe", folder.file("table.csv"), "--json", "--quantiles", "0.5")
    #expect(
      outcome.output == """
        {"columns":[\
        {"count":2,"max":2,"mean":1.5,"min":1,"missing":1,"name":"x","quantiles":{"50%":1.5},"std":0.7071067811865476,\
        "type":"number"},\
        {"count":3,"freq":2,"missing":0,"name":"t","top":"b","type":"text","unique":2},\
        {"count":3,"freq":2,"missing":0,"name":"b","top":true,"type":"boolean","unique":2},\
        {"count":3,"max":"1970-01-02","mean":"1970-01-01T08:00:00","min":"1970-01-01","missing":0,"name":"d",\
        "quantiles":{"50%":"1970-01-01"},"type":"date"}],"rows":3}

        """)
  }

  @Test func optionsChoose() async throws {
    let folder = try TemporaryFolder()
    try "a;b\n1;2\n3;4\n".write(toFile: folder.file("t.csv"), atomically: true, encoding: .utf8)
    let outcome = try await myelin(
      "describe", folder.file("t.csv"), "--columns", "b", "--categorical", "b", "--separator", ";")
    #expect(outcome.output.hasPrefix("2 rows, 1 column\n\ntexts and truth values"))
  }

  @Test(arguments: [
    ("--columns nothing", "has no column 'nothing'"), ("--quantiles 2", "--quantiles must be from 0 to 1, but is 2.0"),
  ])
  func mistakesAreOneLine(arguments: String, message: String) async throws {
    let outcome = try await shell("\"$M\" describe '\(Self.penguins)' \(arguments)")
    #expect(outcome.status != 0)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains(message) && outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
  }
}
