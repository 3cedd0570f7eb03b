import ArgumentParser
import Myelin

/// Where a data set goes: a table, and a figure.
struct OutputOptions: ParsableArguments {
  @Option(
    parsing: .unconditional, help: ArgumentHelp("The file to write; standard output by default.", valueName: "file.csv")
  )
  var output: String?
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A figure of the data to draw: SVG, PNG or PDF by its ending.", valueName: "file.svg"))
  var figure: String?

  /// Draws a figure where that is asked for: before anything is printed, for it may turn out that it can't be drawn.
  func draw(_ figure: @autoclosure () -> Figure, size: Figure.Size? = nil) async throws {
    if let path = self.figure { try await figure().write(to: path, size: size) }
  }

  /// Writes a table.
  ///
  /// - Parameter fields: Gives the texts of a row.
  func write(header: [String], rows: Int, fields: (Int) -> [String]) throws {
    let writer =
      try output.map { try CSVWriter(path: $0, header: header) } ?? CSVWriter(standardOutputWithHeader: header)
    for row in 0..<rows { try writer.write(fields(row)) }
    try writer.finish()
  }
}
