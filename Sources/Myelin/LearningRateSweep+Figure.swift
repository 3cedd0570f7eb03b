extension LearningRateSweep {
  /// The losses over the learning rates, on a logarithmic axis, and the suggested rate.
  ///
  /// - Parameters:
  ///   - title: What stands above.
  ///   - theme: The colours.
  public func figure(title: String = "Loss by learning rate", theme: Theme = .light) -> Figure {
    var figure = Figure(title: title, theme: theme)
    figure.points(x: learningRates, y: losses, label: "loss of a batch", color: .secondary, size: 0.5)
    figure.line(x: learningRates, y: smoothedLosses, label: "smoothed")
    if let suggestion, let place = learningRates.firstIndex(of: suggestion) {
      figure.points(
        x: [suggestion], y: [smoothedLosses[place]], label: "steepest: \(Self.text(suggestion))", color: .series(1),
        size: 1.5)
    }
    figure.xLabel = "learning rate"
    figure.yLabel = "loss"
    figure.xLogarithmic = true
    if let lowest = smoothedLosses.min(), let highest = smoothedLosses.max(), lowest < highest {
      // A single batch must not squeeze the curve.
      figure.yRange = (lowest - 0.1 * (highest - lowest))...(highest + 0.1 * (highest - lowest))
    }
    return figure
  }

  /// A rate with two digits, such as 3.2e-4.
  private static func text(_ rate: Double) -> String {
    var (digits, exponent) = (rate, 0)
    while digits >= 9.95 { (digits, exponent) = (digits / 10, exponent + 1) }
    while digits < 0.995, digits > 0 { (digits, exponent) = (digits * 10, exponent - 1) }
    return "\((digits * 10).rounded() / 10)" + (exponent == 0 ? "" : "e\(exponent)")
  }
}
