import ArgumentParser
import Myelin

/// What `train` does to the columns before the network sees them.
struct PreprocessingOptions: ParsableArguments {
  @Option(help: "How numbers are scaled.")
  var scale = ScaleArgument.standard
  @Option(help: "How texts become numbers; hashing and embedding may have a size, as hashing:64.")
  var encode = EncodingArgument(.oneHot)
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What missing numbers are filled with: median, mean, most-frequent, or a number.", valueName: "value"))
  var impute = ImputationArgument(.median)
  @Flag(help: "Add inputs that say which values were missing.")
  var missingIndicators = false
  @Option(
    parsing: .unconditional, help: ArgumentHelp("What numbers are cut to.", valueName: "low,high"),
    transform: RangeArgument.init(parsing:))
  var clip: RangeArgument?
  @Option(help: ArgumentHelp("Columns of which log(1 + x) is taken.", valueName: "a,b"))
  var log = NameList(names: [])
  @Option(parsing: .unconditional, help: ArgumentHelp("Products of the numbers up to a degree.", valueName: "degree"))
  var polynomial = 1
  @Option(
    help: ArgumentHelp(
      "A column that becomes a vector the network learns, of a size if one is given; repeatable.",
      valueName: "column[:size]"))
  var embed: [EmbeddingArgument] = []
  @Option(
    help: ArgumentHelp(
      "A column and the steps that it alone goes through; repeatable. See the documentation's chapter on preprocessing.",
      valueName: "column=step,step"))
  var column: [ColumnArgument] = []

  func validate() throws {
    if !(1...10).contains(polynomial) { throw ValidationError("--polynomial must be 1 to 10, got \(polynomial)") }
  }

  /// The columns that are treated otherwise than the others.
  var columnNames: [String] { log.names + embed.map(\.name) + column.map(\.name) }

  /// The recipe for a table.
  ///
  /// - Throws: `TableError` if a column that is named is not there, or can't be treated so.
  func recipe(for table: Table, seed: Int) throws -> PreprocessingRecipe {
    var recipe = PreprocessingRecipe()
    recipe.scaling = scale.scaling
    recipe.encoding = encode.encoding
    recipe.imputation = impute.strategy
    recipe.addsIndicators = missingIndicators
    recipe.clipping = clip?.range
    recipe.polynomialDegree = polynomial
    recipe.seed = UInt32(truncatingIfNeeded: seed)
    for name in log.names {
      guard try table.column(named: name).type.isMeasured else {
        throw CommandError("--log \(name): the column is not one of numbers, so it has no logarithm")
      }
      recipe.logarithms.insert(name)
    }
    for embedding in embed {
      _ = try table.column(named: embedding.name)
      recipe.embeddings.updateValue(embedding.width, forKey: embedding.name)
    }
    for column in column {
      let found = try table.column(named: column.name)
      if column.isDropped {
        recipe.dropped.insert(column.name)
      } else {
        recipe.columns[column.name] = try column.steps(for: found, recipe: recipe)
      }
    }
    return recipe
  }
}

extension ColumnType {
  /// Whether the values are integers or numbers.
  var isMeasured: Bool { self == .integer || self == .number }
}

/// How numbers are scaled, as an argument.
enum ScaleArgument: String, ExpressibleByArgument, CaseIterable {
  case standard
  case minMax = "min-max"
  case maxAbs = "max-abs"
  case robust, quantile, none

  var scaling: PreprocessingRecipe.Scaling {
    switch self {
    case .standard: .standard
    case .minMax: .minMax
    case .maxAbs: .maxAbs
    case .robust: .robust
    case .quantile: .quantile
    case .none: .none
    }
  }
}

/// How texts become numbers, as an argument.
struct EncodingArgument: ExpressibleByArgument, Sendable {
  let encoding: PreprocessingRecipe.Encoding

  init(_ encoding: PreprocessingRecipe.Encoding) { self.encoding = encoding }

  init?(argument: String) {
    let (name, size) = NamedSize.parse(argument)
    switch (name, size) {
    case ("one-hot", nil): encoding = .oneHot
    case ("ordinal", nil): encoding = .ordinal
    case ("target", nil): encoding = .target
    case ("hashing", let size): encoding = .hashing(width: size ?? 32)
    case ("embedding", let size): encoding = .embedding(width: size)
    default: return nil
    }
  }

  static var allValueStrings: [String] { ["one-hot", "ordinal", "hashing", "target", "embedding"] }

  var defaultValueDescription: String { "one-hot" }
}

/// A name and a size behind a colon, which may be missing.
enum NamedSize {
  /// A size beyond ``HashingEncoder/widthLimit`` is none.
  static func parse(_ text: String) -> (name: String, size: Int?) {
    guard let colon = text.lastIndex(of: ":"), let size = Int(text[text.index(after: colon)...]),
      (1...HashingEncoder.widthLimit).contains(size)
    else { return (text, nil) }
    return (String(text[..<colon]), size)
  }
}

/// What missing numbers are filled with, as an argument.
struct ImputationArgument: ExpressibleByArgument, Sendable {
  let strategy: SimpleImputer.Strategy

  init(_ strategy: SimpleImputer.Strategy) { self.strategy = strategy }

  init?(argument: String) {
    switch argument {
    case "median": strategy = .median
    case "mean": strategy = .mean
    case "most-frequent": strategy = .mostFrequent
    default:
      guard let number = Double(argument), number.isFinite else { return nil }
      strategy = .constant(number: number)
    }
  }

  var defaultValueDescription: String { "median" }
}

/// Two numbers with a comma between them, as an argument.
struct RangeArgument: Sendable {
  let range: ClosedRange<Double>

  /// Reads an argument.
  ///
  /// - Throws: `ValidationError` that says what is allowed.
  init(parsing argument: String) throws {
    let ends = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low <= high else {
      throw ValidationError("give two numbers with a comma between them, the lower one first, such as -3,3")
    }
    range = low...high
  }
}

/// A column and the size of its vectors, as an argument.
struct EmbeddingArgument: ExpressibleByArgument, Sendable {
  let name: String
  let width: Int?

  init?(argument: String) {
    (name, width) = NamedSize.parse(argument)
    if name.isEmpty { return nil }
  }
}
