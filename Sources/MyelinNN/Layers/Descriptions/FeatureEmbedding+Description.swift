extension FeatureEmbedding: DescribableLayer {
  /// What files call the type.
  public static let typeName = "FeatureEmbedding"

  /// What a layer is made of.
  public struct Configuration: Codable, Sendable {
    var columns: [Column]
    var type: DType?
  }

  /// What the layer is made of, except for its vectors.
  public var configuration: Configuration {
    Configuration(columns: columns, type: tables.first.flatMap { described($0.weight.type) })
  }

  /// A layer of that make, of zeros.
  public init(configuration: Configuration) throws {
    let areUsable = configuration.columns.allSatisfy { column in
      guard case .index(let count, let width) = column else { return true }
      return count > 0 && width > 0
    }
    guard !configuration.columns.isEmpty, areUsable else {
      throw LayerDescriptionError("a FeatureEmbedding of these columns can't exist")
    }
    self.init(configuration.columns, weightInitializer: .zeros, type: try checked(configuration.type))
  }

  /// The number of elements of all vectors.
  public static func elementCount(of configuration: Configuration) -> Double {
    configuration.columns.reduce(0) { sum, column in
      guard case .index(let count, let width) = column else { return sum }
      return sum + Double(count) * Double(width)
    }
  }
}
