extension ClassificationProblem {
  /// Makes the samples.
  ///
  /// - Parameter random: where the draws come from; it moves on as scikit-learn's would, so several data sets can be
  ///   made from one state.
  /// - Returns: samples whose labels and row order equal scikit-learn 1.9's, and whose features equal up to rounding.
  /// - Throws: ``ClassificationError`` if an argument is wrong; nothing is drawn then.
  public func makeSamples(using random: inout NumPyRandomState) throws(ClassificationError) -> ClassificationSamples {
    try validate()
    var maker = SampleMaker(problem: self, random: random)
    let samples = maker.make()
    random = maker.random
    return samples
  }
}

/// Makes the samples of one problem. The order of the draws is that of scikit-learn's `make_classification`.
private struct SampleMaker {
  let problem: ClassificationProblem
  var random: NumPyRandomState
  var values: [Double]
  var labels: [Int]

  private var clusterCount: Int { problem.classes * problem.clustersPerClass }
  private var usefulCount: Int { problem.informative + problem.redundant + problem.repeated }

  init(problem: ClassificationProblem, random: NumPyRandomState) {
    self.problem = problem
    self.random = random
    values = [Double](repeating: 0, count: problem.samples * problem.features)
    labels = [Int](repeating: 0, count: problem.samples)
  }

  mutating func make() -> ClassificationSamples {
    let centroids = makeCentroids()
    fillNormal(columns: 0..<problem.informative)
    placeClusters(around: centroids)
    makeRedundant()
    makeRepeated()
    fillNormal(columns: usefulCount..<problem.features)
    flipLabels()
    shiftAndScale()
    let order = problem.shuffle ? shuffle() : Array(0..<problem.features)
    return ClassificationSamples(features: values, labels: labels, roles: order.map(role))
  }

  // MARK: Clusters

  /// The clusters' centres, row by row: corners of a hypercube, or of a polytope drawn from it.
  private mutating func makeCentroids() -> [Double] {
    let dimensions = problem.informative
    var centroids = corners(clusterCount, dimensions: dimensions).map {
      $0 * (2 * problem.classSeparation) - problem.classSeparation
    }
    if problem.hypercube { return centroids }
    let clusterFactors = random.uniform(count: clusterCount)
    let dimensionFactors = random.uniform(count: dimensions)
    for cluster in 0..<clusterCount {
      for dimension in 0..<dimensions {
        centroids[cluster * dimensions + dimension] *= clusterFactors[cluster]
        centroids[cluster * dimensions + dimension] *= dimensionFactors[dimension]
      }
    }
    return centroids
  }

  /// Distinct corners of the unit hypercube, row by row. The bits of one drawn number give 30 coordinates; in more
  /// dimensions the leading ones are drawn bit by bit, which keeps the corners distinct.
  private mutating func corners(_ count: Int, dimensions: Int) -> [Double] {
    let leading = max(dimensions - 30, 0)
    let bits = dimensions - leading
    let leadingBits = random.integers(in: 0..<2, count: count * leading)
    let numbers = random.sampleWithoutReplacement(count, from: 1 << bits)
    var coordinates: [Double] = []
    coordinates.reserveCapacity(count * dimensions)
    for (corner, number) in numbers.enumerated() {
      coordinates += leadingBits[corner * leading..<(corner + 1) * leading].map(Double.init)
      for bit in stride(from: bits - 1, through: 0, by: -1) {
        coordinates.append(Double(number >> bit & 1))
      }
    }
    return coordinates
  }

  private func clusterSizes() -> [Int] {
    var weights = problem.weights ?? [Double](repeating: 1 / Double(problem.classes), count: problem.classes)
    if weights.count < problem.classes { weights.append(1 - weights.reduce(0, +)) }
    var sizes = (0..<clusterCount).map { cluster in
      Int(Double(problem.samples) * weights[cluster % problem.classes] / Double(problem.clustersPerClass))
    }
    for extra in 0..<max(problem.samples - sizes.reduce(0, +), 0) {
      sizes[extra % clusterCount] += 1
    }
    return sizes
  }

  /// Labels the clusters' samples, mixes each cluster's informative features, and moves it to its centre.
  private mutating func placeClusters(around centroids: [Double]) {
    let dimensions = problem.informative
    var end = 0
    for (cluster, size) in clusterSizes().enumerated() {
      let start = end
      end += size
      let mixing = drawMixing(dimensions, dimensions)
      for sample in slice(start, end) {
        labels[sample] = cluster % problem.classes
        let base = sample * problem.features
        let mixed = product(ofRowAt: base, with: mixing, columns: dimensions)
        for dimension in 0..<dimensions {
          values[base + dimension] = mixed[dimension] + centroids[cluster * dimensions + dimension]
        }
      }
    }
  }

  /// The rows that Python's `start:end` means. Weights that sum to more than 1 give more rows than there are, or a
  /// negative inferred share, and scikit-learn leaves both to Python's rules for slices.
  private func slice(_ start: Int, _ end: Int) -> Range<Int> {
    func clamped(_ index: Int) -> Int {
      min(max(index < 0 ? index + problem.samples : index, 0), problem.samples)
    }
    let lower = clamped(start)
    return lower..<max(clamped(end), lower)
  }

  // MARK: Other features

  private mutating func fillNormal(columns: Range<Int>) {
    for sample in 0..<problem.samples {
      for column in columns { values[sample * problem.features + column] = random.standardNormal() }
    }
  }

  private mutating func makeRedundant() {
    guard problem.redundant > 0 else { return }
    let mixing = drawMixing(problem.informative, problem.redundant)
    for sample in 0..<problem.samples {
      let base = sample * problem.features
      let mixed = product(ofRowAt: base, with: mixing, columns: problem.redundant)
      for (column, value) in mixed.enumerated() { values[base + problem.informative + column] = value }
    }
  }

  private mutating func makeRepeated() {
    let originals = problem.informative + problem.redundant
    let sources = random.uniform(count: problem.repeated).map { Int(Double(originals - 1) * $0 + 0.5) }
    for sample in 0..<problem.samples {
      let base = sample * problem.features
      for (copy, source) in sources.enumerated() { values[base + originals + copy] = values[base + source] }
    }
  }

  /// A matrix uniform over [-1, 1), row by row.
  private mutating func drawMixing(_ rows: Int, _ columns: Int) -> [Double] {
    random.uniform(count: rows * columns).map { 2 * $0 - 1 }
  }

  /// The informative features of the row at `base` times a matrix of as many rows.
  ///
  /// Products are added unrounded, in order, as the matrix products under NumPy do on today's processors. Most results
  /// are then equal to the bit; rounding each product gave differences above 1e-12 where large terms cancel.
  private func product(ofRowAt base: Int, with matrix: [Double], columns: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for row in 0..<problem.informative {
      let factor = values[base + row]
      for column in 0..<columns { sums[column].addProduct(factor, matrix[row * columns + column]) }
    }
    return sums
  }

  // MARK: Noise, scale, and order

  private mutating func flipLabels() {
    // All the masks are drawn before the first new label.
    let flipped = random.uniform(count: problem.samples).enumerated().filter { $0.element < problem.flipY }
    for sample in flipped.map(\.offset) { labels[sample] = random.integer(below: problem.classes) }
  }

  private mutating func shiftAndScale() {
    let separation = problem.classSeparation
    let shifts = resolve(problem.shift) { (2 * $0 - 1) * separation }
    let scales = resolve(problem.scale) { 1 + 100 * $0 }
    for sample in 0..<problem.samples {
      for column in 0..<problem.features {
        let index = sample * problem.features + column
        values[index] = (values[index] + shifts[column]) * scales[column]
      }
    }
  }

  private mutating func resolve(_ choice: FeatureValues, draw: (Double) -> Double) -> [Double] {
    switch choice {
    case .constant(let value): [Double](repeating: value, count: problem.features)
    case .perFeature(let values): values
    case .random: random.uniform(count: problem.features).map(draw)
    }
  }

  /// Puts rows and then columns in random order, and returns the order of the columns.
  private mutating func shuffle() -> [Int] {
    let rows = random.permutation(problem.samples)
    let columns = random.permutation(problem.features)
    let (oldValues, oldLabels) = (values, labels)
    for (row, source) in rows.enumerated() {
      labels[row] = oldLabels[source]
      for (column, sourceColumn) in columns.enumerated() {
        values[row * problem.features + column] = oldValues[source * problem.features + sourceColumn]
      }
    }
    return columns
  }

  private func role(ofColumn column: Int) -> ClassificationSamples.FeatureRole {
    if column < problem.informative { return .informative }
    if column < problem.informative + problem.redundant { return .redundant }
    return column < usefulCount ? .repeated : .random
  }
}
