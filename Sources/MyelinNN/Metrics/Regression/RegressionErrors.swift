import Glibc

/// What predictions of numbers miss, output by output: sums from which all measures but the median follow.
///
/// ```swift
/// let errors = Metrics.regressionErrors(targets: y, predictions: model(x))
/// errors.meanAbsoluteErrors   // one for every output
/// errors.rSquareds()
/// ```
///
/// Samples can be added batch by batch. Targets and predictions have one shape, `[n]` or `[n, outputs]`; axes of size 1 may
/// differ, and further axes count as outputs.
public struct RegressionErrors: Sendable {
  /// The number of samples.
  public private(set) var count = 0
  /// The sum of the samples' weights.
  public private(set) var weight = 0.0
  private var outputs: [Sums] = []

  /// No errors yet.
  public init() {}

  /// The number of outputs; 0 before the first sample.
  public var outputCount: Int { outputs.count }

  /// Takes further samples into account.
  public mutating func add(targets: Tensor, predictions: Tensor, weights: Tensor? = nil) {
    let columns = RegressionColumns(targets, predictions, weights)
    guard columns.count > 0 else { return }
    if outputs.isEmpty { outputs = columns.targets.map { _ in Sums() } }
    guard outputs.count == columns.targets.count else {
      fatalError("regressionErrors: samples of \(columns.targets.count) outputs after others of \(outputs.count)")
    }
    for place in outputs.indices {
      outputs[place].add(columns.targets[place], columns.predictions[place], columns.weights, known: weight)
    }
    count += columns.count
    weight += columns.weights.reduce(0, +)
  }

  /// The mean of |t − p|.
  public var meanAbsoluteErrors: [Double] { outputs.map { $0.absolute / weight } }
  /// The mean of (t − p)².
  public var meanSquaredErrors: [Double] { outputs.map { $0.squared / weight } }
  /// The square root of the mean of (t − p)².
  public var rootMeanSquaredErrors: [Double] { outputs.map { ($0.squared / weight).squareRoot() } }
  /// The mean of |t − p| / max(|t|, ε), with ε = 2⁻⁵²: 1 means 100 %.
  public var meanAbsolutePercentageErrors: [Double] { outputs.map { $0.relative / weight } }
  /// The mean of (log(1 + t) − log(1 + p))²; NaN if a number is −1 or less.
  public var meanSquaredLogErrors: [Double] { outputs.map { $0.logarithmic / weight } }
  /// The largest |t − p|.
  public var largestErrors: [Double] { outputs.map(\.largest) }

  /// 1 − Σ (t − p)² / Σ (t − t̄)²: the share of the targets' variance that is explained; 0 for a constant prediction of their
  /// mean. NaN for fewer than two samples.
  ///
  /// - Parameter finite: Whether constant targets give 1 (if predicted exactly) or 0 instead of NaN or −∞.
  public func rSquareds(finite: Bool = true) -> [Double] {
    guard count > 1 else { return outputs.map { _ in .nan } }
    return outputs.map { RegressionErrors.explained($0.squared, of: $0.target.squares, finite) }
  }

  /// 1 − Var(t − p) / Var(t): R² that forgives an error that is the same for all samples.
  ///
  /// - Parameter finite: Whether constant targets give 1 (if predicted exactly, but for a constant) or 0 instead of NaN or −∞.
  public func explainedVariances(finite: Bool = true) -> [Double] {
    outputs.map { RegressionErrors.explained($0.error.squares, of: $0.target.squares, finite) }
  }

  /// The variance of every output's targets.
  public var targetVariances: [Double] { outputs.map { $0.target.squares / weight } }

  private static func explained(_ missed: Double, of whole: Double, _ finite: Bool) -> Double {
    guard finite, !missed.isNaN, !whole.isNaN else { return 1 - missed / whole }
    if missed == 0 { return 1 }
    return whole == 0 ? 0 : 1 - missed / whole
  }

  /// All sums as numbers, for checkpoints.
  var numbers: [Double] {
    get {
      [Double(count), weight]
        + outputs.flatMap { sums in
          [
            sums.absolute, sums.squared, sums.relative, sums.logarithmic, sums.largest, sums.target.mean,
            sums.target.squares, sums.error.mean, sums.error.squares,
          ]
        }
    }
    set {
      guard newValue.count >= 2, newValue.count % 9 == 2, let count = Int(exactly: newValue[0]) else { return }
      (self.count, weight) = (count, newValue[1])
      outputs = stride(from: 2, to: newValue.count, by: 9).map { start in
        let numbers = Array(newValue[start..<start + 9])
        return Sums(
          absolute: numbers[0], squared: numbers[1], relative: numbers[2], logarithmic: numbers[3], largest: numbers[4],
          target: Spread(mean: numbers[5], squares: numbers[6]), error: Spread(mean: numbers[7], squares: numbers[8]))
      }
    }
  }

  /// The sums of one output.
  private struct Sums: Sendable {
    var absolute = 0.0
    var squared = 0.0
    var relative = 0.0
    var logarithmic = 0.0
    var largest = 0.0
    var target = Spread()
    var error = Spread()

    mutating func add(_ targets: [Double], _ predictions: [Double], _ weights: [Double], known: Double) {
      for (index, target) in targets.enumerated() {
        let (prediction, weight) = (predictions[index], weights[index])
        let error = target - prediction
        absolute += weight * error.magnitude
        squared += weight * (error * error)
        relative += weight * (error.magnitude / max(target.magnitude, .ulpOfOne))
        let ratio = target <= -1 || prediction <= -1 ? .nan : log1p(target) - log1p(prediction)
        logarithmic += weight * (ratio * ratio)
        largest = error.isNaN ? .nan : max(largest, error.magnitude)
      }
      target.add(targets, weights, known: known)
      error.add(zip(targets, predictions).map { $0 - $1 }, weights, known: known)
    }
  }

  /// The mean of numbers, and the sum of squared distances from it.
  private struct Spread: Sendable {
    var mean = 0.0
    var squares = 0.0

    /// Within a batch the mean comes first, then the squares; batches are merged as in T. Chan, G. Golub, R. LeVeque (1979):
    /// differences of large sums would lose digits.
    mutating func add(_ values: [Double], _ weights: [Double], known: Double) {
      let total = weights.reduce(0, +)
      // Sums of distances from the first value that counts: equal values have exactly their value as mean.
      guard total > 0, let place = weights.firstIndex(where: { $0 > 0 }) else { return }
      let first = values[place]
      let center = first + zip(values, weights).reduce(0) { $0 + ($1.0 - first) * $1.1 } / total
      let around = zip(values, weights).reduce(0) { $0 + ($1.0 - center) * ($1.0 - center) * $1.1 }
      let distance = center - mean
      if known == 0 {
        (mean, squares) = (center, around)
      } else {
        squares += around + distance * distance * (known * total / (known + total))
        mean += distance * (total / (known + total))
      }
    }
  }
}

/// Targets and predictions as columns of numbers.
struct RegressionColumns {
  let targets: [[Double]]
  let predictions: [[Double]]
  let weights: [Double]

  var count: Int { weights.count }

  init(_ targets: Tensor, _ predictions: Tensor, _ weights: Tensor?) {
    guard targets.shape.filter({ $0 != 1 }) == predictions.shape.filter({ $0 != 1 }), targets.rank > 0,
      predictions.rank > 0, targets.shape[0] == predictions.shape[0]
    else {
      fatalError(
        "Metrics: targets of shape \(targets.shape) and predictions of shape \(predictions.shape) must have one shape, with "
          + "the samples along the first axis")
    }
    let samples = targets.shape[0]
    let width = samples == 0 ? 0 : targets.count / samples
    func columns(_ tensor: Tensor) -> [[Double]] {
      let values = tensor.scalars
      return (0..<width).map { column in (0..<samples).map { values[$0 * width + column] } }
    }
    self.targets = columns(targets)
    self.predictions = columns(predictions)
    self.weights = sampleWeights(weights, count: samples, in: "Metrics")
  }
}
