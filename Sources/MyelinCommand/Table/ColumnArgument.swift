import ArgumentParser
import Myelin

/// A column and the steps that it goes through, as an argument: `income=mean,clip:0:1e6,log1p,robust`.
struct ColumnArgument: ExpressibleByArgument, Sendable {
  let name: String
  private let steps: [String]

  init?(argument: String) {
    guard let mark = argument.lastIndex(of: "="), mark > argument.startIndex else { return nil }
    name = String(argument[..<mark])
    steps = argument[argument.index(after: mark)...].split(separator: ",", omittingEmptySubsequences: false)
      .map(String.init)
    if steps.contains("") { return nil }
  }

  /// Whether the column is left out.
  var isDropped: Bool { steps == ["drop"] }

  /// The steps for a column. Unless the steps say how missing values are filled, the recipe's way comes first.
  ///
  /// - Throws: `CommandError` if a step isn't known.
  func steps(for column: TableColumn, recipe: PreprocessingRecipe) throws -> [any Transform] {
    var result: [any Transform] = []
    var parts: [DateParts.Part] = []
    var isCyclical = false
    var fills = true
    for step in steps {
      let words = step.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      if let part = DateParts.Part.allCases.first(where: { Self.name(of: $0) == step }) {
        parts.append(part)
      } else if step == "cyclical" {
        isCyclical = true
      } else if step == "keep-missing" {
        fills = false
      } else if let transform = Self.transform(words, isOfTexts: column.type == .text, recipe: recipe) {
        result += transform
      } else if step != "none" {
        throw CommandError(
          "--column \(name): there is no step '\(step)'; the steps are " + Self.names.joined(separator: ", "))
      }
    }
    if result.contains(where: { $0 is SimpleImputer }) || result.first is EmbeddingEncoder { fills = false }
    let imputer = SimpleImputer(column.type.isMeasured || column.type == .date ? recipe.imputation : .mostFrequent)
    if column.type == .date, !parts.isEmpty || isCyclical {
      let dates = DateParts(parts.isEmpty ? [.year, .dayOfYear, .weekday] : parts.unique, cyclical: isCyclical)
      return [dates] + (fills ? [imputer] : []) + result
    }
    guard parts.isEmpty, !isCyclical else {
      throw CommandError(
        "--column \(name): the column is of type \(column.type.rawValue), and has no \(parts.first.map(Self.name) ?? "rounds")"
      )
    }
    return (fills ? [imputer] : []) + result
  }

  /// The names of all steps, for messages.
  private static var names: [String] {
    [
      "drop", "none", "keep-missing", "median", "mean", "most-frequent", "constant:VALUE", "indicator", "log", "log1p",
      "clip:LOW:HIGH", "bins:COUNT", "polynomial:DEGREE", "standard", "min-max", "max-abs", "robust", "quantile",
      "uniform", "power", "one-hot", "ordinal[:FIRST:SECOND…]", "hashing[:SIZE]", "target", "embedding[:SIZE]",
    ] + DateParts.Part.allCases.map(name) + ["cyclical"]
  }

  private static func name(of part: DateParts.Part) -> String { part == .dayOfYear ? "day-of-year" : part.rawValue }

  /// The step that words separated by colons name; nil if there is none.
  private static func transform(
    _ words: [String], isOfTexts: Bool, recipe: PreprocessingRecipe
  ) -> [any Transform]? {
    let numbers = words.dropFirst().map { Double($0) }
    let size = words.count == 2 ? Int(words[1]) : nil
    switch (words[0], words.count) {
    case ("median", 1): return [SimpleImputer(.median, addsIndicator: recipe.addsIndicators)]
    case ("mean", 1): return [SimpleImputer(.mean, addsIndicator: recipe.addsIndicators)]
    case ("most-frequent", 1): return [SimpleImputer(.mostFrequent)]
    case ("constant", 2):
      if isOfTexts { return [SimpleImputer(.constant(text: words[1]))] }
      return numbers[0].flatMap { $0.isFinite ? [SimpleImputer(.constant(number: $0))] : nil }
    case ("indicator", 1): return [SimpleImputer(isOfTexts ? .mostFrequent : recipe.imputation, addsIndicator: true)]
    case ("log", 1): return [LogTransform(addsOne: false)]
    case ("log1p", 1): return [LogTransform()]
    case ("clip", 3):
      guard let low = numbers[0], let high = numbers[1], low <= high else { return nil }
      return [Clipper(low...high)]
    case ("bins", 2): return size.flatMap { (2...1000).contains($0) ? [KBinsDiscretizer(bins: $0)] : nil }
    case ("polynomial", 2):
      return size.flatMap { (1...10).contains($0) ? [PolynomialFeatures(degree: $0, includesBias: false)] : nil }
    case ("standard", 1): return [StandardScaler()]
    case ("min-max", 1): return [MinMaxScaler()]
    case ("max-abs", 1): return [MaxAbsScaler()]
    case ("robust", 1): return [RobustScaler()]
    case ("quantile", 1): return [QuantileTransformer(distribution: .normal, seed: recipe.seed)]
    case ("uniform", 1): return [QuantileTransformer(seed: recipe.seed)]
    case ("power", 1): return [PowerTransformer()]
    case ("one-hot", 1): return [OneHotEncoder(unknown: .ignore)]
    case ("ordinal", 1): return [OrdinalEncoder(unknown: .value(-1))]
    case ("ordinal", _): return [OrdinalEncoder(unknown: .value(-1), categories: [Array(words.dropFirst())])]
    case ("target", 1): return [TargetEncoder(seed: recipe.seed)]
    case ("hashing", 1): return [HashingEncoder()]
    case ("hashing", 2):
      return size.flatMap { (1...HashingEncoder.widthLimit).contains($0) ? [HashingEncoder(width: $0)] : nil }
    case ("embedding", 1): return [EmbeddingEncoder()]
    case ("embedding", 2): return size.flatMap { (1...4096).contains($0) ? [EmbeddingEncoder(width: $0)] : nil }
    default: return nil
    }
  }
}

extension [DateParts.Part] {
  /// Each once, in the order in which they come.
  fileprivate var unique: [DateParts.Part] {
    reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
