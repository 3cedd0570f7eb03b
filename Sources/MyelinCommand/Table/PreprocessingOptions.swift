import ArgumentParser
import Myelin

/// What `train` does to the columns before the network sees them.
struct PreprocessingOptions: ParsableArguments {
  @Option(help: "How numbers are scaled.")
  var scale = ScaleArgument.standard
  @Option(
    help: ArgumentHelp(
      "How texts become numbers: one-hot, ordinal, target, hashing[:SIZE] or embedding[:SIZE] (default: one-hot).",
      valueName: "way"),
    transform: EncodingArgument.init(argument:))
  var encode = EncodingArgument(.oneHot)
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What missing numbers are filled with: median, mean, most-frequent, or a number (default: median).",
      valueName: "value"),
    transform: ImputationArgument.init(argument:))
  var impute = ImputationArgument(.median)
  @Flag(help: "Add inputs that say which values were missing.")
  var missingIndicators = false
  @Option(
    parsing: .unconditional, help: ArgumentHelp("What numbers are cut to.", valueName: "low,high"),
    transform: RangeArgument.init(argument:))
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
      "A column and the steps that it alone goes through; repeatable. Numbers are scaled at the end as by --scale, unless the "
        + "steps end in a scaling or in none. See the documentation's chapter on preprocessing.",
      valueName: "column=step,step"),
    transform: ColumnArgument.init(argument:))
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
      if let mistake = embedding.mistake, !table.columnNames.contains(embedding.name) { throw mistake }
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

  /// What in the options is perhaps a slip, a line each.
  func warnings(for table: Table) -> [String] {
    column.compactMap { column in table[column.name].flatMap { column.unusedCategories(in: $0) } }
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
