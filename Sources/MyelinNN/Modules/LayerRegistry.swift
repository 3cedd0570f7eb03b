import Synchronization

/// The types of layers that files may name.
public enum LayerRegistry {
  private static let types = Mutex<[String: any DescribableLayer.Type]>(
    Dictionary(library.map { ($0.typeName, $0) }, uniquingKeysWith: { first, _ in first }))

  /// The library's own types.
  private static var library: [any DescribableLayer.Type] {
    [
      Activation.self, AlphaDropout.self, BatchNorm.self, Concatenate.self, Dense.self, Dropout.self, Embedding.self,
      FeatureEmbedding.self,
      Flatten.self, GaussianNoise.self, Identity.self, LayerNorm.self, Parallel.self, PReLU.self, Reshape.self,
      ResidualDescription.self, RMSNorm.self, Sequential.self,
    ]
  }

  /// Makes a type of your own known, so that networks with such layers can be read from files.
  public static func register(_ type: any DescribableLayer.Type) {
    let known = types.withLock { types in
      let known = types[type.typeName]
      if known == nil { types[type.typeName] = type }
      return known
    }
    if let known, known != type {
      fatalError("LayerRegistry: \(known) is already called '\(type.typeName)': give \(type) another typeName")
    }
  }

  /// The type of that name, if it is known.
  static func type(named name: String) -> (any DescribableLayer.Type)? { types.withLock { $0[name] } }
}
