/// Means over samples, gathered batch by batch.
struct Means {
  let metrics: [Metric]
  private var count = 0
  private var lossSum = 0.0
  private var sums: [Double]

  init(_ metrics: [Metric]) {
    self.metrics = metrics
    sums = metrics.map { _ in 0 }
  }

  /// Takes in a batch.
  mutating func add(loss: Double, _ output: Tensor, _ target: Tensor) {
    let size = target.shape[0]
    count += size
    lossSum += loss * Double(size)
    for (index, metric) in metrics.enumerated() { sums[index] += metric.compute(output, target) * Double(size) }
  }

  /// The mean loss so far.
  var loss: Double { lossSum / Double(count) }

  /// The means so far.
  var result: Evaluation {
    let means = zip(metrics, sums).map { ($0.name, $1 / Double(count)) }
    return Evaluation(loss: loss, metrics: Dictionary(means, uniquingKeysWith: { $1 }))
  }

  /// What was gathered, as a checkpoint holds it: the sums, bit for bit.
  var memory: Tensor {
    get { Tensor([Double(count), lossSum] + sums) }
    set {
      let values = newValue.scalars
      (count, lossSum, sums) = (Int(values[0]), values[1], Array(values[2...]))
    }
  }
}
