/// Steps that some columns of a table go through one after the other.
///
/// ```swift
/// ColumnSteps(.numeric) {
///   SimpleImputer(.median)
///   StandardScaler()
/// }
/// ```
///
/// All columns go through a step together, so that a step may combine them (``PolynomialFeatures``); most treat each by itself.
public struct ColumnSteps: Sendable {
  /// The columns.
  public var columns: ColumnSelection
  /// The steps; without any the columns stay as they are.
  public var steps: [any Transform]

  /// Columns and their steps.
  public init(_ columns: ColumnSelection, _ steps: [any Transform]) {
    self.columns = columns
    self.steps = steps
  }

  /// Columns and their steps.
  public init(_ columns: ColumnSelection, @StepBuilder _ steps: () -> [any Transform]) {
    self.init(columns, steps())
  }
}

/// Puts steps that are written one below the other into an array; `if` and `for` may stand among them.
@resultBuilder
public enum StepBuilder {
  /// One step.
  public static func buildExpression(_ step: some Transform) -> [any Transform] { [step] }
  /// Several steps.
  public static func buildExpression(_ steps: [any Transform]) -> [any Transform] { steps }
  /// Steps after each other.
  public static func buildBlock(_ parts: [any Transform]...) -> [any Transform] { parts.flatMap { $0 } }
  /// Steps of an `if` without `else`.
  public static func buildOptional(_ steps: [any Transform]?) -> [any Transform] { steps ?? [] }
  /// Steps of an `if`.
  public static func buildEither(first steps: [any Transform]) -> [any Transform] { steps }
  /// Steps of an `else`.
  public static func buildEither(second steps: [any Transform]) -> [any Transform] { steps }
  /// Steps of a `for`.
  public static func buildArray(_ parts: [[any Transform]]) -> [any Transform] { parts.flatMap { $0 } }
}

/// Puts ``ColumnSteps`` that are written one below the other into an array; `if` and `for` may stand among them.
@resultBuilder
public enum ColumnStepsBuilder {
  /// Steps of some columns.
  public static func buildExpression(_ steps: ColumnSteps) -> [ColumnSteps] { [steps] }
  /// Steps of some columns and of others.
  public static func buildBlock(_ parts: [ColumnSteps]...) -> [ColumnSteps] { parts.flatMap { $0 } }
  /// What stands in an `if` without `else`.
  public static func buildOptional(_ steps: [ColumnSteps]?) -> [ColumnSteps] { steps ?? [] }
  /// What stands in an `if`.
  public static func buildEither(first steps: [ColumnSteps]) -> [ColumnSteps] { steps }
  /// What stands in an `else`.
  public static func buildEither(second steps: [ColumnSteps]) -> [ColumnSteps] { steps }
  /// What stands in a `for`.
  public static func buildArray(_ parts: [[ColumnSteps]]) -> [ColumnSteps] { parts.flatMap { $0 } }
}
