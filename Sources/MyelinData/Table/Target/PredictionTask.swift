/// What is predicted from a table.
public enum PredictionTask: String, Sendable, Equatable, Codable, CaseIterable {
  /// One of two classes.
  case binaryClassification
  /// One of three or more classes.
  case multiclassClassification
  /// A number.
  case regression
}
