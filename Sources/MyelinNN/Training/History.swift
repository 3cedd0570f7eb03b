/// What training measured, epoch by epoch.
public struct History: Sendable, Codable, Hashable {
  /// One pass over the training data.
  public struct Epoch: Sendable, Codable, Hashable {
    /// The mean loss over the epoch's samples, each as it was when its batch was trained on.
    public var loss: Double
    /// The mean of every metric by name, likewise.
    public var metrics: [String: Double]
    /// The mean loss on the validation data after the epoch, if there are any.
    public var validationLoss: Double?
    /// The metrics on the validation data after the epoch, if there are any.
    public var validationMetrics: [String: Double]?
  }

  /// The epochs in order.
  public internal(set) var epochs: [Epoch] = []

  /// The index of the epoch whose parameters the model has, if early stopping went back to the best one.
  public internal(set) var restoredEpoch: Int?

  /// The training losses in order.
  public var losses: [Double] { epochs.map(\.loss) }

  /// The validation losses in order; empty without validation data.
  public var validationLosses: [Double] { epochs.compactMap(\.validationLoss) }
}

/// The loss and metrics of a model on a data set.
public struct Evaluation: Sendable, Codable, Hashable {
  /// The mean loss over the samples.
  public let loss: Double
  /// Every metric by name.
  public let metrics: [String: Double]

  /// A loss and metrics that were measured.
  public init(loss: Double, metrics: [String: Double] = [:]) {
    self.loss = loss
    self.metrics = metrics
  }
}
