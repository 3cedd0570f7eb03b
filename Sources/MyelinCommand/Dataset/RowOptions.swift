import ArgumentParser
import Myelin

/// What all commands that write real data have in common.
struct RowOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many rows to draw at random; all in their order by default.", valueName: "count"))
  var samples: Int?
  @Option(parsing: .unconditional, help: "The seed of the draw, 0 to 4294967295; other rows in every run by default.")
  var seed: Int?
  @OptionGroup var files: OutputOptions

  /// The rows that are asked for.
  func rows(of count: Int) throws -> [Int] {
    if let seed, UInt32(exactly: seed) == nil {
      throw ValidationError("--seed must be from 0 to 4294967295, but is \(seed)")
    }
    guard let samples else { return Array(0..<count) }
    guard (1...count).contains(samples) else {
      throw ValidationError("--samples must be from 1 to the \(count) rows, but is \(samples)")
    }
    return try usageErrors { try RowSampling(count: samples).rows(of: count, seed: seed) }
  }

  /// Writes a table's rows, and draws them in a plane.
  ///
  /// - Parameter axes: The features of the figure; with one, the target is the other axis.
  func write(_ data: SampleTable, title: String, axes: [Int]) async throws {
    let rows = try rows(of: data.x.shape[0])
    let x = data.x.taking(Tensor(rows))
    let y = data.y.taking(Tensor(rows)).scalars
    func column(_ feature: Int) -> [Double] { x.transposed()[feature].scalars }
    var figure = Figure(title: title)
    figure.xLabel = data.featureNames[axes[0]]
    if axes.count == 2 {
      figure.points(x: column(axes[0]), y: column(axes[1]), classes: y.map { Int($0) }, names: data.classNames ?? [])
      figure.yLabel = data.featureNames[axes[1]]
    } else {
      figure.points(x: column(axes[0]), y: y)
      figure.yLabel = "target"
    }
    try await files.draw(figure)
    try write(data.table.taking(rows: rows))
  }

  /// Writes a table.
  func write(_ table: Table) throws {
    let columns = table.columns
    try files.write(header: table.columnNames, rows: table.rowCount) { row in columns.map { $0.text(row: row) ?? "" } }
  }
}
