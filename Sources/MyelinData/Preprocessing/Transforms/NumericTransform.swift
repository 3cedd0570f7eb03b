import MyelinCore

/// A transform of columns of numbers, which takes tensors as well.
///
/// Missing values are NaN: they are left out in fitting, and stay NaN.
///
/// ```swift
/// let scaler = StandardScaler().fitted(to: training)   // [rows, features]
/// let x = scaler.transform(test)
/// ```
public protocol NumericTransform: Transform, Equatable where Fitted: FittedNumericTransform {
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

  /// Learns from columns of numbers, truth values (0 and 1) or moments (seconds).
  ///
  /// - Throws: ``TableError`` if a column has texts, or no values, or nothing can be learnt from one.
  public func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted {
    var numbers: [[Double]] = []
    for column in columns {
      guard let values = column.numbers else {
        throw context.error(.wrongType, textsMessage(column, "\(Self.self)"), column: column.name)
      }
      guard values.contains(where: { !$0.isNaN }) else { throw emptyColumn(column.name, in: context) }
      try checkFinite(column, in: context)
      numbers.append(values)
    }
    do {
      return try fitted(toColumns: numbers)
    } catch let error as NumberError {
      throw context.error(
        "\(Self.self): \(error.message) in column \(quoted(columns[error.column].name)); \(error.remedy)",
        column: columns[error.column].name, row: error.row)
    } catch {
      throw TableError(.wrongValue, path: context.table?.path, "\(Self.self): \(error)")
    }
  }
}

/// The error for a column that has no values to learn from.
func emptyColumn(_ name: String, in context: FittingContext) -> TableError {
  context.error(
    .emptyColumn, "column \(quoted(name)) has no values in the rows to train on; leave the column out", column: name)
}

/// Throws if a column has infinite numbers, from which nothing can be learnt.
func checkFinite(_ column: TableColumn, in context: FittingContext) throws(TableError) {
  guard case .numbers(let numbers) = column.storage, let row = numbers.firstIndex(where: \.isInfinite) else { return }
  throw context.error(
    "\(numbers[row]) in column \(quoted(column.name)) is not finite; clip it, or make it missing", column: column.name,
    row: row)
}

private func textsMessage(_ column: TableColumn, _ transform: String) -> String {
  "column \(quoted(column.name)) has texts, and \(transform) takes numbers; encode it first, or leave it out"
}

/// A number of a column from which a transform can't learn.
public struct NumberError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The position of the column.
  public let column: Int
  /// The row, from 0; nil if it is about the whole column.
  public let row: Int?
  /// What is wrong.
  let message: String
  /// What to do.
  let remedy: String

  /// What is wrong, where, and what to do.
  public var description: String {
    "\(message) in column \(column)\(row.map { ", row \($0)" } ?? ""); \(remedy)"
  }
}

/// A transform of columns of numbers that has learnt.
public protocol FittedNumericTransform: FittedTransform {
  /// The columns that become of some.
  ///
  /// - Parameter columns: As many as ``FittedTransform/inputCount``, equally long, NaN where a value is missing; any other number
  ///   stops the program.
  func transform(columns: [[Double]]) -> [[Double]]

  /// Whether what becomes of a number is one that can go on; where it isn't, the number is an error.
  static func isUsable(_ result: Double) -> Bool

  /// Whether outputs are made of several columns: then a missing value makes others of its row missing, which is no error.
  static var mixesColumns: Bool { get }

  /// What to do about a number of which none becomes.
  static var remedy: String { get }
}

extension FittedNumericTransform {
  /// All but NaN.
  public static func isUsable(_ result: Double) -> Bool { !result.isNaN }

  /// Each output is made of one column.
  public static var mixesColumns: Bool { false }

  /// To correct it.
  public static var remedy: String { "correct the value, or leave the cell empty if it is unknown" }

  /// The rows that become of some.
  ///
  /// - Parameter x: `[rows, inputCount]`; another shape stops the program.
  /// - Returns: `[rows, outputs]` in float64 if `x` is, else in float32. It is computed in float64.
  public func transform(_ x: Tensor) -> Tensor {
    let columns = MatrixColumns.of(x, count: inputCount, in: "\(Self.typeName).transform")
    return MatrixColumns.tensor(transform(columns: columns), rows: x.shape[0], like: x)
  }

  /// The columns that become of columns of numbers, truth values or moments.
  ///
  /// - Throws: ``TableError`` if a column has texts, or of a number none becomes (the logarithm of a negative one, say).
  public func transform(
    _ columns: [TableColumn], in context: inout TransformContext
  ) throws(TableError) -> [TableColumn] {
    check(columns.count)
    var inputs: [[Double]] = []
    for column in columns {
      guard let values = column.numbers else {
        throw context.error(.wrongType, textsMessage(column, Self.typeName), column: column.name)
      }
      inputs.append(values)
    }
    let outputs = transform(columns: inputs)
    if outputs.count == inputs.count {
      for (index, output) in outputs.enumerated() {
        for row in output.indices where !Self.isUsable(output[row]) && !inputs[index][row].isNaN {
          // What several columns make together is missing where one of them is.
          if Self.mixesColumns, inputs.contains(where: { $0[row].isNaN }) { continue }
          throw context.error(
            "\(Self.typeName): \(inputs[index][row]) in column \(quoted(columns[index].name)) gives no number; "
              + Self.remedy, column: columns[index].name, row: row)
        }
      }
    }
    let names = features(after: columns.map { TableFeature(name: $0.name) }).map(\.name)
    return zip(names, outputs).map { TableColumn($0, numbers: $1) }
  }
}

/// A transform of columns of numbers that can be undone.
public protocol InvertibleNumericTransform: FittedNumericTransform, InvertibleTransform {
  /// The columns that ``FittedNumericTransform/transform(columns:)`` made others of.
  func inverse(columns: [[Double]]) -> [[Double]]
}

extension InvertibleNumericTransform {
  /// The rows that became others.
  ///
  /// - Parameter x: `[rows, outputs]`; another shape stops the program.
  /// - Returns: `[rows, inputCount]` in float64 if `x` is, else in float32.
  public func inverse(_ x: Tensor) -> Tensor {
    let columns = MatrixColumns.of(x, count: outputCount, in: "\(Self.typeName).inverse")
    return MatrixColumns.tensor(inverse(columns: columns), rows: x.shape[0], like: x)
  }

  /// The columns that became others.
  public func inverse(_ columns: [TableColumn], names: [String]) throws(TableError) -> [TableColumn] {
    let numbers = try numbers(columns, count: outputCount)
    return zip(names, inverse(columns: numbers)).map { TableColumn($0, numbers: $1) }
  }
}

extension FittedTransform {
  /// The number of columns that come out.
  var outputCount: Int {
    features(after: (0..<inputCount).map { TableFeature(name: "\($0)") }).count
  }

  /// The numbers of columns that are to be transformed back.
  func numbers(_ columns: [TableColumn], count: Int) throws(TableError) -> [[Double]] {
    guard columns.count == count else {
      fatalError("\(Self.typeName).inverse: it gives \(count) columns, and was given \(columns.count)")
    }
    var result: [[Double]] = []
    for column in columns {
      guard let numbers = column.numbers else {
        throw TableError(
          .wrongType, columnNames: [column.name],
          "column \(quoted(column.name)) has texts, and \(Self.typeName) gives numbers; transform back what it gave")
      }
      result.append(numbers)
    }
    return result
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
    check(inputs.count)
    return zip(inputs, columns).map { numbers, column in
      guard let column else { return [Double](repeating: .nan, count: numbers.count) }
      return numbers.map { function(column, $0) }
    }
  }
}
