import Myelin

extension Results {
  /// The time of a training step against the width of the network, both axes logarithmic; `nil` without the sweep.
  var widthFigure: Figure? {
    let sweep = works.filter { $0.name.hasPrefix("width-") }
    guard sweep.count > 1 else { return nil }
    var figure = Figure(title: "Training step of 10-w-w-10, batch 128")
    figure.xLabel = "width w"
    figure.yLabel = "µs"
    figure.xLogarithmic = true
    figure.yLogarithmic = true
    for name in sweep[0].scores.map(\.name) {
      let points = sweep.compactMap { work in
        work.scores.first { $0.name == name }.map { (Double(work.workload.sizes[1]), $0.median * 1e6) }
      }
      figure.line(x: points.map(\.0), y: points.map(\.1), label: name)
    }
    let floors = sweep.compactMap { work in
      work.floor(on: machine).map { (Double(work.workload.sizes[1]), $0 * 1e6) }
    }
    figure.line(x: floors.map(\.0), y: floors.map(\.1), label: "the arithmetic alone", style: .dotted)
    return figure
  }
}
