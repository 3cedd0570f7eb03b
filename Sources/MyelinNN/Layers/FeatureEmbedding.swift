/// The front end of a network for tables: columns of numbers pass through, and each column of indices becomes a vector that is
/// learnt.
///
/// Takes `[…, columns]` of floating-point numbers, of which some are whole: positions in a table of vectors. Gives
/// `[…, numbers + Σ widths]`, everything in the order of the columns. The vector at index 0, which stands for what training never
/// saw, is zeros and isn't trained.
///
/// ```swift
/// // age, a city out of 120, a height
/// let front = FeatureEmbedding([.number, .index(count: 121, width: 8), .number])
/// let network = Sequential {
///   front                         // [batch, 3] → [batch, 10]
///   Dense(10, 32, activation: .relu)
///   Dense(32, 1)
/// }
/// ```
///
/// Source: C. Guo, F. Berkhahn, "Entity Embeddings of Categorical Variables" (2016).
public struct FeatureEmbedding: Layer {
  /// What a column of the input is.
  public enum Column: Sendable, Hashable, Codable {
    /// A number that passes through.
    case number
    /// A position among `count` vectors, each of `width` numbers.
    case index(count: Int, width: Int)

    /// How many numbers the column becomes.
    public var width: Int { if case .index(_, let width) = self { width } else { 1 } }
  }

  /// What the columns are.
  public let columns: [Column]
  /// The tables of vectors, one for each column of indices in their order.
  public let tables: [Embedding]

  /// A front end with random vectors.
  ///
  /// - Parameters:
  ///   - columns: What the columns are: one or more, with positive counts and widths, or the program stops.
  ///   - weightInitializer: How the vectors are drawn; by default uniformly from ±0.05, as in Keras.
  ///   - type: The type of the vectors; by default what the initializer draws, float32.
  public init(_ columns: [Column], weightInitializer: Initializer = .uniform(), type: DType? = nil) {
    guard !columns.isEmpty else { fatalError("FeatureEmbedding: there are no columns") }
    self.columns = columns
    tables = columns.compactMap { column in
      guard case .index(let count, let width) = column else { return nil }
      return Embedding(count, width, paddingIndex: 0, weightInitializer: weightInitializer, type: type)
    }
  }

  /// The number of columns.
  public var inputSize: Int? { columns.count }
  /// The numbers that pass through, and those of the vectors.
  public var outputSize: Int? { columns.reduce(0) { $0 + $1.width } }

  /// The numbers and vectors beside each other.
  public func callAsFunction(_ input: Tensor) -> Tensor {
    guard input.rank > 0, input.shape[input.rank - 1] == columns.count else {
      stop("the input's last axis must be of \(columns.count) columns, got shape \(input.shape)")
    }
    var parts: [Tensor] = []
    var start = 0
    var table = 0
    while start < columns.count {
      var end = start + 1
      if columns[start] == .number {
        // Numbers beside each other pass together.
        while end < columns.count, columns[end] == .number { end += 1 }
        parts.append(input[..., start..<end])
      } else {
        parts.append(tables[table](input[..., start].cast(to: .int64)))
        table += 1
      }
      start = end
    }
    return parts.count == 1 ? parts[0] : .concatenate(parts, axis: -1)
  }
}

extension FeatureEmbedding: CustomStringConvertible {
  /// How the layer is written: `FeatureEmbedding(3 → 10: 2 numbers, 121 × 8)`.
  public var description: String {
    let numbers = columns.count { $0 == .number }
    let vectors = columns.compactMap { column -> String? in
      guard case .index(let count, let width) = column else { return nil }
      return "\(count) × \(width)"
    }
    let parts = (numbers > 0 ? ["\(numbers) number\(numbers == 1 ? "" : "s")"] : []) + vectors
    return "FeatureEmbedding(\(columns.count) → \(outputSize ?? 0): \(parts.joined(separator: ", ")))"
  }
}
