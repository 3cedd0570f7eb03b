extension FeatureEmbedding {
  /// The front end for features as preprocessing gives them: indices become vectors, numbers pass through.
  ///
  /// ```swift
  /// let fitted = try preprocessing.fitted(on: training)      // with an EmbeddingEncoder
  /// let front = FeatureEmbedding(features: fitted.features)
  /// let network = Sequential([front, Dense(front.outputSize!, 1)])
  /// ```
  ///
  /// - Parameter features: What the columns of the matrix mean; none at all stop the program.
  public init(
    features: [TableFeature], weightInitializer: Initializer = .uniform(), type: DType? = nil
  ) {
    let columns = features.map { feature in
      switch feature.kind {
      case .number: Column.number
      case .index(let count, let width): Column.index(count: count, width: width)
      }
    }
    self.init(columns, weightInitializer: weightInitializer, type: type)
  }
}
