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
    /// How tables are read; nil if in the usual way, as by models of earlier versions.
    var reading: ReadingRecord?
  }

  let architecture: Architecture
  let preprocessing: TablePreprocessing
  let network: Sequential
  /// How the table that it was trained on was read.
  let reading: ReadingRecord

  /// A network with random weights.
  init(
    preprocessing: TablePreprocessing, hidden: [Int], activation: Activation, reading: ReadingRecord = ReadingRecord()
  ) {
    let outputs = Self.outputCount(preprocessing)
    self.init(
      Architecture(inputs: preprocessing.width, hidden: hidden, outputs: outputs, activation: activation),
      preprocessing, reading)
  }

  private init(_ architecture: Architecture, _ preprocessing: TablePreprocessing, _ reading: ReadingRecord) {
    self.architecture = architecture
    self.reading = reading
    self.preprocessing = preprocessing
    let activation = architecture.activation
    let initializer: Initializer = activation == .relu ? .heUniform : .glorotUniform
    let front = Self.front(preprocessing)
    var layers: [any Layer] = front.map { [$0] } ?? []
    var size = Self.width(preprocessing)
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
    let preprocessing = content.preprocessing
    let sizes =
      [Self.width(preprocessing)] + content.architecture.hidden + [content.architecture.outputs]
    // The file's checksum is right, but it may have been made by hand: nothing in it may stop the program.
    let weights = zip(sizes, sizes.dropFirst()).reduce(Self.vectorElements(preprocessing)) {
      $0 + Double($1.0) * Double($1.1)
    }
    guard sizes.allSatisfy({ $0 > 0 }), weights < 0x1p40, content.architecture.inputs == content.preprocessing.width,
      content.architecture.outputs == Self.outputCount(content.preprocessing)
    else {
      throw CommandError("\(path): the model's layers and its preprocessing don't fit: train it again")
    }
    let stored = tensors.reduce(0.0) { $0 + Double($1.tensor.count) }
    guard weights <= stored else { throw CommandError("\(path): the model lacks weights: train it again") }
    let reading = content.reading ?? ReadingRecord()
    guard reading.isSound else {
      throw CommandError("\(path): how the model reads tables is damaged: train it again")
    }
    self.init(content.architecture, content.preprocessing, reading)
    try network.assign(tensors, from: path)
  }

  /// Writes a model file: the old one is replaced only by a whole new one.
  func write(to path: String) throws {
    try ModelFile.write(
      content: Content(
        architecture: architecture, preprocessing: preprocessing, reading: reading == ReadingRecord() ? nil : reading),
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

  /// The sizes of the layers: the inputs, vectors that are learnt included, the hidden layers, and the outputs.
  var sizes: [Int] { [Self.width(preprocessing)] + architecture.hidden + [architecture.outputs] }

  /// What makes vectors of indices; nil if there are no indices.
  private static func front(_ preprocessing: TablePreprocessing) -> FeatureEmbedding? {
    let features = preprocessing.features.features
    return features.contains { $0.kind != .number } ? FeatureEmbedding(features: features) : nil
  }

  /// The numbers that the first dense layer takes.
  private static func width(_ preprocessing: TablePreprocessing) -> Int {
    preprocessing.features.features.reduce(0) { sum, feature in
      if case .index(_, let width) = feature.kind { sum + width } else { sum + 1 }
    }
  }

  /// The number of elements of all vectors that are learnt.
  private static func vectorElements(_ preprocessing: TablePreprocessing) -> Double {
    preprocessing.features.features.reduce(0) { sum, feature in
      if case .index(let count, let width) = feature.kind { sum + Double(count) * Double(width) } else { sum }
    }
  }

  /// Throws if a network of these layers would not fit in this computer's memory.
  static func checkSize(_ preprocessing: TablePreprocessing, hidden: [Int], outputs: Int) throws {
    let sizes = [width(preprocessing)] + hidden + [outputs]
    let parameters = zip(sizes, sizes.dropFirst()).reduce(vectorElements(preprocessing)) {
      $0 + Double($1.0 + 1) * Double($1.1)
    }
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
