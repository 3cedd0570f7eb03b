import Glibc
import Myelin

/// A network for the rows of a table, with all it takes to treat new rows as those it was trained on.
struct TableModel {
  /// What the network is made of, as stored in a model file.
  struct Architecture: Codable {
    var inputs: Int
    var hidden: [Int]
    var outputs: Int
    var activation: Activation
  }

  /// Everything in a model file but the weights.
  struct Content: Codable {
    var architecture: Architecture
    var preprocessing: TablePreprocessing
  }

  let architecture: Architecture
  let preprocessing: TablePreprocessing
  let network: Sequential

  /// A network with random weights.
  init(preprocessing: TablePreprocessing, hidden: [Int], activation: Activation) {
    let outputs = Self.outputCount(preprocessing)
    self.init(
      Architecture(inputs: preprocessing.width, hidden: hidden, outputs: outputs, activation: activation),
      preprocessing)
  }

  private init(_ architecture: Architecture, _ preprocessing: TablePreprocessing) {
    self.architecture = architecture
    self.preprocessing = preprocessing
    let activation = architecture.activation
    let initializer: Initializer = activation == .relu ? .heUniform : .glorotUniform
    var layers: [any Layer] = []
    var size = architecture.inputs
    for width in architecture.hidden {
      layers.append(Dense(size, width, activation: activation, weightInitializer: initializer))
      size = width
    }
    layers.append(Dense(size, architecture.outputs))
    network = Sequential(layers)
  }

  /// Reads a model file.
  init(contentsOf path: String) throws {
    let (content, tensors) = try ModelFile.read(Content.self, from: path)
    let sizes = [content.architecture.inputs] + content.architecture.hidden + [content.architecture.outputs]
    // The file's checksum is right, but it may have been made by hand: nothing in it may stop the program.
    let weights = zip(sizes, sizes.dropFirst()).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
    guard sizes.allSatisfy({ $0 > 0 }), weights < 0x1p40, content.architecture.inputs == content.preprocessing.width,
      content.architecture.outputs == Self.outputCount(content.preprocessing)
    else {
      throw CommandError("\(path): the model's layers and its preprocessing don't fit: train it again")
    }
    let stored = tensors.reduce(0.0) { $0 + Double($1.tensor.count) }
    guard weights <= stored else { throw CommandError("\(path): the model lacks weights: train it again") }
    self.init(content.architecture, content.preprocessing)
    try network.assign(tensors, from: path)
  }

  /// Writes a model file: the old one is replaced only by a whole new one.
  func write(to path: String) throws {
    try ModelFile.write(
      content: Content(architecture: architecture, preprocessing: preprocessing),
      tensors: network.namedParameters.map { ($0.name, RawTensor($0.variable.value)) }, to: path)
  }

  /// The class names; empty for a regression.
  var classes: [String] {
    if case .classes(let classes) = preprocessing.target { classes } else { [] }
  }

  /// The loss that the task is trained with.
  var loss: Loss {
    switch preprocessing.task {
    case .binaryClassification: binaryCrossEntropy
    case .multiclassClassification: softmaxCrossEntropy
    case .regression: meanSquaredError
    }
  }

  /// The network's outputs for encoded rows, `[rows, outputs]`.
  ///
  /// - Parameters:
  ///   - inputs: The rows, `[rows, inputs]`.
  ///   - place: What an error calls a row, which counts from 0.
  /// - Throws: `CommandError` if an output is infinite or NaN, which no user should take for an answer.
  func outputs(_ inputs: Tensor, place: (_ row: Int) -> String = { "row \($0 + 1)" }) throws -> Tensor {
    let outputs = withoutGradient { network(inputs) }
    if let index = outputs.elements(as: Float.self).firstIndex(where: { !$0.isFinite }) {
      throw CommandError(
        "\(place(index / architecture.outputs)): the network's answer is not a finite number: "
          + "train it with a lower --learning-rate")
    }
    return outputs
  }

  /// Throws if a network of these layers would not fit in this computer's memory.
  static func checkSize(inputs: Int, hidden: [Int], outputs: Int) throws {
    let sizes = [inputs] + hidden + [outputs]
    let parameters = zip(sizes, sizes.dropFirst()).reduce(0.0) { $0 + Double($1.0 + 1) * Double($1.1) }
    // A weight, its derivative and Adam's two means, 4 bytes each.
    let bytes = parameters * 16
    let memory = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
    guard bytes <= memory else {
      throw CommandError(
        "the network's \(rounded(parameters)) parameters need \(rounded(bytes / 1e9)) GB of memory, and there are "
          + "\(rounded(memory / 1e9)): name smaller layers with --hidden")
    }
  }

  /// The number of outputs that a task needs: a number for each class, but one for two classes that are told apart by a
  /// sigmoid.
  static func outputCount(_ preprocessing: TablePreprocessing) -> Int {
    guard preprocessing.task == .multiclassClassification, case .classes(let classes) = preprocessing.target else {
      return 1
    }
    return classes.count
  }

  /// The probability of every class for every row, from the outputs.
  func probabilities(_ outputs: Tensor) -> [[Double]] {
    if preprocessing.task == .binaryClassification {
      // Both from the logit: 1 − p would lose the digits of a small probability.
      let logits = outputs.cast(to: .float64)
      return zip((-logits).sigmoid().scalars, logits.sigmoid().scalars).map { [$0, $1] }
    }
    return outputs.cast(to: .float64).softmax().rows.map(\.scalars)
  }
}
