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
  /// is taken for them; 0 by default. Layers within the layer count for themselves.
  static func elementCount(of configuration: Configuration) -> Double
}

extension DescribableLayer {
  /// 0: nothing is known.
  public static func elementCount(of configuration: Configuration) -> Double { 0 }
}

/// A layer that is made of others.
public protocol LayerContainer: Layer {
  /// The layers in it.
  var innerLayers: [any Layer] { get }
}

/// What is wrong with the description of a layer.
public struct LayerDescriptionError: Error, CustomStringConvertible, Hashable {
  /// What is wrong, in a few words.
  public let description: String

  /// An error that says what is wrong.
  public init(_ description: String) { self.description = description }
}

/// A layer that files describe as another one, of which the same numbers come and which has the same names of parameters: one
/// whose type tells more than a file can.
protocol StandingForAnother: Layer {
  var standIn: any DescribableLayer { get }
}

/// A description of a layer whose type can't be named before its parts are known.
protocol LayerStandIn: DescribableLayer {
  var original: any Layer { get }
}
