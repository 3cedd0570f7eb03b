import Testing

@testable import MyelinPlots

/// The numbers written along the axes.
struct TickTests {
  private func texts(
    _ range: ClosedRange<Double>, logarithmic: Bool = false, wholeNumbers: Bool = false, length: Double = 300,
    isHorizontal: Bool = true
  ) -> [String] {
    ticks(
      in: range, logarithmic: logarithmic, wholeNumbers: wholeNumbers,
      room: .points(length, isHorizontal: isHorizontal)
    ).map(\.text)
  }

  @Test func roundNumbers() {
    #expect(texts(0...1) == ["0", "0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1"])
    #expect(texts(-4.6...0.4, length: 400) == ["−4.5", "−4", "−3.5", "−3", "−2.5", "−2", "−1.5", "−1", "−0.5", "0"])
    #expect(texts(0...1, length: 60) == ["0", "0.5", "1"])
    #expect(texts(0...1, length: 60, isHorizontal: false) == ["0", "0.5", "1"])
    #expect(texts(0...1, length: 1) == ["0", "1"], "two even where there is no room")
    #expect(texts(0...25_000) == ["0", "5000", "10000", "15000", "20000", "25000"])
    #expect(texts(0.1...0.3, length: 100) == ["0.1", "0.2", "0.3"], "ends that are no doubles")
  }

  @Test func allDigitsThatDiffer() {
    #expect(texts(1_000_000...1_000_001, length: 250) == ["1000000", "1000000.5", "1000001"])
    #expect(texts(1e15...1e15 + 1, length: 400).count == 3)
    #expect(texts(-3e9...3e9) == ["−3e9", "−2e9", "−1e9", "0", "1e9", "2e9", "3e9"])
    #expect(texts(0...2e-20, length: 280) == ["0", "5e−21", "1e−20", "1.5e−20", "2e−20"])
    #expect(texts(-1e300...1e300, length: 200) == ["−1e300", "−5e299", "0", "5e299", "1e300"])
    for range in [0.0...1e-290, 1e10...(1e10 + 1e-2), -1.1e300...1.1e300, 7...7.000001, -123.4...(-123.3)] {
      let shown = texts(range)
      #expect(shown.count >= 2 && Set(shown).count == shown.count, "\(range): \(shown)")
    }
  }

  @Test func numbersMatchTexts() {
    for tick in ticks(in: -0.35...0.72, logarithmic: false, room: .points(300, isHorizontal: true)) {
      #expect(Double(tick.number) == Double(tick.text.replacing("−", with: "-")))
    }
  }

  @Test func rowsOfTables() {
    #expect(texts(-0.5...2.5, wholeNumbers: true) == ["0", "1", "2"])
    #expect(texts(-0.5...0.5, wholeNumbers: true) == ["0"])
    #expect(texts(-0.5...29.5, wholeNumbers: true) == ["0", "5", "10", "15", "20", "25"])
  }

  @Test func logarithmicAxes() {
    #expect(texts(0.01...1000, logarithmic: true) == ["10⁻²", "10⁻¹", "10⁰", "10¹", "10²", "10³"])
    #expect(texts(1e-30...1e30, logarithmic: true, length: 120).count == 3)
    #expect(texts(2...9, logarithmic: true) == ["2", "3", "4", "5", "6", "7", "8", "9"])
    #expect(texts(0.05...0.3, logarithmic: true) == ["0.05", "0.1", "0.2"])
    #expect(texts(1e6...1.2e6, logarithmic: true, length: 200) == ["1000000", "1100000", "1200000"])
    #expect(texts(1e-303...1e303, logarithmic: true).count >= 2)
  }

  @Test func terminalShowsThemToo() async throws {
    var figure = Figure()
    figure.line(x: [0.0, 2e9], y: [1_000_000, 1_000_000.5])
    let drawn = try await figure.terminal(width: 60, height: 16, color: false)
    for text in ["1000000 │", "1000000.4 │", "2e9", "1.5e9"] { #expect(drawn.contains(text), "\(text)\n\(drawn)") }
    let narrow = Figure(columns: 3, panels: (0..<3).map { _ in Panel { $0.line(x: [1.0, 30], y: [0.0, 1]) } })
    #expect(try await narrow.terminal(width: 78, height: 12, color: false).contains("20"), "narrow panels as well")
  }
}
