/// Replaces every number by the bin it falls into: bins of equal width, of equally many rows, or around the centres of clusters.
///
/// Bins that would be narrower than 10⁻⁸ are joined to their neighbours, and a column whose values are all equal is one bin. As
/// scikit-learn's `KBinsDiscretizer`, except that missing values are allowed and stay missing.
///
/// ```swift
/// let bins = KBinsDiscretizer(bins: 4, strategy: .quantile).fitted(to: training)
/// let x = bins.transform(test)   // 0, 1, 2 or 3
/// ```
public struct KBinsDiscretizer: NumericTransform {
  /// How bins are made.
  public enum Strategy: String, Sendable, Codable, CaseIterable {
    /// Of equal width.
    case uniform
    /// Of equally many of the rows to learn from.
    case quantile
    /// Around the centres of clusters: k-means, from centres at equal distances.
    case kMeans
  }

  /// What the bins become.
  public enum Encoding: String, Sendable, Codable, CaseIterable {
    /// Their positions: 0, 1, 2, …
    case ordinal
    /// A column for each bin, 1 for the row's own and 0 for the others.
    case oneHot
  }

  /// The number of bins.
  public var bins: Int
  /// How bins are made.
  public var strategy: Strategy
  /// What the bins become.
  public var encoding: Encoding
  /// The most rows that are learnt from, drawn with replacement; nil for all.
  public var sampleSize: Int?
  /// What the sample is drawn from.
  public var seed: UInt32

  /// A description.
  ///
  /// - Parameters:
  ///   - bins: The number of bins: two or more, or the program stops.
  ///   - strategy: How bins are made.
  ///   - encoding: What the bins become.
  ///   - sampleSize: The most rows that are learnt from, drawn with replacement; nil for all.
  ///   - seed: What the sample is drawn from.
  public init(
    bins: Int = 5, strategy: Strategy = .quantile, encoding: Encoding = .ordinal, sampleSize: Int? = 200_000,
    seed: UInt32 = 0
  ) {
    guard bins >= 2 else { fatalError("KBinsDiscretizer: \(bins) bins tell nothing apart; ask for two or more") }
    self.bins = bins
    self.strategy = strategy
    self.encoding = encoding
    self.sampleSize = sampleSize
    self.seed = seed
  }

  /// Learns the edges of bins; a column without values gives NaN from then on.
  public func fitted(toColumns columns: [[Double]]) -> Fitted {
    let rows = columns.first?.count ?? 0
    var sample: [Int]?
    if let sampleSize, sampleSize < rows {
      var random = NumPyRandomState(seed: seed)
      sample = random.integers(in: 0..<rows, count: sampleSize)
    }
    return Fitted(
      encoding: encoding,
      columns: columns.map { column in
        edges((sample.map { $0.map { column[$0] } } ?? column).filter { !$0.isNaN })
      })
  }

  /// The edges of the bins of numbers; one number twice if they are all equal, nil if there are none.
  private func edges(_ numbers: [Double]) -> [Double]? {
    let sorted = numbers.sorted()
    guard let least = sorted.first, let largest = sorted.last else { return nil }
    if least == largest { return [least, least] }
    var edges: [Double]
    switch strategy {
    case .uniform: return Quantiles.steps(from: least, to: largest, count: bins + 1)
    case .quantile:
      edges = Quantiles.steps(from: 0, to: 100, count: bins + 1).map { Quantiles.averagedInverse(sorted, $0 / 100) }
    case .kMeans:
      let even = Quantiles.steps(from: least, to: largest, count: bins + 1)
      let centers = Self.clusterCenters(numbers, from: zip(even, even.dropFirst()).map { ($0 + $1) * 0.5 }).sorted()
      edges = [least] + zip(centers, centers.dropFirst()).map { ($0 + $1) * 0.5 } + [largest]
    }
    var kept = [edges[0]]
    for (previous, edge) in zip(edges, edges.dropFirst()) where edge - previous > 1e-8 { kept.append(edge) }
    edges = kept
    return edges.count > 1 ? edges : [least, least]
  }

  /// The centres of clusters: each number belongs to the nearest centre, and each centre is the mean of its numbers.
  ///
  /// Source: S. Lloyd, "Least squares quantization in PCM", 1982.
  private static func clusterCenters(_ numbers: [Double], from start: [Double]) -> [Double] {
    // Around 0, so that distances keep their digits. The least and the largest number are as far from the outer centres at first,
    // so that the last bit decides which of them an empty cluster takes.
    let mean = numbers.pairwiseSum / Double(numbers.count)
    let points = numbers.map { $0 - mean }
    var centers = start.map { $0 - mean }
    let tolerance = points.map { $0 * $0 }.pairwiseSum / Double(numbers.count) * 1e-4
    var labels: [Int] = []
    for _ in 0..<300 {
      let nearest = points.map { x in
        centers.indices.min {
          centers[$0] * centers[$0] - 2 * x * centers[$0] < centers[$1] * centers[$1] - 2 * x * centers[$1]
        } ?? 0
      }
      var sums = [Double](repeating: 0, count: centers.count)
      var counts = [Double](repeating: 0, count: centers.count)
      for (x, label) in zip(points, nearest) {
        sums[label] += x
        counts[label] += 1
      }
      // A centre without numbers takes those that are farthest from their own; if all are at their centres, it joins the
      // centre with the most.
      let distances = zip(points, nearest).map { ($0 - centers[$1]) * ($0 - centers[$1]) }
      if distances.contains(where: { $0 > 0 }) {
        // Of those equally far the last.
        let far = points.indices.sorted { (distances[$0], $0) > (distances[$1], $1) }
        for (center, point) in zip(counts.indices.filter { counts[$0] == 0 }, far) {
          sums[nearest[point]] -= points[point]
          counts[nearest[point]] -= 1
          (sums[center], counts[center]) = (points[point], 1)
        }
      }
      let fullest = counts.indices.max { counts[$0] < counts[$1] || counts[$0] == counts[$1] && $0 > $1 } ?? 0
      var moved = sums
      for center in counts.indices {
        // scikit-learn takes the fullest centre as it then is, its sum perhaps not yet divided.
        moved[center] = counts[center] > 0 ? sums[center] / counts[center] : moved[fullest]
      }
      let shift = zip(moved, centers).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      centers = moved
      if nearest == labels || shift <= tolerance { break }
      labels = nearest
    }
    return centers.map { $0 + mean }
  }

  /// Bins that were learnt.
  public struct Fitted: InvertibleNumericTransform {
    /// What files call the type.
    public static let typeName = "KBinsDiscretizer"

    let encoding: Encoding
    let columns: [[Double]?]

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { columns.count }

    /// The edges of each column's bins, ascending; none for a column without values.
    public var edges: [[Double]] { columns.map { $0 ?? [] } }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      let areUsable = columns.allSatisfy { edges in
        guard let edges else { return true }
        return edges.count > 1 && edges.allSatisfy(\.isFinite)
          && zip(edges, edges.dropFirst()).allSatisfy { $0 <= $1 }
      }
      return areUsable ? nil : "the edges of bins are too few, or not ascending finite numbers"
    }

    private func binCount(_ edges: [Double]?) -> Int { edges.map { $0.count - 1 } ?? 1 }

    /// One feature for each column, or one for each bin, named `column=bin`.
    public func features(after inputs: [TableFeature]) -> [TableFeature] {
      guard encoding == .oneHot else { return inputs.map { TableFeature(name: $0.name) } }
      return zip(inputs, columns).flatMap { input, edges in
        (0..<binCount(edges)).map { TableFeature(name: "\(input.name)=\($0)") }
      }
    }

    /// The bins.
    public func transform(columns inputs: [[Double]]) -> [[Double]] {
      check(inputs.count)
      return zip(inputs, columns).flatMap { numbers, edges -> [[Double]] in
        let inner = Array((edges ?? []).dropFirst().dropLast())
        let bins = numbers.map { $0.isNaN || edges == nil ? .nan : Double(inner.count(notAbove: $0)) }
        guard encoding == .oneHot else { return [bins] }
        return (0..<binCount(edges)).map { bin in
          bins.map { $0.isNaN ? .nan : $0 == Double(bin) ? 1 : 0 }
        }
      }
    }

    /// The middles of the bins.
    public func inverse(columns outputs: [[Double]]) -> [[Double]] {
      var start = 0
      return columns.map { edges in
        let width = encoding == .oneHot ? binCount(edges) : 1
        let part = outputs[start..<start + width]
        start += width
        let rows = part.first?.count ?? 0
        guard let edges else { return [Double](repeating: .nan, count: rows) }
        let middles = zip(edges, edges.dropFirst()).map { ($0 + $1) * 0.5 }
        return (0..<rows).map { row in
          var bin = part[start - width][row]
          if encoding == .oneHot {
            let best = part.indices.max { part[$0][row] < part[$1][row] } ?? start - width
            bin = part[best][row].isNaN ? .nan : Double(best - (start - width))
          }
          guard !bin.isNaN else { return .nan }
          return middles[Int(min(max(bin, 0), Double(middles.count - 1)))]
        }
      }
    }
  }
}
