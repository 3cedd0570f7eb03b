extension Exploration {
  /// Something to mend, or to know, before learning from a table.
  public struct Warning: Sendable, Equatable, Codable {
    /// How much it matters.
    public enum Severity: Int, Sendable, Equatable, Codable, CaseIterable, Comparable {
      /// Results would be wrong or worthless.
      case high = 2
      /// Results would suffer.
      case medium = 1
      /// Good to know.
      case low = 0

      /// Whether the first matters less.
      public static func < (first: Severity, second: Severity) -> Bool { first.rawValue < second.rawValue }
    }

    /// What it is about. Warnings of the same severity stand in this order.
    public enum Kind: String, Sendable, Equatable, Codable, CaseIterable {
      /// The target cannot be predicted: missing or the same in all rows, or different in each.
      case unusableTarget
      /// The table has no rows.
      case noRows
      /// A column stands for the target under another name.
      case targetCopy
      /// A column predicts the target almost alone.
      case targetLeak
      /// Rows for training stand among those to judge by.
      case sharedRows
      /// Equal features, different targets.
      case conflictingTargets
      /// Rows have no target.
      case missingTarget
      /// Some classes are far rarer than others.
      case imbalancedClasses
      /// A class has too few rows.
      case rareClass
      /// Missing values tell of the target.
      case missingDependsOnTarget
      /// A column has no values.
      case emptyColumn
      /// A column has one value.
      case constantColumn
      /// A column identifies rows.
      case identifier
      /// Texts stand among numbers.
      case mixedTypes
      /// Numbers are written so that they are read as texts.
      case numbersAsText
      /// Dates are written so that they are read as texts.
      case datesAsText
      /// Values are infinite.
      case infiniteValues
      /// A number stands for missing values.
      case placeholder
      /// Rows repeat.
      case duplicateRows
      /// Columns hold the same.
      case duplicateColumns
      /// There are few rows.
      case fewRows
      /// There are more columns than rows.
      case manyColumns
      /// Values are missing.
      case missingValues
      /// The same category is spelled in several ways.
      case inconsistentSpelling
      /// A text column has many categories.
      case manyCategories
      /// Nearly all values are the same.
      case nearlyConstant
      /// Numbers reach far to one side.
      case skewed
      /// Numbers reach far to both sides.
      case heavyTails
      /// Numbers lie far from all others.
      case outliers
      /// Most numbers are zero.
      case manyZeros
      /// Columns tell nearly the same.
      case correlatedColumns
      /// Not all rows of the file were read.
      case truncated
    }

    /// What it is about.
    public let kind: Kind
    /// How much it matters.
    public let severity: Severity
    /// The columns concerned; empty if it is the whole table.
    public let columns: [String]
    /// What was found.
    public let message: String
    /// Why it matters.
    public let reason: String
    /// What to do.
    public let advice: String
  }
}
