/// The mean loss and the metrics of the samples so far, gathered batch by batch.
struct Means {
  private let metrics: [Metric]
  private var accumulators: [any MetricAccumulator]
  /// The metrics that lack the batches before a checkpoint.
  private var isIncomplete: [Bool]
  private var count = 0
  private var lossSum = 0.0

  init(_ metrics: [Metric]) {
    self.metrics = metrics
    accumulators = metrics.map { $0.makeAccumulator() }
    isIncomplete = metrics.map { _ in false }
  }

  /// The metrics' names.
  var names: [String] { metrics.map(\.name) }

  /// Takes in a batch.
  mutating func add(loss: Double, _ output: Tensor, _ target: Tensor) {
    let size = target.shape[0]
    count += size
    lossSum += loss * Double(size)
    for index in accumulators.indices { accumulators[index].update(output, target, weights: nil) }
  }

  /// The mean loss so far.
  var loss: Double { lossSum / Double(count) }

  /// The means so far. Metrics may have much to compute here: asked for once, at the end.
  var result: Evaluation {
    let results = metrics.indices.map { (metrics[$0].name, isIncomplete[$0] ? .nan : accumulators[$0].result) }
    return Evaluation(loss: loss, metrics: Dictionary(results, uniquingKeysWith: { $1 }))
  }

  /// What was gathered, as a checkpoint holds it, bit for bit: the loss, then for every metric how many numbers it remembers (−1
  /// if it can't tell) and these.
  var memory: [Double] {
    var memory = [Double(count), lossSum]
    for (index, accumulator) in accumulators.enumerated() {
      let own = isIncomplete[index] ? nil : accumulator.memory
      memory.append(Double(own?.count ?? -1))
      memory += own ?? []
    }
    return memory
  }

  /// The means that were gathered when `memory` was saved; `nil` if it isn't that of such metrics.
  init?(_ metrics: [Metric], memory: [Double]) {
    self.init(metrics)
    guard memory.count >= 2, let count = Int(exactly: memory[0]), (0..<1 << 53).contains(count) else {
      return nil
    }
    (self.count, lossSum) = (count, memory[1])
    var rest = memory.dropFirst(2)
    for index in metrics.indices {
      guard let size = rest.popFirst().flatMap(Int.init(exactly:)), size <= rest.count else { return nil }
      if size < 0 {
        isIncomplete[index] = count > 0
      } else {
        let own = rest.prefix(size)
        accumulators[index].memory = Array(own)
        // A metric that can't make sense of it hasn't taken it over.
        let taken = accumulators[index].memory ?? []
        guard taken.map(\.bitPattern) == own.map(\.bitPattern) else { return nil }
        rest = rest.dropFirst(size)
      }
    }
    guard rest.isEmpty else { return nil }
  }
}
