import Myelin

/// The figures of the perceptron's lesson.
extension PerceptronLesson {
  private static let classNames = ["class −1", "class +1"]

  /// The points as they are labelled.
  public func groundTruthFigure(theme: Theme = .light) -> Figure {
    var figure = Figure(title: "Ground truth", theme: theme)
    draw(classes: y, on: &figure)
    return figure
  }

  /// The points as the perceptron classifies them now.
  public func classificationFigure(theme: Theme = .light) -> Figure {
    var figure = Figure(title: "Classification by the perceptron", theme: theme)
    draw(classes: model(x).sign(), on: &figure)
    return figure
  }

  /// The decision boundary at several moments, a panel each.
  public func boundaryFigure(_ moments: [(title: String, line: Line)], theme: Theme = .light) -> Figure {
    let panels = moments.map { moment in
      Panel(title: moment.title) { panel in
        let (horizontal, vertical) = range
        panel.decisionRegions(x: horizontal, y: vertical) { x, y in moment.line.value(x, y) > 0 ? 1 : 0 }
        draw(classes: y, on: &panel)
        let ends = moment.line.boundary(within: horizontal, vertical)
        panel.line(
          x: ends.map(\.x), y: ends.map(\.y), label: "decision boundary", color: .foreground, style: .dashed)
      }
    }
    return Figure(title: "Decision boundary", theme: theme, columns: max(moments.count, 1), panels: panels)
  }

  private func draw(classes: Tensor, on plot: inout some Plot) {
    plot.points(
      x: x.transposed().rows[0].scalars, y: x.transposed().rows[1].scalars,
      classes: classes.scalars.map { $0 > 0 ? 1 : 0 }, names: Self.classNames)
    plot.xLabel = "x₀"
    plot.yLabel = "x₁"
    (plot.xRange, plot.yRange) = range
  }

  /// The points' extent with a margin.
  private var range: (ClosedRange<Double>, ClosedRange<Double>) {
    let sides = x.transposed().rows.map { values -> ClosedRange<Double> in
      let (low, high) = (values.min().scalar, values.max().scalar)
      let margin = max((high - low) * 0.08, 1e-3)
      return (low - margin)...(high + margin)
    }
    return (sides[0], sides[1])
  }
}

extension PerceptronLesson.Line {
  /// z = w₀x + w₁y + b.
  func value(_ x: Double, _ y: Double) -> Double { weights[0] * x + weights[1] * y + bias }

  /// The two places where the boundary z = 0 enters and leaves a rectangle; none if it passes by.
  func boundary(within x: ClosedRange<Double>, _ y: ClosedRange<Double>) -> [(x: Double, y: Double)] {
    var ends: [(x: Double, y: Double)] = []
    for side in [x.lowerBound, x.upperBound] where weights[1] != 0 {
      let crossing = -(weights[0] * side + bias) / weights[1]
      if y.contains(crossing) { ends.append((side, crossing)) }
    }
    for side in [y.lowerBound, y.upperBound] where weights[0] != 0 {
      let crossing = -(weights[1] * side + bias) / weights[0]
      if x.contains(crossing) { ends.append((crossing, side)) }
    }
    return Array(ends.prefix(2))
  }
}
