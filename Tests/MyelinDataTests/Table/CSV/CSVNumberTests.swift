import Foundation
import MyelinData
import Testing

/// Numbers in files are those that `Double(String)` and `Int64(String)` give.
struct CSVNumberTests {
  private func numbers(_ texts: [String]) throws -> [Double] {
    let file = try TemporaryFile("x\n" + texts.joined(separator: "\n") + "\n")
    return try #require(Table(contentsOf: file.path, CSVOptions(types: ["x": .number]))["x"]?.numbers)
  }

  private func expectExact(_ texts: [String], sourceLocation: SourceLocation = #_sourceLocation) throws {
    let read = try numbers(texts)
    for (text, number) in zip(texts, read) {
      #expect(Double(text)?.bitPattern == number.bitPattern, "\(text)", sourceLocation: sourceLocation)
    }
  }

  @Test func hardNumbers() throws {
    try expectExact([
      "0", "-0", "0.0", "-0.0e10", "1.", ".5", "+.5e-3", "1E5", "00012", "1e-400", "-1e-400", "0e999999999999999999999",
      "4.9e-324", "2.4703282292062327e-324", "2.4703282292062328e-324", "2.2250738585072011e-308",
      "2.2250738585072014e-308", "1.7976931348623157e308", "1.7976931348623158e308", "179769313486231580793e288",
      // Halfway between two numbers, and just beside it.
      "9007199254740993", "9007199254740992.9999999999999999999", "9007199254740993.0000000000000000001",
      "9007199254740995", "5e-324", "1.00000000000000011102230246251565404236316680908203125",
      "1.00000000000000011102230246251565404236316680908203124",
      "1.00000000000000011102230246251565404236316680908203126",
      "123456789012345678901234567890", "0.000000000000000000000000000012345678901234567890123",
      "8.5e22", "1e23", "6.02214076e23", "7.2057594037927933e16", "3.5844466002796428e298",
      String(repeating: "1", count: 400) + "e-390", "0." + String(repeating: "0", count: 400) + "1e400",
    ])
  }

  @Test func randomNumbers() throws {
    var random = SystemRandomNumberGenerator()
    var texts: [String] = []
    while texts.count < 10_000 {
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { continue }
      texts.append(value.description)
      texts.append(String(format: "%.*e", Int.random(in: 0...30, using: &random), value))
      let (digits, exponent) = (random.next() >> UInt64.random(in: 0..<64, using: &random), Int.random(in: -330...280))
      texts.append("\(digits).\(UInt64.random(in: 0...UInt64.max, using: &random))e\(exponent)")
      texts.append(
        String(format: "%.*f", Int.random(in: 0...40, using: &random), value.truncatingRemainder(dividingBy: 1e6)))
    }
    try expectExact(texts)
  }

  @Test(arguments: [
    "", "+", "-", ".", "e5", "1e", "1e+", "1e400", "-1e400", "1.2.3", "--1", "1 2", "0x10", "1_000", "1d5", "nan(1)",
    "٣",
    "1e5.0", "1,5",
  ])
  func noNumbers(text: String) throws {
    let file = try TemporaryFile("x,y\n\"[\(text)]\",\"\(text)x\"\n\"\(text)\",\"\(text)\"\n")
    let column = try Table(contentsOf: file.path)["x"]
    #expect(column?.type == .text)
  }

  @Test func integers() throws {
    let texts = [
      "9223372036854775807", "-9223372036854775808", "0000000000000000000000012", "+7", "-0", "999999999999999999",
      "1000000000000000000",
    ]
    let file = try TemporaryFile("x\n" + texts.joined(separator: "\n"))
    let column = try Table(contentsOf: file.path)["x"]
    #expect(column?.integers == texts.map { Int64($0) })
  }

  /// Whether a column of integers may become numbers: not if one of them would be another.
  @Test func integersThatNumbersCannotHold() throws {
    func column(_ texts: [String], _ options: CSVOptions = CSVOptions()) throws -> TableColumn {
      let file = try TemporaryFile("x\n" + texts.joined(separator: "\n") + "\n")
      return try Table(contentsOf: file.path, options).column(named: "x")
    }
    for texts in [
      ["1", "9223372036854775808", "3"], ["-9223372036854775809", "0"], ["9007199254740993", "1.5"],
      ["1.5", "12345678901234567890"], ["9007199254740993", "NA", "1e3"],
    ] {
      #expect(try column(texts).texts == texts.map { $0 == "NA" ? nil : $0 })
      #expect(try column(texts, CSVOptions(types: ["x": .number])).numbers?[0] == Double(texts[0]))
    }
    #expect(try column(["9007199254740992", "-9007199254740992", "0.5"]).numbers == [0x1p53, -0x1p53, 0.5])
    #expect(try column(["9007199254740993.0", "1e300", "2"]).numbers == [0x1p53, 1e300, 2])
    var grouped = CSVOptions(separator: ";")
    grouped.thousandsMark = ","
    #expect(try column(["9,007,199,254,740,993", "0.5"], grouped).type == .text)
    // However far from each other the fraction and the large integer are.
    let far = [String](repeating: "7", count: 300_000)
    #expect(try column(["9007199254740993"] + far + ["0.5"]).categories?.prefix(2) == ["9007199254740993", "7"])
    #expect(try column(["0.5"] + far + ["9007199254740993"]).text(row: 300_001) == "9007199254740993")
    let file = try TemporaryFile("x\n9007199254740993\n2\n")
    #expect(try CSVReader(path: file.path).nextTable(rows: 2)?["x"]?.texts == ["9007199254740993", "2"])
  }
}
