/// What becomes of the columns of any table, by their types: the steps that `myelin train` takes.
///
/// - Integers and numbers are filled (with the median), clipped and their logarithm taken if asked for, scaled (to mean 0 and
///   standard deviation 1), and cut to ±10⁹ so that a network's sums stay finite.
/// - Texts are filled (with the most frequent one) and encoded (an input for each category). A category that was not there in
///   training counts as none, and is noted.
/// - Truth values are filled with the most frequent one, and are 0 and 1.
/// - Dates become year, day of the year and weekday, and hour if any has a time; parts that come round are given as sine and
///   cosine. They are filled and scaled as numbers are.
///
/// Features stand in the order of the table's columns. A text column with more than ``categoryLimit`` different texts is an error
/// if each were to become an input, and so is one with more than ``identifierLimit``, each only once: an identifier says nothing
/// about other rows.
///
/// ```swift
/// var recipe = PreprocessingRecipe()
/// recipe.scaling = .robust
/// recipe.columns["size"] = [OrdinalEncoder(categories: [["small", "medium", "large"]])]
/// let preprocessing = recipe.preprocessing(for: table)
/// ```
public struct PreprocessingRecipe: Sendable {
  /// The most texts of a column that become inputs of their own.
  public static let categoryLimit = 1000
  /// Columns with more texts than this, each another, are taken for identifiers.
  public static let identifierLimit = 50
  /// The least and the largest input. Of n rows none is further than √n standard deviations from the mean.
  static let limits = -1e9...1e9

  /// How numbers are scaled.
  public enum Scaling: String, Sendable, CaseIterable {
    /// To mean 0 and standard deviation 1: ``StandardScaler``.
    case standard
    /// To the range 0 to 1: ``MinMaxScaler``.
    case minMax
    /// To magnitudes up to 1: ``MaxAbsScaler``.
    case maxAbs
    /// By median and quartiles: ``RobustScaler``.
    case robust
    /// To a normal distribution, by quantiles: ``QuantileTransformer``.
    case quantile
    /// Not at all.
    case none

    /// The steps.
    ///
    /// - Parameter seed: What a sample is drawn from, if one is.
    public func steps(seed: UInt32 = 0) -> [any Transform] {
      switch self {
      case .standard: [StandardScaler()]
      case .minMax: [MinMaxScaler()]
      case .maxAbs: [MaxAbsScaler()]
      case .robust: [RobustScaler()]
      case .quantile: [QuantileTransformer(distribution: .normal, seed: seed)]
      case .none: []
      }
    }
  }

  /// How texts become numbers.
  public enum Encoding: Sendable, Hashable {
    /// An input for each category: ``OneHotEncoder``.
    case oneHot
    /// The position among the sorted categories, scaled: ``OrdinalEncoder``. Unknown categories come before all others.
    case ordinal
    /// So many inputs by a hash of the text: ``HashingEncoder``.
    case hashing(width: Int)
    /// The mean target of the category's rows, scaled: ``TargetEncoder``.
    case target
    /// An index in a table of vectors that the network learns: ``EmbeddingEncoder``.
    case embedding(width: Int?)
  }

  /// How numbers are scaled.
  public var scaling = Scaling.standard
  /// How texts become numbers.
  public var encoding = Encoding.oneHot
  /// What missing numbers are filled with.
  public var imputation = SimpleImputer.Strategy.median
  /// What missing texts are filled with: the most frequent one, or a constant.
  public var textImputation = SimpleImputer.Strategy.mostFrequent
  /// Whether inputs are added that say which values were missing.
  public var addsIndicators = false
  /// What numbers are cut to before all else; nil if they are not.
  public var clipping: ClosedRange<Double>?
  /// Columns of numbers of which the logarithm of one more is taken: ``LogTransform``.
  public var logarithms: Set<String> = []
  /// The largest degree of products of numbers; 1 for none: ``PolynomialFeatures``. Columns that are treated otherwise than the
  /// others, or whose logarithm is taken, aren't among the factors.
  public var polynomialDegree = 1
  /// Columns that become indices in a table of vectors that the network learns, and the vectors' size (nil for the default).
  public var embeddings: [String: Int?] = [:]
  /// The seed of what is drawn at random: the parts of the rows for ``TargetEncoder``, the sample for ``QuantileTransformer``.
  public var seed: UInt32 = 0
  /// Steps of columns that are treated otherwise than the others, by name; without any steps they stay as they are.
  public var columns: [String: [any Transform]] = [:]
  /// Columns that are left out.
  public var dropped: Set<String> = []

  /// The defaults.
  public init() {}

  /// The steps of a table's columns, in their order. Products of numbers stand where the first of their factors does.
  public func preprocessing(for table: Table) -> Preprocessing {
    var groups: [ColumnSteps] = []
    let factors = polynomialDegree > 1 ? table.columns.filter(isFactor).map(\.name) : []
    for column in table.columns where !dropped.contains(column.name) {
      if let steps = columns[column.name] {
        groups.append(ColumnSteps(.named([column.name]), steps))
      } else if !factors.contains(column.name) {
        groups.append(ColumnSteps(.named([column.name]), steps(for: column)))
      } else if column.name == factors.first {
        let products = [PolynomialFeatures(degree: polynomialDegree, includesBias: false)]
        groups.append(ColumnSteps(.named(factors), filling + clip + products + scalingSteps))
      }
    }
    return Preprocessing(groups)
  }

  /// Whether products are made of a column.
  private func isFactor(_ column: TableColumn) -> Bool {
    column.isOfNumbers && !dropped.contains(column.name) && columns[column.name] == nil
      && embeddings[column.name] == nil
      && !logarithms.contains(column.name)
  }

  /// The steps of a column that isn't treated otherwise than the others.
  private func steps(for column: TableColumn) -> [any Transform] {
    if let width = embeddings[column.name] { return [EmbeddingEncoder(width: width)] }
    switch column.type {
    case .integer, .number:
      let logarithm: [any Transform] = logarithms.contains(column.name) ? [LogTransform()] : []
      return filling + clip + logarithm + scalingSteps
    case .boolean: return [SimpleImputer(.mostFrequent, addsIndicator: addsIndicators)]
    case .date:
      let hasTimes = if case .dates(let dates) = column.storage { dates.precision != .day } else { false }
      let parts: [DateParts.Part] = [.year, .dayOfYear, .weekday] + (hasTimes ? [.hour] : [])
      return [DateParts(parts, cyclical: true)] + filling + scalingSteps
    case .text:
      // Missing texts have an index of their own where the encoding can give one.
      if case .embedding(let width) = encoding { return [EmbeddingEncoder(width: width)] }
      return [SimpleImputer(textImputation)] + steps(encoding)
    }
  }

  /// The steps of an encoding.
  private func steps(_ encoding: Encoding) -> [any Transform] {
    switch encoding {
    case .oneHot: [OneHotEncoder(unknown: .ignore)]
    case .ordinal: [OrdinalEncoder(unknown: .value(-1))] + scalingSteps
    case .hashing(let width): [HashingEncoder(width: width)]
    case .target: [TargetEncoder(seed: seed)] + scalingSteps
    case .embedding(let width): [EmbeddingEncoder(width: width)]
    }
  }

  /// What fills missing numbers.
  private var filling: [any Transform] { [SimpleImputer(imputation, addsIndicator: addsIndicators)] }

  private var clip: [any Transform] { clipping.map { [Clipper($0)] } ?? [] }

  /// The last steps of numbers: ``scaling``, and a cut of what may still be too large for a network. They are for the end of steps
  /// in ``columns`` that give numbers of any size.
  public var scalingSteps: [any Transform] { scaling.steps(seed: seed) + [Clipper(Self.limits)] }

  /// Throws if columns have no values, or too many different texts to be of use.
  func check(
    _ columns: [TableColumn], _ steps: [any Transform], in context: FittingContext
  ) throws(TableError) {
    for column in columns
    where column.type == .text && self.columns[column.name] == nil && embeddings[column.name] == nil {
      let counts = CategoryCounts(column)
      let count = counts.distinctCount
      let isIdentifier = count > Self.identifierLimit && counts.largestCount == 1
      let isTooMany = count > Self.categoryLimit && steps.contains { $0 is OneHotEncoder }
      guard isIdentifier || isTooMany else { continue }
      // One mistyped number makes a whole column text, so the first text is shown.
      let row = column.firstTextRow
      let example = row.flatMap { column.text(row: $0) }.map { "; the first text is \(quoted($0))" } ?? ""
      let what =
        isIdentifier
        ? "has another text in every row, as identifiers have"
        : "has \(count) different texts, more than \(Self.categoryLimit)"
      let correction =
        switch column.textContent?.content {
        case .numbers: "or write its numbers plainly, as 1234.5"
        case .dates: "or write its dates as 2024-02-29"
        default: "or correct it if it should be numeric"
        }
      throw context.error(
        .tooManyCategories,
        "column \(quoted(column.name)) \(what)\(example); leave the column out"
          + (isIdentifier ? "" : ", encode it otherwise (an embedding, a hash, the mean target)")
          + ", \(correction)",
        column: column.name, row: row)
    }
  }
}
