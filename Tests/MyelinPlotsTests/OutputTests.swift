import Foundation
import Testing

@testable import MyelinPlots

/// Files, formats and failures.
struct OutputTests {
  static func figure() -> Figure {
    var figure = Figure(title: "t")
    figure.line([1.0, 2, 3], label: "l")
    return figure
  }

  @Test func formats() async throws {
    let directory = try TemporaryDirectory()
    for (name, magic) in [("a.svg", "<?xml"), ("그림 'b\".PNG", "\u{FFFD}PNG"), ("c.x.pdf", "%PDF")] {
      try await Self.figure().write(to: directory.file(name), size: .init(width: 300, height: 200))
      #expect(text(try bytes(directory.file(name))).hasPrefix(magic))
    }
    #expect(directory.names.count == 3, "no temporary file stays")
    let png = try bytes(directory.file("그림 'b\".PNG"))
    #expect(png[16..<24].elementsEqual([0, 0, 2, 88, 0, 0, 1, 144]), "600 × 400 pixels")
    for name in ["a.jpg", "svg", ".svg/x", "a.svg.gz"] {
      let path = directory.file(name)
      await #expect(throws: PlotError.unsupportedFormat(path: path)) { try await Self.figure().write(to: path) }
    }
    #expect(PlotError.unsupportedFormat(path: "a\nb").description.contains(".svg, .png or .pdf"))
  }

  @Test func missingGnuplot() async throws {
    let directory = try TemporaryDirectory()
    let path = directory.file("a.svg")
    await #expect(throws: PlotError.gnuplotMissing) {
      try await Self.figure().write(to: path, size: nil, searchPath: directory.path)
    }
    await #expect(throws: PlotError.gnuplotMissing) {
      _ = try await Self.figure().terminal(width: 80, height: 24, color: false, searchPath: "")
    }
    #expect(PlotError.gnuplotMissing.description.contains("sudo apt-get install gnuplot-nox"))
    #expect(directory.names.isEmpty)
  }

  @Test(arguments: ["echo 'line 1: boom' >&2; exit 3", "exec 0<&-; kill -9 $$", "exit 0", "cat >/dev/null; exit 2"])
  func failingGnuplotLeavesTheFile(script: String) async throws {
    let directory = try TemporaryDirectory()
    let program = directory.file("gnuplot")
    try "#!/bin/sh\n\(script)\n".write(toFile: program, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    let path = directory.file("a.svg")
    try "good".write(toFile: path, atomically: true, encoding: .utf8)
    var figure = Self.figure()
    // More than a pipe holds, so that writing meets a reader that has gone.
    figure.points(x: (0..<100_000).map { Double($0) }, y: (0..<100_000).map { Double($0) })
    let drawn = figure
    let error = await #expect(throws: PlotError.self) {
      try await drawn.write(to: path, size: nil, searchPath: directory.path)
    }
    #expect(error?.description.hasPrefix("gnuplot failed: ") == true)
    #expect(error?.description.contains("\n") == false)
    #expect(text(try bytes(path)) == "good")
    #expect(Set(directory.names) == ["gnuplot", "a.svg"])
  }

  @Test func refusedScriptTellsWhy() async throws {
    let error = await #expect(throws: PlotError.self) {
      _ = try await Gnuplot(searchPath: nil).run("set terminal svg\nset foo bar\n")
    }
    #expect(error?.description.contains("unrecognized option") == true, "\(String(describing: error))")
  }

  @Test func unwritablePlaces() async throws {
    let directory = try TemporaryDirectory()
    let missing = directory.file("no such/a.svg")
    let error = await #expect(throws: PlotError.self) { try await Self.figure().write(to: missing) }
    #expect(error?.description.contains("no such") == true)
    try FileManager.default.createDirectory(atPath: directory.file("d.svg"), withIntermediateDirectories: false)
    await #expect(throws: PlotError.self) { try await Self.figure().write(to: directory.file("d.svg")) }
    #expect(directory.names == ["d.svg"])
  }

  @Test func linksAndModesStay() async throws {
    let directory = try TemporaryDirectory()
    let (target, link) = (directory.file("target.svg"), directory.file("link.svg"))
    try "old".write(toFile: target, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: target)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "target.svg")
    try await Self.figure().write(to: link)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "target.svg")
    #expect(text(try bytes(target)).hasPrefix("<?xml"))
    let mode = try FileManager.default.attributesOfItem(atPath: target)[.posixPermissions] as? Int
    #expect(mode == 0o640)
  }

  @Test func bigDataPasses() async throws {
    var random = Generator(state: 9)
    var figure = Figure(title: "big")
    let xs = (0..<100_000).map { _ in random.normal() }
    figure.points(x: xs, y: xs.map { Float($0) }, label: "points")
    figure.line(x: xs.sorted(), y: xs.sorted())
    #expect(try await figure.rendered(as: .png).count > 1000)
    #expect(try await figure.rendered(as: .svg).count > 1_000_000)
  }

  @Test func svgNamesKoreanFontsAndTheTitle() async throws {
    let svg = text(try await Figure(title: "a < b & c").rendered(as: .svg))
    #expect(svg.contains("font-family=\"'Noto Sans CJK KR'"))
    #expect(svg.contains("font-weight=\"bold\""))
    #expect(svg.contains("<title>a &lt; b &amp; c</title>"))
    #expect(!svg.contains(svgFontName))
    #expect(svg.components(separatedBy: "<title>").count == 2)
  }
}
