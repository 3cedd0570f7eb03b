import Foundation
import Testing

@testable import MyelinPlots

/// Texts are drawn as they are and run nothing.
struct TextTests {
  @Test func quotingLeavesOnlyHarmlessBytes() {
    let hostile = "a`b\"c'd\\e$f(g)@h#i!j{k}~l%m&n<o\u{7}p\0q"
    let quoted = quoted(hostile)
    #expect(quoted.hasPrefix("\"") && quoted.hasSuffix("\""))
    let allowed = Set("abcdefghijklmnopq0123456789\\\u{2407}\u{2400}")
    #expect(quoted.dropFirst().dropLast().allSatisfy { allowed.contains($0) })
    #expect(MyelinPlots.quoted("+1") == "\"\\053\\061\"", "gnuplot reads a digit after an escape as part of it")
    #expect(MyelinPlots.quoted("한글 ok 9") == "\"한글 ok 9\"")
    #expect(MyelinPlots.quoted("a\r\nb\nc\td") == "\"a\\nb\\nc    d\"")
    #expect(quotedTick("50%") == "\"50\\045\\045\"")
  }

  @Test func numbersKeepAllDigits() {
    #expect(Double(number(0.1 + 0.2)) == 0.1 + 0.2)
    #expect(number(.nan) == "NaN")
    #expect(number(-.infinity) == "NaN")
    #expect(hex(0x0072B2) == "\"#0072b2\"")
    #expect(hex(0xFF, alpha: 0) == "\"#ff0000ff\"")
  }

  static func hostile(_ directory: TemporaryDirectory) -> [String] {
    let touch = directory.file("ran")
    return [
      "back `touch '\(touch)'` tick", "dollar $(touch '\(touch)')", "\"; system(\"touch '\(touch)'\"); #",
      "'; system('touch \(touch)'); print '", "! touch '\(touch)'", "| touch '\(touch)'", "< touch '\(touch)'",
      "@macro @x", "a_b^c {d} {/Bold e} ~x{.6-}", "100% %s %d %n %g", "&amp; & <b>bold</b> > ]]>",
      "back\\slash \\n \\\\",
      "EOD", "+1 \u{1}23", "한국어 제목", "이모지 🧠 ok", "  two  spaces  ", "font-family=\"MyelinSans\"", "#comment; \\",
    ]
  }

  @Test func hostileTextsAreDrawnAsTheyAre() async throws {
    let directory = try TemporaryDirectory()
    let texts = Self.hostile(directory)
    for text in texts {
      var figure = Figure(title: text)
      figure.bars(names: ["\(text) one", "two"], values: [1.0, 2], label: text)
      figure.line(x: [0.0, 1], y: [1.0, 2], label: "line \(text)")
      figure.xLabel = text
      figure.yLabel = text
      let path = directory.file("figure.svg")
      try await figure.write(to: path)
      let svg = MyelinPlotsTests.text(try bytes(path))
      #expect(try XMLCheck.isWellFormed(path), "\(text)")
      let drawn = drawnTexts(svg)
      let expected = text.replacingOccurrences(of: "\u{1}", with: "\u{2401}")
      #expect(drawn.count { $0 == expected } == 4, "title, labels and legend of \(text): \(drawn)")
      #expect(drawn.contains("line \(expected)"))
      #expect(drawn.contains("\(expected) one"))
      let terminal = try await figure.terminal(width: 100, height: 24, color: false)
      #expect(terminal.contains(expected))
      for format in [FigureFormat.png, .pdf] { _ = try await figure.rendered(as: format) }
    }
    #expect(directory.names == ["figure.svg"], "nothing was run")
  }

  @Test func titleOfSeveralLines() async throws {
    let figure = Figure(title: "first\nsecond `x`")
    let drawn = drawnTexts(text(try await figure.rendered(as: .svg)))
    #expect(drawn.contains("first") && drawn.contains("second `x`"))
  }

  @Test(arguments: [String(repeating: "가나다라", count: 10), String(repeating: "e\u{301}\u{302}", count: 18)])
  func longTickWithPercentIsWhole(rest: String) async throws {
    let name = "99% " + rest
    var figure = Figure()
    figure.bars(names: [name, "b"], values: [1.0, 2])
    figure.heatMap(values: [[1.0, 2], [3, 4]], rowNames: [name, "c"], columnNames: [name, "b"])
    let drawn = drawnTexts(text(try await figure.rendered(as: .svg)))
    #expect(drawn.count { $0 == name } == 2)
  }

  @Test func widths() {
    #expect(displayWidth("abc") == 3)
    #expect(displayWidth("한글") == 4)
    #expect(displayWidth("🧠") == 2)
    #expect(displayWidth("e\u{301}") == 1)
    #expect(powerOfTen(-12) == "10⁻¹²")
    #expect(cellText(48) == "48")
    #expect(cellText(0.12345) == "0.123")
    #expect(cellText(-3.14159) == "−3.14")
    #expect(cellText(1.5e-7) == "1.5e−7")
  }
}

/// Whether a file can be read as an SVG.
enum XMLCheck {
  static func isWellFormed(_ path: String) throws -> Bool {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["rsvg-convert", path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    // 127: rsvg-convert is not installed, which says nothing about the file.
    return process.terminationStatus == 0 || process.terminationStatus == 127
  }
}
