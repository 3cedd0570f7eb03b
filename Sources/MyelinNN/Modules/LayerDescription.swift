import Synchronization

/// A layer as files describe it: written, and made again, by the name of its type and its configuration. Layers made of others
/// have these in their configuration.
public struct LayerDescription: Codable, Sendable {
  /// The layer.
  public let layer: any Layer

  private enum CodingKeys: CodingKey { case type, configuration }

  /// The description of a layer; encoding it fails if it can't be described.
  public init(_ layer: any Layer) { self.layer = layer }

  /// The description of a model, or what in it can't be described.
  package static func describing(_ model: any Module) -> (description: LayerDescription?, undescribed: String?) {
    guard let layer = model as? any Layer else { return (nil, "\(type(of: model))") }
    if let part = undescribable(in: layer) { return (nil, part) }
    return (LayerDescription(layer), nil)
  }

  /// What a layer is described as.
  private static func described(_ layer: any Layer) -> (any DescribableLayer)? {
    (layer as? any StandingForAnother)?.standIn ?? layer as? any DescribableLayer
  }

  /// The type of the first layer, at any depth, that can't be described.
  private static func undescribable(in layer: any Layer) -> String? {
    guard described(layer) != nil else { return "\(type(of: layer))" }
    return (layer as? any LayerContainer)?.innerLayers.firstValue { undescribable(in: $0) }
  }

  /// Writes the type's name and the configuration.
  public func encode(to encoder: any Encoder) throws {
    guard let layer = Self.described(layer) else {
      throw LayerDescriptionError("a layer of type \(type(of: layer)) can't be described")
    }
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
    let made = try decode(type)
    layer = (made as? any LayerStandIn)?.original ?? made
  }

  /// Where a decoder has the `LayerBudget`.
  package static var budgetKey: CodingUserInfoKey {
    guard let key = CodingUserInfoKey(rawValue: "myelin.layerBudget") else { fatalError("no key") }
    return key
  }
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
