import Myelin

/// Figures of generated samples.
enum SampleFigure {
  /// What the samples look like.
  ///
  /// - Parameters:
  ///   - axes: Which features the figure shows. By default the first two of classes, and the first with the first
  ///     target of numbers.
  ///   - equalScales: Whether all features have the same unit, which is then as long on both axes: circles are round.
  static func figure(
    of samples: GeneratedSamples, title: String, axes: (horizontal: Int, vertical: Int)?, equalScales: Bool
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
      figure.points(x: x, y: stride(from: 0, to: numbers.count, by: count).map { numbers[$0] })
      figure.yLabel = count == 1 ? "y" : "y0"
    case .numbers(let numbers, let count):
      figure.points(
        x: x, y: column(vertical), values: stride(from: 0, to: numbers.count, by: count).map { numbers[$0] },
        label: count == 1 ? "y" : "y0")
      figure.yLabel = "x\(vertical)"
      figure.equalAspect = equalScales
    case .classes(let classes):
      // Classes of a single feature lie on a line.
      let hasVertical = vertical < samples.featureCount
      let names = (0...(classes.max() ?? 0)).map { "class \($0)" }
      figure.points(x: x, y: hasVertical ? column(vertical) : x.map { _ in 0 }, classes: classes, names: names)
      figure.yLabel = hasVertical ? "x\(vertical)" : ""
      figure.equalAspect = equalScales && hasVertical
    }
    return figure
  }
}
