import Myelin

/// Figures of generated samples.
enum SampleFigure {
  /// What the samples look like.
  ///
  /// - Parameter axes: Which features the figure shows. By default the first two of classes, and the first with the first
  ///   target of numbers.
  static func figure(
    of samples: GeneratedSamples, title: String, axes: (horizontal: Int, vertical: Int)?
  ) -> Figure {
    var figure = Figure(title: title)
    func column(_ index: Int) -> [Double] {
      stride(from: index, to: samples.features.count, by: samples.featureCount).map { samples.features[$0] }
    }
    let (horizontal, vertical) = axes ?? (0, 1)
    let x = column(horizontal)
    figure.xLabel = "x\(horizontal)"
    switch samples.targets {
    case .numbers(let numbers, let count) where axes == nil:
      figure.points(x: x, y: stride(from: 0, to: numbers.count, by: count).map { numbers[$0] }, label: "samples")
      figure.yLabel = count == 1 ? "y" : "y0"
    case .numbers(let numbers, let count):
      addColoredPoints(
        x: x, y: column(vertical), numbers: stride(from: 0, to: numbers.count, by: count).map { numbers[$0] }, &figure)
      figure.yLabel = "x\(vertical)"
    case .classes(let classes):
      // Classes of a single feature lie on a line.
      let hasVertical = vertical < samples.featureCount
      let names = (0...(classes.max() ?? 0)).map { "class \($0)" }
      figure.points(x: x, y: hasVertical ? column(vertical) : x.map { _ in 0 }, classes: classes, names: names)
      figure.yLabel = hasVertical ? "x\(vertical)" : ""
    }
    return figure
  }

  /// Colours for small to large numbers, from orange over grey to blue.
  private static let colors: [UInt32] = [0xC75A00, 0xE08A3C, 0xE3B98C, 0xB9BCC0, 0x8DB3D6, 0x4689C2, 0x0B5CA8]

  /// Points whose colours tell a number.
  private static func addColoredPoints(x: [Double], y: [Double], numbers: [Double], _ figure: inout Figure) {
    guard let low = numbers.min(), let high = numbers.max(), low < high else {
      figure.points(x: x, y: y, label: "samples")
      return
    }
    let step = (high - low) / Double(colors.count)
    let bins = numbers.map { min(Int(($0 - low) / step), colors.count - 1) }
    for (bin, color) in colors.enumerated() {
      let members = bins.indices.filter { bins[$0] == bin }
      let name = "y from \(rounded(low + step * Double(bin)))"
      figure.points(
        x: members.map { x[$0] }, y: members.map { y[$0] }, label: name, color: .rgb(color), marker: .circle)
    }
  }
}
