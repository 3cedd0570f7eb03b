import Glibc

/// Which samples are held out, the same share of every class: scikit-learn's `StratifiedShuffleSplit`, draw for draw.
///
/// - Returns: For every sample whether it is held out.
/// - Throws: `EstimatorError.unsplittable` if a class has too few samples.
func stratifiedHoldOut(_ labels: [Int], fraction: Double, seed: UInt32) throws -> [Bool] {
  let classes = Set(labels).sorted()
  var members = [Int: [Int]]()
  for (sample, label) in labels.enumerated() { members[label, default: []].append(sample) }
  let samples = classes.map { members[$0] ?? [] }
  let heldCount = Int(ceil(fraction * Double(labels.count)))
  let keptCount = labels.count - heldCount
  if let rare = classes.first(where: { (members[$0]?.count ?? 0) < 2 }) {
    throw EstimatorError.unsplittable("class \(rare) has one sample only, which can't be learnt from and held out")
  }
  guard keptCount >= classes.count, heldCount >= classes.count else {
    throw EstimatorError.unsplittable(
      "of \(labels.count) samples, \(heldCount) would be held out and \(keptCount) learnt from; both must be \(classes.count) "
        + "or more, one of each class")
  }
  var random = NumPyRandomState(seed: seed)
  let kept = random.shares(keptCount, among: samples.map(\.count))
  let held = random.shares(heldCount, among: zip(samples, kept).map { $0.count - $1 })
  var result = [Bool](repeating: false, count: labels.count)
  for (index, samples) in samples.enumerated() {
    let order = random.permutation(samples.count)
    for place in order[kept[index]..<kept[index] + held[index]] { result[samples[place]] = true }
  }
  return result
}
