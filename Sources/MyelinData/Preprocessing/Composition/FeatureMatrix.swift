import MyelinCore

/// A matrix that is filled with columns of features, some rows at a time.
struct FeatureMatrix {
  private let width: Int
  private var single: [Float] = []
  private var double: [Double] = []
  private let type: DType
  private var rows = 0

  init(rows: Int, width: Int, type: DType) {
    self.width = width
    self.type = type
    if type == .float64 {
      double = [Double](repeating: 0, count: rows * width)
    } else {
      single = [Float](repeating: 0, count: rows * width)
    }
  }

  /// Adds rows.
  mutating func append(_ columns: [TableColumn]) {
    if type == .float64 {
      Self.fill(&double, columns, start: rows * width, width: width)
    } else {
      Self.fill(&single, columns, start: rows * width, width: width)
    }
    rows += columns.first?.count ?? 0
  }

  /// The whole matrix.
  var tensor: Tensor {
    type == .float64 ? Tensor(shape: [rows, width], double, type: .float64) : Tensor(shape: [rows, width], single)
  }

  /// The matrix of some columns.
  static func tensor(_ pieces: [[TableColumn]], width: Int, type: DType) -> Tensor {
    var matrix = FeatureMatrix(rows: pieces.reduce(0) { $0 + ($1.first?.count ?? 0) }, width: width, type: type)
    for piece in pieces { matrix.append(piece) }
    return matrix.tensor
  }

  private static func fill<Element: BinaryFloatingPoint>(
    _ elements: inout [Element], _ columns: [TableColumn], start: Int, width: Int
  ) {
    elements.withUnsafeMutableBufferPointer { elements in
      for (index, column) in columns.enumerated() {
        var place = start + index
        // The two that come most often, without a copy.
        if case .booleans(let values) = column.storage {
          for value in values {
            elements[place] = value < 0 ? .nan : Element(value)
            place += width
          }
        } else {
          guard let numbers = column.numbers else {
            fatalError("FeatureMatrix: column \(quoted(column.name)) has texts")
          }
          for number in numbers {
            elements[place] = Element(number)
            place += width
          }
        }
      }
    }
  }
}
