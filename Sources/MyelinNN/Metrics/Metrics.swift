/// Numbers that judge predictions: plain functions of labels and predictions, equal to scikit-learn's.
///
/// ```swift
/// Metrics.accuracy(labels: y, predictions: model(x).argmax(axis: -1))
/// Metrics.fBeta(labels: y, predictions: p, average: .macro)
/// Metrics.rocAUC(labels: y, scores: model(x))
/// Metrics.rSquared(targets: y, predictions: model(x))
/// ```
///
/// All are computed in double precision from values that are read, so they are for code outside of `compile`. A `Metric` of the
/// same name gathers what it needs batch by batch, for `Trainer`.
///
/// **Arguments.** *Labels* and *predictions* are class numbers, `[n]` or `[n, 1]`, of any type as long as they are whole.
/// *Scores* rank samples (the larger, the likelier): `[n]` or `[n, 1]` for two classes, `[n, classes]` for several.
/// *Probabilities* are scores within 0…1. *Weights* say how much each sample counts, `[n]`; without them all count the same.
///
/// Source of definitions and conventions: [scikit-learn 1.9](https://scikit-learn.org/stable/modules/model_evaluation.html),
/// module `sklearn.metrics`.
public enum Metrics {
  /// How the numbers of several classes become one.
  public enum Average: Sendable, Hashable {
    /// Only that of one class, the positive one.
    case binary(positive: Int = 1)
    /// Their mean, every class counting the same.
    case macro
    /// That of all decisions together: frequent classes count more.
    case micro
    /// Their mean, every class counting as often as it occurs among the labels.
    case weighted
  }

  /// What a ratio is where its denominator is 0, such as the precision for a class that is never predicted.
  ///
  /// Averages leave out classes whose number is NaN.
  public enum ZeroDivision: Sendable, Hashable {
    /// The worst. It is the default, as in scikit-learn (which warns).
    case zero
    /// The best.
    case one
    /// Not a number.
    case nan

    var value: Double {
      switch self {
      case .zero: 0
      case .one: 1
      case .nan: .nan
      }
    }
  }
}

/// Class numbers from a tensor of shape `[n]` or `[n, 1]`.
func classNumbers(_ tensor: Tensor, _ role: String, in operation: String) -> [Int] {
  guard tensor.rank == 1 || tensor.rank == 2 && tensor.shape[1] == 1 else {
    fatalError(
      "\(operation): \(role) must be class numbers of shape [n] or [n, 1], got shape \(tensor.shape); from one-hot rows or "
        + "scores take argmax(axis: -1)")
  }
  if tensor.type.isFloatingPoint {
    return tensor.scalars.map { value in
      guard let whole = Int(exactly: value) else {
        fatalError("\(operation): \(role) must be whole class numbers, got \(value)")
      }
      return whole
    }
  }
  return tensor.elements(as: Int.self)
}

/// The mean of values that aren't NaN, as much as their weights say; without weights, or if these are all 0, of each the same.
func meanOfNumbers(_ values: [Double], weights: [Double]? = nil) -> Double {
  var (sum, total, plain, count) = (0.0, 0.0, 0.0, 0.0)
  for (index, value) in values.enumerated() where !value.isNaN {
    let weight = weights?[index] ?? 1
    sum += value * weight
    total += weight
    plain += value
    count += 1
  }
  return total == 0 ? plain / count : sum / total
}
