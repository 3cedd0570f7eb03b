import Myelin

/// One of the steps that a column goes through, as an argument names it: `clip:0:100`.
struct ColumnStep: Sendable {
  /// The step as it was written.
  let text: String
  /// What stands before the first colon.
  let name: String
  private let arguments: [String]

  init(_ text: String) {
    self.text = text
    let words = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    name = words.first ?? ""
    arguments = Array(words.dropFirst())
  }

  /// The part of a date that it takes; nil for other steps.
  var datePart: DateParts.Part? { DateParts.Part.allCases.first { Self.name(of: $0) == text } }

  /// Whether it fills missing values, and changes nothing else.
  var isFilling: Bool { ["median", "mean", "most-frequent", "constant", "indicator", "keep-missing"].contains(name) }

  /// What it fills missing values with, if it is a constant.
  var constant: String? { name == "constant" ? arguments.first : nil }

  /// The categories whose order it gives.
  var categories: [String] { name == "ordinal" ? arguments : [] }

  /// How each step is written, and what is asked of its arguments.
  private static let forms: [(name: String, arguments: String, demand: String)] =
    [
      ("drop", "", "as the only step"), ("none", "", ""), ("keep-missing", "", ""), ("median", "", ""),
      ("mean", "", ""), ("most-frequent", "", ""),
      ("constant", ":VALUE", "with a number for VALUE if the column is one of numbers"),
      ("indicator", "", ""), ("log", "", ""), ("log1p", "", ""),
      ("clip", ":LOW:HIGH", "with two numbers, HIGH not below LOW"), ("bins", ":COUNT", "with 2 to 1000 for COUNT"),
      ("polynomial", ":DEGREE", "with 1 to 10 for DEGREE"), ("standard", "", ""), ("min-max", "", ""),
      ("max-abs", "", ""), ("robust", "", ""), ("quantile", "", ""), ("uniform", "", ""), ("power", "", ""),
      ("one-hot", "", ""), ("ordinal", "[:FIRST:SECOND…]", ""),
      ("hashing", "[:SIZE]", "with 1 to \(NamedSize.hashing.upperBound) for SIZE"), ("target", "", ""),
      ("embedding", "[:SIZE]", "with 1 to \(NamedSize.embedding.upperBound) for SIZE"),
    ] + DateParts.Part.allCases.map { (name(of: $0), "", "") } + [("cyclical", "", "")]

  private static func name(of part: DateParts.Part) -> String { part == .dayOfYear ? "day-of-year" : part.rawValue }

  /// What is wrong with a step that is not known, or whose arguments are not possible.
  private var mistake: CommandError {
    guard let form = Self.forms.first(where: { $0.name == name }) else {
      return CommandError(
        "there is no step '\(text)'; the steps are "
          + Self.forms.map { $0.name + $0.arguments }.joined(separator: ", "))
    }
    let demand = form.arguments.isEmpty && form.demand.isEmpty ? "with nothing behind it" : form.demand
    return CommandError(
      "the step '\(text)' is not possible: write \(form.name)\(form.arguments)\(demand.isEmpty ? "" : ", \(demand)")")
  }

  /// What it does to a column.
  ///
  /// - Throws: `CommandError` if there is no such step, or its arguments are not possible.
  func transform(for column: TableColumn, recipe: PreprocessingRecipe) throws -> any Transform {
    let numbers = arguments.map { Double($0).flatMap { $0.isNaN ? nil : $0 } }
    func size(in range: ClosedRange<Int>) throws -> Int {
      guard let size = Int(arguments[0]), range.contains(size) else { throw mistake }
      return size
    }
    let isOfTexts = column.type == .text
    switch (name, arguments.count) {
    case ("median", 0): return SimpleImputer(.median, addsIndicator: recipe.addsIndicators)
    case ("mean", 0): return SimpleImputer(.mean, addsIndicator: recipe.addsIndicators)
    case ("most-frequent", 0): return SimpleImputer(.mostFrequent)
    case ("constant", 1):
      if isOfTexts { return SimpleImputer(.constant(text: arguments[0])) }
      guard let number = numbers[0], number.isFinite else { throw mistake }
      return SimpleImputer(.constant(number: number))
    case ("indicator", 0): return SimpleImputer(isOfTexts ? .mostFrequent : recipe.imputation, addsIndicator: true)
    case ("log", 0): return LogTransform(addsOne: false)
    case ("log1p", 0): return LogTransform()
    case ("clip", 2):
      guard let low = numbers[0], let high = numbers[1], low <= high else { throw mistake }
      return Clipper(low...high)
    case ("bins", 1): return KBinsDiscretizer(bins: try size(in: 2...1000))
    case ("polynomial", 1): return PolynomialFeatures(degree: try size(in: 1...10), includesBias: false)
    case ("standard", 0): return StandardScaler()
    case ("min-max", 0): return MinMaxScaler()
    case ("max-abs", 0): return MaxAbsScaler()
    case ("robust", 0): return RobustScaler()
    case ("quantile", 0): return QuantileTransformer(distribution: .normal, seed: recipe.seed)
    case ("uniform", 0): return QuantileTransformer(seed: recipe.seed)
    case ("power", 0): return PowerTransformer()
    case ("one-hot", 0): return OneHotEncoder(unknown: .ignore)
    case ("ordinal", 0): return OrdinalEncoder(unknown: .value(-1))
    // An order that lacks a value is a slip; new rows may have values that nobody knew of.
    case ("ordinal", _): return OrdinalEncoder(unknown: .value(-1), categories: [arguments], coversTraining: true)
    case ("target", 0): return TargetEncoder(seed: recipe.seed)
    case ("hashing", 0): return HashingEncoder()
    case ("hashing", 1): return HashingEncoder(width: try size(in: NamedSize.hashing))
    case ("embedding", 0): return EmbeddingEncoder()
    case ("embedding", 1): return EmbeddingEncoder(width: try size(in: NamedSize.embedding))
    default: throw mistake
    }
  }
}
