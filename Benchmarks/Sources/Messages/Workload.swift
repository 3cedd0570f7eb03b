/// Work that every contestant does in the same way. Names are the coordinator's business: workers know only kinds.
public struct Workload: Codable, Hashable, Sendable {
  /// What is done in a step.
  public enum Kind: String, Codable, Sendable {
    /// A step of Adam (learning rate 10⁻³) on the softmax cross entropy of a network with ReLU between its layers.
    case training
    /// The same step's first call: recording, tracing, compiling.
    case firstStep
    /// The network's outputs for a batch.
    case inference
    /// A pass of the lecture's perceptron over its 100 samples, with an update after each.
    case perceptron
    /// An epoch of training on Fashion-MNIST, between reading the files and judging the test data.
    case fashion
    /// Reading a CSV file into a table.
    case csvTable
    /// A network's answers for every row of a CSV file, read and written in pieces of `batch` rows.
    case csvPrediction
  }

  /// What is done in a step.
  public var kind: Kind
  /// How the library is asked to do it: `eager`, `compiled`, `scan` …
  public var variant: String
  /// The sizes of the network's layers, the input first; empty for the perceptron.
  public var sizes: [Int]
  /// How many samples make a step.
  public var batch: Int
  /// How many steps a variant that loops by itself takes at once.
  public var stepsAtOnce: Int
  /// How many threads may work.
  public var threads: Int
  /// The folder of Fashion-MNIST's files, or the path of the CSV file.
  public var folder: String

  /// A workload.
  public init(
    _ kind: Kind, variant: String = "", sizes: [Int] = [], batch: Int = 1, stepsAtOnce: Int = 10, threads: Int = 2,
    folder: String = ""
  ) {
    self.kind = kind
    self.variant = variant
    self.sizes = sizes
    self.batch = batch
    self.stepsAtOnce = stepsAtOnce
    self.threads = threads
    self.folder = folder
  }

  /// The number of the network's weights, without biases.
  public var weights: Int { zip(sizes, sizes.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 } }

  /// The multiplications and additions of a step's matrix products; `nil` where they don't tell the work.
  ///
  /// A training step has three products for each layer (the outputs, the gradients at the weights and those at the
  /// inputs), but none for the gradient at the data.
  public var operations: Double? {
    switch kind {
    case .training: Double(2 * batch * (3 * weights - sizes[0] * sizes[1]))
    case .inference: Double(2 * batch * weights)
    case .firstStep, .perceptron, .fashion, .csvTable, .csvPrediction: nil
    }
  }
}
