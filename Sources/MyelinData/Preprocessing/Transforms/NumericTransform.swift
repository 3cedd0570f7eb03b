import MyelinCore

/// What turns columns of numbers into others, and learns from rows how.
///
/// A value of such a type describes the transform; `fitted(to:)` gives one that is ready for any rows. Missing values
/// are NaN: they are left out in fitting, and stay NaN.
///
/// ```swift
/// let scaler = StandardScaler().fitted(to: training)   // [rows, features]
/// let x = scaler.transform(test)
/// ```
public protocol NumericTransform: Sendable, Equatable {
  /// The transform that has learnt from rows.
  associatedtype Fitted: FittedNumericTransform
  /// What can be wrong with the numbers to learn from; `Never` if nothing can.
  associatedtype Failure: Error = Never

  /// Learns from columns, each of as many numbers as there are rows, NaN where a value is missing.
  func fitted(toColumns columns: [[Double]]) throws(Failure) -> Fitted
}

extension NumericTransform {
  /// Learns from the rows of a matrix.
  ///
  /// - Parameter x: `[rows, features]`, NaN where a value is missing; another rank stops the program.
  public func fitted(to x: Tensor) throws(Failure) -> Fitted {
    try fitted(toColumns: MatrixColumns.of(x, in: "\(Self.self).fitted"))
  }
}

/// A transform of columns of numbers that has learnt from rows.
///
/// As JSON it gives the same text whenever it has learnt the same.
public protocol FittedNumericTransform: Sendable, Equatable, Codable {
  /// The number of columns that it learnt from and takes.
  var inputCount: Int { get }

  /// The columns that become of some.
  ///
  /// - Parameter columns: As many as ``inputCount``, equally long; any other number stops the program.
  func transform(columns: [[Double]]) -> [[Double]]

  /// The names of the columns that become of columns with these names.
  func featureNames(_ names: [String]) -> [String]
}

extension FittedNumericTransform {
  /// The rows that become of some.
  ///
  /// - Parameter x: `[rows, inputCount]`; another shape stops the program.
  /// - Returns: `[rows, outputs]` in float64 if `x` is, else in float32. It is computed in float64.
  public func transform(_ x: Tensor) -> Tensor {
    let columns = MatrixColumns.of(x, count: inputCount, in: "\(Self.self).transform")
    return MatrixColumns.tensor(transform(columns: columns), rows: x.shape[0], like: x)
  }

  /// The names, which most transforms keep.
  public func featureNames(_ names: [String]) -> [String] { names }

  /// Stops if a transform is given another number of columns than it learnt from.
  func check(_ columns: [[Double]]) {
    guard columns.count == inputCount else {
      fatalError("\(Self.self): learnt from \(inputCount) columns, and was given \(columns.count)")
    }
  }
}

/// A transform that can be undone.
public protocol InvertibleTransform: FittedNumericTransform {
  /// The columns that ``FittedNumericTransform/transform(columns:)`` made others of.
  func inverse(columns: [[Double]]) -> [[Double]]
}

extension InvertibleTransform {
  /// The rows that became others.
  ///
  /// - Parameter x: `[rows, outputs]`; another shape stops the program.
  /// - Returns: `[rows, inputCount]` in float64 if `x` is, else in float32.
  public func inverse(_ x: Tensor) -> Tensor {
    let outputs = featureNames((0..<inputCount).map { "\($0)" }).count
    let columns = MatrixColumns.of(x, count: outputs, in: "\(Self.self).inverse")
    return MatrixColumns.tensor(inverse(columns: columns), rows: x.shape[0], like: x)
  }
}

/// A matrix as columns of doubles and back.
enum MatrixColumns {
  static func of(_ x: Tensor, count: Int? = nil, in operation: String) -> [[Double]] {
    guard x.rank == 2, count.map({ x.shape[1] == $0 }) ?? true else {
      let wanted = count.map { "[rows, \($0)]" } ?? "[rows, features]"
      fatalError("\(operation): the shape is \(x.shape), not \(wanted)")
    }
    let (rows, columns) = (x.shape[0], x.shape[1])
    let numbers = x.elements(as: Double.self)
    return (0..<columns).map { column in (0..<rows).map { numbers[$0 * columns + column] } }
  }

  static func tensor(_ columns: [[Double]], rows: Int, like x: Tensor) -> Tensor {
    x.type == .float64 ? tensor(columns, rows: rows, Double.self) : tensor(columns, rows: rows, Float.self)
  }

  private static func tensor<Element: TensorElement & BinaryFloatingPoint>(
    _ columns: [[Double]], rows: Int, _: Element.Type
  ) -> Tensor {
    let width = columns.count
    return Tensor(shape: [rows, width]) { (elements: UnsafeMutableBufferPointer<Element>) in
      for (index, column) in columns.enumerated() {
        for row in 0..<rows { elements[row * width + index] = Element(column[row]) }
      }
    }
  }
}

/// What a transform has learnt about each column; nil where all its values were missing, which makes all NaN.
protocol PerColumn {
  associatedtype Column
  var columns: [Column?] { get }
}

extension PerColumn where Self: FittedNumericTransform {
  /// Applies a function of one number to each column.
  func map(_ inputs: [[Double]], _ function: (Column, Double) -> Double) -> [[Double]] {
    check(inputs)
    return zip(inputs, columns).map { numbers, column in
      guard let column else { return [Double](repeating: .nan, count: numbers.count) }
      return numbers.map { function(column, $0) }
    }
  }
}
