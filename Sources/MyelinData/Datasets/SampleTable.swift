import MyelinCore

/// Samples with what is known of them: a data set that is read, not made.
///
/// ```swift
/// let iris = BundledData.iris
/// print(iris.x.shape, iris.featureNames, iris.classNames ?? [])
/// ```
public struct SampleTable: Sendable {
  /// What the data set is called.
  public let name: String
  /// The features, float64 `[samples, features]`.
  public let x: Tensor
  /// The targets `[samples]`: int64 classes from 0, or float64 numbers.
  public let y: Tensor
  /// What the features are called.
  public let featureNames: [String]
  /// What the classes are called; nil if the targets are numbers.
  public let classNames: [String]?
  /// Where the data come from.
  public let source: String

  /// The features and the target as a table: a column for each feature, and `target`, which holds the names of classes.
  public var table: Table {
    let values = x.transposed().rows.map(\.scalars)
    var columns = zip(featureNames, values).map { TableColumn($0, numbers: $1) }
    if let classNames {
      columns.append(TableColumn("target", texts: y.scalars.map { classNames[Int($0)] }))
    } else {
      columns.append(TableColumn("target", numbers: y.scalars))
    }
    do {
      return try Table(columns)
    } catch {
      fatalError("SampleTable.table: \(error)")
    }
  }
}
