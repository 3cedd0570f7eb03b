import Glibc

/// Judges how well a column goes with the target.
struct FeatureJudge {
  private let source: RelationSource
  private let target: TargetValues
  private let targetSource: RelationSource?

  init(_ source: RelationSource, _ target: TargetValues, target targetSource: RelationSource?) {
    (self.source, self.target, self.targetSource) = (source, target, targetSource)
  }

  var feature: Exploration.Feature {
    let information = MutualInformation(source.groups, target.codes)
    let (association, measure) = association
    return Exploration.Feature(
      name: source.name, role: source.explored.role, mutualInformation: information.corrected,
      informationShare: information.share ?? 0, predictability: predictability, association: association,
      measure: measure, isOneToOne: isOneToOne, missingEffect: missingEffect, view: nil)
  }

  private var predictability: Double? {
    guard target.isThere.count(where: { $0 }) >= 8 else { return nil }
    let values: Predictability.Source =
      source.numbers.map { .numbers($0) } ?? .codes(source.codes ?? [])
    if let labels = target.labels {
      return Predictability.score(values, classes: labels, classCount: target.classCount)
    }
    return target.numbers.flatMap { Predictability.score(values, numbers: $0) }
  }

  private var association: (Double?, Exploration.Pair.Measure) {
    if let numbers = source.numbers {
      if let labels = target.labels { return (correlationRatio(labels, numbers), .correlationRatio) }
      let (own, other) = (CorrelationColumn(numbers), CorrelationColumn(target.numbers ?? []))
      let (r, rho) = (own.pearson(with: other), own.spearman(with: other))
      if let r, let rho, abs(rho) > abs(r) + 0.02 { return (rho, .spearman) }
      return (r, .pearson)
    }
    let codes = source.codes ?? []
    if let labels = target.labels { return (cramersV(codes, labels), .cramersV) }
    return (correlationRatio(codes, target.numbers ?? []), .correlationRatio)
  }

  /// Whether the values of both columns stand for each other, in all rows that have them.
  private var isOneToOne: Bool {
    guard let targetSource, source.explored.distinctCount > 1,
      !source.explored.isUnique || target.numbers == nil
    else { return false }
    let (own, other) = (source.appearance, targetSource.appearance)
    // Rows without a target would shift the order of appearance.
    if own == other {
      let isSame = source.explored.type == .text && source.categories == targetSource.categories
      let count = Set(own).count - (own.contains(-1) ? 1 : 0)
      return count > 1 && (isSame || Exploration.correspond(distinctCount: count, rowCount: own.count { $0 >= 0 }))
    }
    var forth: [Int32: Int32] = [:]
    var back: [Int32: Int32] = [:]
    for (a, b) in zip(own, other) where b >= 0 {
      guard a >= 0, forth[a, default: b] == b, back[b, default: a] == a else { return false }
      (forth[a], back[b]) = (b, a)
    }
    return forth.count > 1
      && Exploration.correspond(distinctCount: forth.count, rowCount: other.count { $0 >= 0 })
  }

  private var missingEffect: Double? {
    let indicator = zip(source.isMissing, target.isThere).map { missing, isThere -> Int32 in
      isThere ? (missing ? 1 : 0) : -1
    }
    let (missing, there) = (indicator.count { $0 == 1 }, indicator.count { $0 == 0 })
    guard missing >= 5, there >= 5 else { return nil }
    let count = Double(missing + there)
    let effect: Double?
    let degrees: Double
    if let labels = target.labels {
      effect = cramersV(indicator, labels)
      degrees = Double(target.classCount - 1)
    } else {
      effect = correlationRatio(indicator, target.numbers ?? [])
      degrees = 1
    }
    // χ² is n times the square of either measure; the bound is that of p = 0.001 by Wilson and Hilferty's approximation.
    let root = 1 - 2 / (9 * degrees) + 3.0902 * (2 / (9 * degrees)).squareRoot()
    guard let effect, effect >= 0.1, effect * effect * count > degrees * root * root * root else { return nil }
    return effect
  }

  /// What to draw.
  var view: Exploration.FeatureView? {
    if let numbers = source.numbers {
      if let labels = target.labels { return distributions(numbers, labels) }
      return points(numbers, target.numbers ?? [])
    }
    // Of hundreds of categories ten show nothing.
    guard source.hasFewCategories else { return nil }
    let codes = source.codes ?? []
    let rows = codes.indices.filter { codes[$0] >= 0 && target.isThere[$0] }
    var counts = [Int](repeating: 0, count: source.categories.count)
    for row in rows { counts[Int(codes[row])] += 1 }
    let shown = mostFrequent(counts.indices, limit: 10) { (counts[$0], $0) }.filter { counts[$0] > 0 }
    guard !shown.isEmpty else { return nil }
    let names = shown.map { source.categories[$0] }
    if let labels = target.labels {
      let table = shown.map { category in
        var own = [Int](repeating: 0, count: target.classCount)
        for row in rows where Int(codes[row]) == category { own[Int(labels[row])] += 1 }
        return own
      }
      return .shares(categories: names, counts: table)
    }
    let values = target.numbers ?? []
    let quantiles = shown.map { category in
      FiveQuantiles(ofSorted: rows.filter { Int(codes[$0]) == category }.map { values[$0] }.sorted())
    }
    return .quartiles(categories: names, counts: shown.map { counts[$0] }, quantiles: quantiles)
  }

  private func distributions(_ numbers: [Double], _ labels: [Int32]) -> Exploration.FeatureView? {
    let sorted = zip(numbers, labels).filter { !$0.isNaN && $1 >= 0 }.map(\.0).sorted()
    guard !sorted.isEmpty else { return nil }
    let areWhole = sorted.allSatisfy { $0 == $0.rounded() }
    let edges = ValueHistogram(ofSorted: sorted, areWhole: areWhole).edges
    let counts = (0..<target.classCount).map { label in
      let own = zip(numbers, labels).filter { !$0.isNaN && Int($1) == label }.map(\.0)
      return ValueHistogram(counting: own, edges: edges).counts
    }
    return .distributions(edges: edges, counts: counts)
  }

  private func points(_ numbers: [Double], _ targets: [Double]) -> Exploration.FeatureView? {
    let rows = numbers.indices.filter { !numbers[$0].isNaN && !targets[$0].isNaN }
    guard !rows.isEmpty else { return nil }
    let chosen = RowSample.rows(of: rows.count, atMost: Exploration.Scatter.pointLimit).map { rows[$0] }
    let sorted = rows.sorted { (numbers[$0], $0) < (numbers[$1], $1) }
    let groups = min(12, sorted.count / 10)
    var (trendX, trendY): ([Double], [Double]) = ([], [])
    for group in 0..<max(groups, 0) {
      let part = sorted[group * sorted.count / groups..<(group + 1) * sorted.count / groups]
      let x = Quantiles.median(part.map { numbers[$0] })
      // Equal numbers may fill several groups.
      if x == trendX.last { continue }
      trendX.append(x)
      trendY.append(Quantiles.median(part.map { targets[$0] }.sorted()))
    }
    return .points(x: chosen.map { numbers[$0] }, y: chosen.map { targets[$0] }, trendX: trendX, trendY: trendY)
  }
}

extension Exploration.Feature {
  /// Whether it tells anything to speak of.
  var isTelling: Bool { (predictability ?? 0) >= 0.02 || informationShare >= 0.01 }

  func drawn(_ view: Exploration.FeatureView?) -> Self {
    Self(
      name: name, role: role, mutualInformation: mutualInformation, informationShare: informationShare,
      predictability: predictability, association: association, measure: measure, isOneToOne: isOneToOne,
      missingEffect: missingEffect, view: view)
  }
}

extension Exploration {
  /// Whether columns whose values stand for each other do so by more than chance: what differs in nearly every row stands for
  /// anything that does, so that one row in twenty must repeat a value.
  static func correspond(distinctCount: Int, rowCount: Int) -> Bool { (rowCount - distinctCount) * 20 >= rowCount }
}
