import Synchronization

/// A layer that files can describe: by a name of its type, and by what an instance is made of except for its parameters and
/// buffers. A saved network is made again from that.
///
/// The layers of the library are describable, except for those that hold a closure. A layer of your own becomes so like this:
///
/// ```swift
/// struct Scale: DescribableLayer {
///   static let typeName = "Scale"
///   @Parameter var factor = Tensor(1)
///   let limit: Double
///
///   struct Configuration: Codable, Sendable { var limit: Double }
///   var configuration: Configuration { Configuration(limit: limit) }
///   init(configuration: Configuration) throws { limit = configuration.limit }
///
///   func callAsFunction(_ input: Tensor) -> Tensor { (input * factor).clipped(to: -limit...limit) }
/// }
/// LayerRegistry.register(Scale.self)   // before a file with such a layer is read
/// ```
public protocol DescribableLayer: Layer {
  /// What an instance is made of, except for its parameters and buffers.
  associatedtype Configuration: Codable & Sendable

  /// What files call the type: for ever the same.
  static var typeName: String { get }

  /// What this layer is made of.
  var configuration: Configuration { get }

  /// A layer that is made of that; its parameters and buffers may hold anything yet.
  ///
  /// The configuration comes from a file: whatever is in it, this must throw and not stop the program.
  ///
  /// - Throws: `LayerDescriptionError`, or any error that says what is wrong.
  init(configuration: Configuration) throws

  /// How many numbers the parameters and buffers of such a layer have, by which a file that holds fewer is refused before memory
  /// is taken for them; 0 by default.
  static func elementCount(of configuration: Configuration) -> Double
}

extension DescribableLayer {
  /// 0: nothing is known.
  public static func elementCount(of configuration: Configuration) -> Double { 0 }
}

/// What is wrong with the description of a layer.
public struct LayerDescriptionError: Error, CustomStringConvertible, Hashable {
  /// What is wrong, in a few words.
  public let description: String

  /// An error that says what is wrong.
  public init(_ description: String) { self.description = description }
}

/// The types of layers that files may name.
public enum LayerRegistry {
  private static let types = Mutex<[String: any DescribableLayer.Type]>(
    Dictionary(library.map { ($0.typeName, $0) }, uniquingKeysWith: { first, _ in first }))

  /// The library's own types.
  private static var library: [any DescribableLayer.Type] { [Sequential.self, Dense.self, Activation.self] }

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

/// A layer as files describe it: written, and made again, by the name of its type and its configuration. Layers made of others
/// have these in their configuration.
public struct LayerDescription: Codable, Sendable {
  /// The layer.
  public let layer: any DescribableLayer

  private enum CodingKeys: CodingKey { case type, configuration }

  /// The description of a layer.
  public init(_ layer: any DescribableLayer) { self.layer = layer }

  /// The descriptions of layers, all of which must be describable: see `undescribable`.
  public static func describing(_ layers: [any Layer]) -> [LayerDescription] {
    layers.compactMap { ($0 as? any DescribableLayer).map { LayerDescription($0) } }
  }

  /// The description of a model, or what in it can't be described.
  package static func describing(_ model: any Module) -> (description: LayerDescription?, undescribed: String?) {
    guard let layer = model as? any DescribableLayer else { return (nil, "\(type(of: model))") }
    if let part = undescribable(in: layer) { return (nil, part) }
    return (LayerDescription(layer), nil)
  }

  /// The type of the first layer, at any depth, that can't be described.
  private static func undescribable(in layer: any Layer) -> String? {
    guard layer is any DescribableLayer else { return "\(type(of: layer))" }
    return (layer as? any LayerContainer)?.innerLayers.lazy.compactMap { undescribable(in: $0) }.first
  }

  /// Writes the type's name and the configuration.
  public func encode(to encoder: any Encoder) throws {
    func encode<Described: DescribableLayer>(_ layer: Described) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(Described.typeName, forKey: .type)
      try container.encode(layer.configuration, forKey: .configuration)
    }
    try encode(layer)
  }

  /// Makes a layer of the type and the configuration.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let name = try container.decode(String.self, forKey: .type)
    func fault(_ problem: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: .configuration, in: container, debugDescription: problem)
    }
    guard let type = LayerRegistry.type(named: name) else {
      throw fault("a layer of the unknown type '\(name.prefix(60))': register it with LayerRegistry")
    }
    func decode<Described: DescribableLayer>(_ type: Described.Type) throws -> any DescribableLayer {
      let configuration = try container.decode(Described.Configuration.self, forKey: .configuration)
      if let budget = decoder.userInfo[Self.budgetKey] as? LayerBudget,
        !budget.covers(Described.elementCount(of: configuration))
      {
        throw fault("the layers have more parameters than the file")
      }
      do {
        return try Described(configuration: configuration)
      } catch let error as LayerDescriptionError {
        throw fault(error.description)
      }
    }
    layer = try decode(type)
  }

  /// Where a decoder has the `LayerBudget`.
  package static var budgetKey: CodingUserInfoKey {
    guard let key = CodingUserInfoKey(rawValue: "myelin.layerBudget") else { fatalError("no key") }
    return key
  }
}

/// A layer that is made of others.
public protocol LayerContainer: Layer {
  /// The layers in it.
  var innerLayers: [any Layer] { get }
}

/// How many numbers the layers of a file may have: as many as are in it.
package final class LayerBudget: Sendable {
  private let left: Mutex<Double>

  package init(_ count: Int) { left = Mutex(Double(count)) }

  /// Takes a number from what is left; false if it is not enough.
  func covers(_ count: Double) -> Bool {
    left.withLock { left in
      guard count <= left else { return false }
      left -= max(count, 0)
      return true
    }
  }
}
