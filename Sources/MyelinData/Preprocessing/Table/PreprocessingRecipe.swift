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
    public var steps: [any Transform] {
      switch self {
      case .standard: [StandardScaler()]
      case .minMax: [MinMaxScaler()]
      case .maxAbs: [MaxAbsScaler()]
      case .robust: [RobustScaler()]
      case .quantile: [QuantileTransformer(distribution: .normal)]
      case .none: []
      }
    }
  }

  /// How texts become numbers.
  public enum Encoding: Sendable, Hashable {
    /// An input for each category: ``OneHotEncoder``.
    case oneHot
    /// The position among the sorted categories, scaled: ``OrdinalEncoder``.
    case ordinal
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
  /// Steps of columns that are treated otherwise than the others, by name; no steps at all leave a column out.
  public var columns: [String: [any Transform]] = [:]

  /// The defaults.
  public init() {}

  /// The steps of a table's columns, in their order.
  public func preprocessing(for table: Table) -> Preprocessing {
    var groups: [ColumnSteps] = []
    for column in table.columns {
      if let steps = columns[column.name] {
        if !steps.isEmpty { groups.append(ColumnSteps(.named([column.name]), steps)) }
      } else {
        groups.append(ColumnSteps(.named([column.name]), steps(for: column)))
      }
    }
    return Preprocessing(groups)
  }

  private func steps(for column: TableColumn) -> [any Transform] {
    switch column.type {
    case .integer, .number: return numberSteps
    case .boolean: return [SimpleImputer(.mostFrequent, addsIndicator: addsIndicators)]
    case .date:
      let hasTimes = if case .dates(let dates) = column.storage { dates.precision != .day } else { false }
      let parts: [DateParts.Part] = [.year, .dayOfYear, .weekday] + (hasTimes ? [.hour] : [])
      return [DateParts(parts, cyclical: true), SimpleImputer(imputation, addsIndicator: addsIndicators)] + scalingSteps
    case .text:
      let imputer = SimpleImputer(textImputation)
      switch encoding {
      case .oneHot: return [imputer, OneHotEncoder(unknown: .ignore)]
      case .ordinal: return [imputer, OrdinalEncoder(unknown: .value(-1))] + scalingSteps
      }
    }
  }

  private var numberSteps: [any Transform] {
    let clip: [any Transform] = clipping.map { [Clipper($0)] } ?? []
    return [SimpleImputer(imputation, addsIndicator: addsIndicators)] + clip + scalingSteps
  }

  /// Scaling, and a cut of what may still be too large for a network.
  private var scalingSteps: [any Transform] { scaling.steps + [Clipper(Self.limits)] }

  /// Throws if columns of texts have too many to be of use.
  func check(
    _ columns: [TableColumn], _ steps: [any Transform], in context: FittingContext
  ) throws(TableError) {
    for column in columns where column.type == .text && self.columns[column.name] == nil {
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
      throw context.error(
        .tooManyCategories,
        "column \(quoted(column.name)) \(what)\(example); leave the column out, or correct it if it should be numeric",
        column: column.name, row: row)
    }
  }
}
