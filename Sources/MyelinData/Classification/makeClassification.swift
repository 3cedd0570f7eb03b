import MyelinCore

/// Makes a random classification problem as tensors, equal to scikit-learn 1.9's `make_classification`.
///
/// ```swift
/// let (x, labels) = makeClassification(
///   samples: 100, features: 2, informative: 2, redundant: 0, classes: 2,
///   clustersPerClass: 1, classSeparation: 2.0, seed: 20)
/// ```
///
/// The arguments are those of
/// ``classificationSamples(samples:features:informative:redundant:repeated:classes:clustersPerClass:weights:flipY:classSeparation:hypercube:shift:scale:shuffle:seed:)``,
/// which throws where this function, meant for arguments that stand in the program, stops.
///
/// - Returns: The features, `[samples, features]` in float64, and the labels, `[samples]` in int64.
public func makeClassification(
  samples: Int = 100, features: Int = 20, informative: Int = 2, redundant: Int = 2, repeated: Int = 0,
  classes: Int = 2, clustersPerClass: Int = 2, weights: [Double]? = nil, flipY: Double = 0.01,
  classSeparation: Double = 1.0, hypercube: Bool = true, shift: FeatureValues = 0, scale: FeatureValues = 1,
  shuffle: Bool = true, seed: Int? = nil
) -> (x: Tensor, labels: Tensor) {
  do {
    let data = try classificationSamples(
      samples: samples, features: features, informative: informative, redundant: redundant, repeated: repeated,
      classes: classes, clustersPerClass: clustersPerClass, weights: weights, flipY: flipY,
      classSeparation: classSeparation, hypercube: hypercube, shift: shift, scale: scale, shuffle: shuffle, seed: seed)
    return (Tensor(shape: [data.count, data.featureCount], data.features, type: .float64), Tensor(data.labels))
  } catch {
    fatalError("makeClassification: \(error)")
  }
}
