extension Sequential: DescribableLayer, LayerContainer {
  /// What files call the type.
  public static let typeName = "Sequential"

  /// The layers in it.
  public var innerLayers: [any Layer] { layers }

  /// The layers' descriptions, in order.
  public var configuration: [LayerDescription] { layers.map { LayerDescription($0) } }

  /// A network of these layers.
  public init(configuration: [LayerDescription]) throws {
    let layers = configuration.map(\.layer)
    if let misfit = layers.misfit { throw LayerDescriptionError(misfit) }
    self.init(layers)
  }
}

/// A network with sizes in its type comes back as a `Sequential`.
extension Network: StandingForAnother, LayerContainer {
  /// The layers in it.
  public var innerLayers: [any Layer] { layers }

  var standIn: any DescribableLayer { Sequential(layers) }
}

extension Concatenate: DescribableLayer, LayerContainer {
  /// What files call the type.
  public static let typeName = "Concatenate"

  /// What a layer is made of.
  public struct Configuration: Codable, Sendable {
    var axis: Int
    var branches: [LayerDescription]
  }

  /// The branches.
  public var innerLayers: [any Layer] { branches }

  /// The axis and the branches' descriptions.
  public var configuration: Configuration {
    Configuration(axis: axis, branches: branches.map { LayerDescription($0) })
  }

  /// A layer of these branches.
  public init(configuration: Configuration) throws {
    let branches = configuration.branches.map(\.layer)
    try checkBranches(branches, in: "Concatenate")
    self.init(axis: configuration.axis) { branches }
  }
}

extension Parallel: DescribableLayer, LayerContainer {
  /// What files call the type.
  public static let typeName = "Parallel"

  /// What a layer is made of.
  public struct Configuration: Codable, Sendable {
    var combination: Combination
    var branches: [LayerDescription]
  }

  /// The branches.
  public var innerLayers: [any Layer] { branches }

  /// The combination and the branches' descriptions.
  public var configuration: Configuration {
    Configuration(combination: combination, branches: branches.map { LayerDescription($0) })
  }

  /// A layer of these branches.
  public init(configuration: Configuration) throws {
    let branches = configuration.branches.map(\.layer)
    try checkBranches(branches, in: "Parallel")
    let taken = branches.firstValue(\.inputSize)
    guard Set(branches.compactMap { $0.outputSize(after: taken) }).count <= 1 else {
      throw LayerDescriptionError("the branches of a Parallel give different sizes")
    }
    self.init(configuration.combination) { branches }
  }
}

private func checkBranches(_ branches: [any Layer], in name: String) throws {
  guard !branches.isEmpty, Set(branches.compactMap(\.inputSize)).count <= 1 else {
    throw LayerDescriptionError("the branches of a \(name) must be one or more, and take the same size")
  }
}

extension Residual: StandingForAnother, LayerContainer {
  /// The layers and those of the shortcut.
  public var innerLayers: [any Layer] { [body, shortcut] }

  var standIn: any DescribableLayer { ResidualDescription(describing: self) }
}

/// A `Residual` of any layers.
struct ResidualDescription: LayerStandIn {
  static let typeName = "Residual"

  struct Configuration: Codable, Sendable {
    var body: LayerDescription
    var shortcut: LayerDescription
  }

  let configuration: Configuration
  let original: any Layer

  init(describing residual: Residual<some Layer, some Layer>) {
    configuration = Configuration(
      body: LayerDescription(residual.body), shortcut: LayerDescription(residual.shortcut))
    original = residual
  }

  init(configuration: Configuration) throws {
    let (body, shortcut) = (configuration.body.layer, configuration.shortcut.layer)
    let (given, beside) = (body.outputSize(after: shortcut.inputSize), shortcut.outputSize(after: body.inputSize))
    if let given, let beside, given != beside {
      throw LayerDescriptionError("the layers of a Residual give \(given) values, but the shortcut gives \(beside)")
    }
    if let taken = body.inputSize, let other = shortcut.inputSize, taken != other {
      throw LayerDescriptionError("the layers of a Residual take \(taken) values, but the shortcut takes \(other)")
    }
    func residual(_ body: some Layer, _ shortcut: some Layer) -> any Layer { Residual(checking: body, shortcut) }
    original = residual(body, shortcut)
    self.configuration = configuration
  }

  func callAsFunction(_ input: Tensor) -> Tensor { original(input) }
}
