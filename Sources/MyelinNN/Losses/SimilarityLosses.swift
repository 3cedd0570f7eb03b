/// The cosine of the angle between vectors along an axis, in −1…1: a·b / (max(‖a‖, ε)·max(‖b‖, ε)) with ε = 10⁻⁸.
///
/// PyTorch's `cosine_similarity`. Vectors of zeros have the similarity 0.
public func cosineSimilarity(_ a: Tensor, _ b: Tensor, axis: Int = -1) -> Tensor {
  checkSameShape(a, b, in: "cosineSimilarity")
  func direction(_ x: Tensor) -> Tensor { x / x.norm(axis: axis, keepingDimensions: true).maximum(1e-8) }
  return (direction(a) * direction(b)).sum(axis: axis)
}

/// The mean over samples of 1 − the cosine of the angle between output and target: 0 for one direction, 2 for opposite ones.
///
/// - Parameters:
///   - output: Vectors along the last axis, `[…, features]`.
///   - target: Vectors of the same shape.
public func cosineSimilarityLoss(_ output: Tensor, _ target: Tensor) -> Tensor {
  cosineSimilarityLoss(output, target, reduction: .mean)
}

/// 1 − cos(output, target) of every sample, weighted and reduced; Keras' `CosineSimilarity` but for the 1.
///
/// - Parameters:
///   - output: Vectors along the last axis, `[…, features]`.
///   - target: Vectors of the same shape.
///   - reduction: How the samples' losses become one number; `.none` gives them in the shape `[…]`.
///   - weights: What every sample counts, `[…]`.
public func cosineSimilarityLoss(
  _ output: Tensor, _ target: Tensor, reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  checkSameShape(output, target, in: "cosineSimilarityLoss")
  return reduction(1 - cosineSimilarity(output, target), weights: weights, in: "cosineSimilarityLoss")
}

/// Pulls pairs that belong together to one direction, and others apart: 1 − cos for pairs marked 1, max(cos − margin, 0) for pairs
/// marked −1, weighted and reduced. PyTorch's `cosine_embedding_loss`.
///
/// - Parameters:
///   - first: Vectors along the last axis, `[…, features]`.
///   - second: Vectors of the same shape.
///   - labels: +1 for pairs that belong together, −1 for others, `[…]`.
///   - margin: Up to which cosine pairs that don't belong together add nothing, in −1…1.
///   - reduction: How the pairs' losses become one number; `.none` gives them in the shape `[…]`.
///   - weights: What every pair counts, `[…]`.
public func cosineEmbeddingLoss(
  _ first: Tensor, _ second: Tensor, labels: Tensor, margin: Double = 0, reduction: Reduction = .mean,
  weights: Tensor? = nil
) -> Tensor {
  checkSameShape(first, second, in: "cosineEmbeddingLoss")
  let cosine = cosineSimilarity(first, second)
  let labels = aligned(labels, to: cosine, in: "cosineEmbeddingLoss")
  let losses = Tensor.where(labels .> 0, 1 - cosine, (cosine - margin).relu())
  return reduction(losses, weights: weights, in: "cosineEmbeddingLoss")
}

/// Pulls samples of one kind together, and others apart: max(d(a, p) − d(a, n) + margin, 0), weighted and reduced. PyTorch's
/// `triplet_margin_loss`.
///
/// d is the Euclidean distance along the last axis, or another p-norm; as in PyTorch, 10⁻⁶ is added to every difference.
///
/// Source: F. Schroff, D. Kalenichenko, J. Philbin, "FaceNet" (2015).
///
/// - Parameters:
///   - anchor: The samples' vectors a, `[…, features]`.
///   - positive: Vectors p of the same kinds, of the same shape.
///   - negative: Vectors n of other kinds, of the same shape.
///   - margin: How much farther the others must be to add nothing.
///   - order: The order of the norm.
///   - swapsAnchor: Whether d(p, n) takes the place of d(a, n) where it is smaller (Balntas and others, 2016).
///   - reduction: How the triplets' losses become one number; `.none` gives them in the shape `[…]`.
///   - weights: What every triplet counts, `[…]`.
public func tripletLoss(
  anchor: Tensor, positive: Tensor, negative: Tensor, margin: Double = 1, order: Double = 2, swapsAnchor: Bool = false,
  reduction: Reduction = .mean, weights: Tensor? = nil
) -> Tensor {
  checkSameShape(anchor, positive, in: "tripletLoss")
  checkSameShape(anchor, negative, in: "tripletLoss")
  var far = distance(anchor, negative, order: order)
  if swapsAnchor { far = far.minimum(distance(positive, negative, order: order)) }
  let losses = (distance(anchor, positive, order: order) - far + margin).relu()
  return reduction(losses, weights: weights, in: "tripletLoss")
}

/// Pulls pairs that belong together to one place, and others apart: d² for pairs marked 1, max(margin − d, 0)² for pairs marked
/// 0, weighted and reduced.
///
/// d is the Euclidean distance along the last axis; as in PyTorch's `pairwise_distance`, 10⁻⁶ is added to every difference.
///
/// Source: R. Hadsell, S. Chopra, Y. LeCun, "Dimensionality Reduction by Learning an Invariant Mapping" (2006), without its ½.
///
/// - Parameters:
///   - first: Vectors along the last axis, `[…, features]`.
///   - second: Vectors of the same shape.
///   - labels: 1 for pairs that belong together, 0 for others, `[…]`.
///   - margin: From which distance on pairs that don't belong together add nothing.
///   - reduction: How the pairs' losses become one number; `.none` gives them in the shape `[…]`.
///   - weights: What every pair counts, `[…]`.
public func contrastiveLoss(
  _ first: Tensor, _ second: Tensor, labels: Tensor, margin: Double = 1, reduction: Reduction = .mean,
  weights: Tensor? = nil
) -> Tensor {
  checkSameShape(first, second, in: "contrastiveLoss")
  let distances = distance(first, second, order: 2)
  let labels = aligned(labels, to: distances, in: "contrastiveLoss")
  let losses = labels * distances.squared() + (1 - labels) * (margin - distances).relu().squared()
  return reduction(losses, weights: weights, in: "contrastiveLoss")
}

/// ‖a − b + 10⁻⁶‖ along the last axis, as PyTorch's `pairwise_distance`.
private func distance(_ a: Tensor, _ b: Tensor, order: Double) -> Tensor { (a - b + 1e-6).norm(order: order, axis: -1) }
