import MyelinCore

/// Normally distributed clusters, each a class of its own.
///
/// Source: scikit-learn, `sklearn.datasets.make_blobs`.
public struct Blobs: SampleGenerator {
  /// The most clusters that there may be.
  public static let clusterLimit = 1_000_000

  /// How many samples there are.
  public enum Count: Sendable, Equatable {
    /// So many together; the first clusters have one more if they don't share out.
    case total(Int)
    /// So many in each cluster.
    case perCluster([Int])
  }

  /// Where the clusters lie.
  public enum Centers: Sendable, Equatable {
    /// So many clusters at random places; as many as ``Count/perCluster(_:)`` names, or 3, if nil.
    case random(count: Int?)
    /// Clusters at these places, all with as many coordinates.
    case places([[Double]])
  }

  /// How many samples there are.
  public var samples: Count
  /// The number of features; given places have their own.
  public var features: Int
  /// Where the clusters lie.
  public var centers: Centers
  /// The standard deviation of each cluster, or one for all.
  public var deviations: [Double]
  /// Between which numbers random centres lie, along every axis; the first may be the larger, which mirrors them.
  public var box: (from: Double, to: Double)
  /// Whether the samples are put in random order.
  public var shuffle: Bool

  /// Clusters with scikit-learn's defaults: 100 samples of 2 features in 3 clusters.
  public init(
    samples: Count = .total(100), features: Int = 2, centers: Centers = .random(count: nil), deviations: [Double] = [1],
    box: (from: Double, to: Double) = (-10, 10), shuffle: Bool = true
  ) {
    (self.samples, self.features, self.centers) = (samples, features, centers)
    (self.deviations, self.box, self.shuffle) = (deviations, box, shuffle)
  }

  /// Makes the samples; the classes are the clusters' numbers.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    try makeSamplesAndCenters(using: &random).samples
  }

  /// Makes the samples, and says where the clusters' centres are (`return_centers=True`).
  public func makeSamplesAndCenters(
    using random: inout NumPyRandomState
  ) throws(GeneratorError) -> (samples: GeneratedSamples, centers: [[Double]]) {
    let (counts, width) = try checked()
    let places: [[Double]] =
      switch centers {
      case .random: counts.map { _ in (0..<width).map { _ in random.uniform(from: box.from, to: box.to) } }
      case .places(let places): places
      }
    var features: [Double] = []
    features.reserveCapacity(counts.reduce(0, +) * width)
    var classes: [Int] = []
    for (cluster, count) in counts.enumerated() {
      let deviation = deviations.count == 1 ? deviations[0] : deviations[cluster]
      for _ in 0..<count {
        for axis in 0..<width { features.append(places[cluster][axis] + deviation * random.standardNormal()) }
        classes.append(cluster)
      }
    }
    var samples = GeneratedSamples(features: features, featureCount: width, targets: .classes(classes))
    if shuffle { samples.shuffle(using: &random) }
    return (samples, places)
  }

  /// The number of samples of each cluster, and of features.
  private func checked() throws(GeneratorError) -> (counts: [Int], width: Int) {
    var width = features
    if case .places(let places) = centers {
      width = places.first?.count ?? 0
      guard width > 0, places.allSatisfy({ $0.count == width && $0.allSatisfy(\.isFinite) }) else {
        throw GeneratorError("centers", places.count, "one or more places, all with as many finite coordinates")
      }
    }
    guard box.from.isFinite, box.to.isFinite, (box.to - box.from).isFinite else {
      throw GeneratorError("box", "\(box.from), \(box.to)", "finite, and so must be its width")
    }
    let counts = try clusterCounts()
    try GeneratorError.check(samples: counts.reduce(0, +), width: width)
    try GeneratorError.check(samples: counts.count, width: width)
    guard deviations.count == 1 || deviations.count == counts.count else {
      throw GeneratorError(
        "deviations", "\(deviations.count) numbers", "one number, or one for each of \(counts.count) clusters")
    }
    for deviation in deviations { try GeneratorError.check(noise: deviation, "deviations") }
    return (counts, width)
  }

  private func clusterCounts() throws(GeneratorError) -> [Int] {
    let known: Int? =
      switch centers {
      case .random(let count): count
      case .places(let places): places.count
      }
    switch samples {
    case .perCluster(let counts):
      try GeneratorError.check(samples: counts.count, width: 1)
      for count in counts { try GeneratorError.check(samples: count, width: 1, atLeast: 0) }
      if let known, known != counts.count {
        throw GeneratorError("centers", known, "as many as there are numbers of samples, \(counts.count)")
      }
      guard counts.count <= Self.clusterLimit else {
        throw GeneratorError("samples", "\(counts.count) numbers", "numbers for \(Self.clusterLimit) clusters at most")
      }
      return counts
    case .total(let total):
      try GeneratorError.check(samples: total, width: 1)
      let clusters = known ?? 3
      guard (1...Self.clusterLimit).contains(clusters) else {
        throw GeneratorError("centers", clusters, "from 1 to \(Self.clusterLimit)")
      }
      return (0..<clusters).map { total / clusters + ($0 < total % clusters ? 1 : 0) }
    }
  }
}
