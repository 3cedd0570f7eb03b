extension Exploration {
  /// The column to be predicted, and what predicts it.
  public struct Target: Sendable, Equatable, Codable {
    /// The name.
    public let name: String
    /// What is predicted, found out as ``TargetColumn`` says unless it was asked for.
    public let task: PredictionTask
    /// The number of rows without a target; they count in nothing else here.
    public let missingCount: Int
    /// The classes in the order of their labels, and how often they come in all rows; empty for a regression.
    public let classes: [ValueCount]
    /// The number of rows that ``features`` are judged on.
    public let rowCount: Int
    /// The other columns, the one that predicts best first.
    public let features: [Feature]

    /// The number of rows with a target.
    public var count: Int { classes.reduce(0) { $0 + $1.count } }
  }

  /// A column as something to predict the target from.
  public struct Feature: Sendable, Equatable, Codable {
    /// The name.
    public let name: String
    /// What its values are good for.
    public let role: Column.Role
    /// How much it tells of the target, in nats: mutual information less what chance adds to it (Miller 1955). Numbers, also the
    /// target's, are cut at their tenths; categories of fewer than five rows are one, and so are missing values.
    public let mutualInformation: Double
    /// The mutual information as a share of the target's entropy, 0 … 1.
    public let informationShare: Double
    /// How well a tree of depth five over this column alone predicts rows that it was not grown on (four folds): balanced
    /// accuracy of classes, stretched so that 0 is chance, or R² of numbers; at least 0, 1 without error. Nil if there are fewer
    /// than eight rows.
    public let predictability: Double?
    /// How it goes with the target, by the measure that fits both; nil if a column does not vary.
    public let association: Double?
    /// The measure.
    public let measure: Pair.Measure
    /// Whether each of its values stands for one of the target's and the other way round.
    public let isOneToOne: Bool
    /// How the target differs where this is missing: Cramér's V or η, if it is beyond chance (p < 0.001) and at least 0.1.
    public let missingEffect: Double?
    /// What to draw; nil for columns that predict less than the first twelve, that tell next to nothing, or that have too many
    /// categories.
    public let view: FeatureView?
  }

  /// A feature against the target, as numbers to draw.
  public enum FeatureView: Sendable, Equatable, Codable {
    /// Numbers or moments by class: `counts` holds for each of ``Target/classes`` how many fall between the edges.
    case distributions(edges: [Double], counts: [[Int]])
    /// Categories by class: for each category how many rows of each of ``Target/classes``.
    case shares(categories: [String], counts: [[Int]])
    /// Numbers or moments against a target of numbers, with the medians of both in up to twelve groups of equally many rows.
    case points(x: [Double], y: [Double], trendX: [Double], trendY: [Double])
    /// A target of numbers by category.
    case quartiles(categories: [String], counts: [Int], quantiles: [FiveQuantiles])
  }
}

extension Exploration.Target {
  /// - Parameters:
  ///   - column: the target.
  ///   - values: its values in the rows of the sample.
  ///   - sources: all columns in the rows of the sample.
  init(
    _ column: TargetColumn, _ values: TargetValues, sources: [RelationSource],
    progress: (Exploration.Progress) -> Void
  ) {
    name = column.name
    // Classification that was asked for without saying of how many classes.
    task = column.task == .regression || column.classes.count > 2 ? column.task : .binaryClassification
    missingCount = column.droppedCount
    var counts = [Int](repeating: 0, count: column.classes.count)
    if case .labels(let labels) = column.values { for label in labels { counts[label] += 1 } }
    classes = zip(column.classes, counts).map { Exploration.ValueCount(value: $0, count: $1) }

    rowCount = values.isThere.count { $0 }
    let others = sources.filter { $0.name != column.name }
    var features: [Exploration.Feature] = []
    let own = sources.first { $0.name == column.name }
    for (index, source) in others.enumerated() {
      if index.isMultiple(of: 10) {
        let fraction = 0.8 + 0.15 * Double(index) / Double(others.count)
        progress(Exploration.Progress(step: "what predicts the target", fraction: fraction))
      }
      features.append(FeatureJudge(source, values, target: own).feature)
    }
    func precedes(_ a: Exploration.Feature, _ b: Exploration.Feature) -> Bool {
      let (x, y) = (a.predictability ?? 0, b.predictability ?? 0)
      return x != y ? x > y : a.informationShare > b.informationShare
    }
    let order = features.indices.sorted { first, second in
      if precedes(features[first], features[second]) { return true }
      return precedes(features[second], features[first]) ? false : first < second
    }
    self.features = order.enumerated().map { place, index in
      place < 12 && features[index].isTelling
        ? features[index].drawn(FeatureJudge(others[index], values, target: own).view) : features[index]
    }
  }
}

/// The target in the rows of a sample.
struct TargetValues {
  /// Whether each row has one.
  let isThere: [Bool]
  /// Each row's class, −1 where missing; nil for numbers.
  let labels: [Int32]?
  let classCount: Int
  /// Each row's number, NaN where missing or infinite; nil for classes.
  let numbers: [Double]?
  /// Few categories in any case.
  let codes: [Int32]

  init(_ column: TargetColumn, rows: [Int]) {
    var places: [Int: Int] = [:]
    places.reserveCapacity(column.rows.count)
    for (place, row) in column.rows.enumerated() { places[row] = place }
    let found = rows.map { places[$0] }
    classCount = column.classes.count
    switch column.values {
    case .labels(let values):
      let labels = found.map { $0.map { Int32(values[$0]) } ?? -1 }
      (self.labels, numbers, codes) = (labels, nil, labels)
      isThere = labels.map { $0 >= 0 }
    case .numbers(let values):
      let numbers = found.map { place in place.map { values[$0].isFinite ? values[$0] : .nan } ?? .nan }
      (labels, self.numbers, codes) = (nil, numbers, Binning.codes(numbers, bins: 10, missing: -1))
      isThere = numbers.map { !$0.isNaN }
    }
  }
}
