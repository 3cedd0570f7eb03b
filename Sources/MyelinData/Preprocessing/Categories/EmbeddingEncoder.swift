/// Replaces every category by its index in a table of vectors that a network learns.
///
/// The categories have the indices from 1 on, sorted; a missing value has the last one if any is missing in the rows to learn from.
/// Index 0 stands for whatever training never saw. The features say how many indices there are and how long a vector is
/// (``TableFeature/Kind/index(count:width:)``), from which a network makes its front end: see `FeatureEmbedding`.
///
/// ```swift
/// let encoder = try EmbeddingEncoder(width: 8).fitted(to: [table["city"]!])
/// ```
public struct EmbeddingEncoder: Transform, Equatable {
  /// The size of a vector; nil for half of the number of indices, 50 at most.
  public var width: Int?
  /// How often a category must come to be told apart from the rare ones, which share an index; nil if it needn't.
  public var minFrequency: CategoryFrequency?
  /// The most categories of a column, the rare ones' counted as one; nil for any number.
  public var maxCategories: Int?

  /// A description.
  ///
  /// - Parameters:
  ///   - width: The size of a vector, one or more, or the program stops; nil for half of the number of indices, 50 at most.
  ///   - minFrequency: How often a category must come to be told apart from the rare ones.
  ///   - maxCategories: The most categories of a column.
  public init(width: Int? = nil, minFrequency: CategoryFrequency? = nil, maxCategories: Int? = nil) {
    if let width, width < 1 {
      fatalError("EmbeddingEncoder: vectors of \(width) numbers say nothing; ask for one or more")
    }
    if let maxCategories, maxCategories < 1 {
      fatalError("EmbeddingEncoder: at most \(maxCategories) categories leave none; allow one or more")
    }
    self.width = width
    self.minFrequency = minFrequency
    self.maxCategories = maxCategories
  }

  /// Learns categories.
  public func fitted(to columns: [TableColumn], in context: FittingContext) throws(TableError) -> Fitted {
    let lists = try CategoryLearning(
      minFrequency: minFrequency, maxCategories: maxCategories, missingMayBeRare: false
    ).lists(columns, of: "EmbeddingEncoder", allowsOthers: true, in: context)
    return Fitted(lists: lists, widths: lists.map { width ?? min(50, ($0.count + 2) / 2) })
  }

  /// Categories that were learnt.
  public struct Fitted: InvertibleTransform {
    /// What files call the type.
    public static let typeName = "EmbeddingEncoder"

    let lists: [CategoryList]
    let widths: [Int]

    /// The number of columns that it learnt from and takes.
    public var inputCount: Int { lists.count }

    /// The categories of each column without the missing value, rare ones included.
    public var categories: [[String]] { lists.map(\.names) }

    /// Why what was read from a file can't have been learnt; nil if it can.
    public var problem: String? {
      guard widths.count == lists.count, widths.allSatisfy({ $0 > 0 && $0 <= 1 << 20 }) else {
        return "the vectors' sizes don't fit"
      }
      return lists.lazy.compactMap(\.problem).first
    }

    /// A feature of indices for each column, of the column's name.
    public func features(after inputs: [TableFeature]) -> [TableFeature] {
      zip(inputs, zip(lists, widths)).map { input, learnt in
        TableFeature(name: input.name, kind: .index(count: learnt.0.count + 1, width: learnt.1))
      }
    }

    /// The columns of indices.
    public func transform(
      _ columns: [TableColumn], in context: inout TransformContext
    ) throws(TableError) -> [TableColumn] {
      check(columns.count)
      var result: [TableColumn] = []
      for (list, column) in zip(lists, columns) {
        let positions = try list.positions(of: column, in: &context, isError: false)
        result.append(TableColumn(column.name, numbers: positions.map { Double($0 + 1) }))
      }
      return result
    }

    /// The categories at the indices; nothing at index 0.
    public func inverse(_ columns: [TableColumn], names: [String]) throws(TableError) -> [TableColumn] {
      let numbers = try numbers(columns, count: lists.count)
      return zip(zip(lists, numbers), names).map { pair, name in
        let (list, indices) = pair
        return list.column(
          name, at: indices.map { $0 >= 1 && $0 <= Double(list.count) ? Int($0.rounded()) - 1 : -1 })
      }
    }
  }
}
