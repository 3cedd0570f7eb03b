/// A module that maps one tensor to one tensor: what a `Sequential` is made of.
///
/// ```swift
/// struct Doubling: Layer {
///   func callAsFunction(_ input: Tensor) -> Tensor { input * 2 }
/// }
/// ```
///
/// A layer of your own may say what sizes it takes and gives, so that networks in which it doesn't fit are noticed where they
/// are built. The size of a tensor is here that of its last axis.
public protocol Layer: Module {
  /// The layer's output for a batch of inputs.
  func callAsFunction(_ input: Tensor) -> Tensor

  /// The size that the input must have, or `nil` if any will do.
  var inputSize: Int? { get }

  /// The size that the output has, or `nil` if it depends on the input's.
  var outputSize: Int? { get }

  /// The size that the output has for an input of `inputSize`, or `nil` if it isn't known.
  func outputSize(for inputSize: Int) -> Int?
}

extension Layer {
  /// Any size will do.
  public var inputSize: Int? { nil }
  /// The input's size, if `outputSize(for:)` doesn't say otherwise.
  public var outputSize: Int? { nil }
  /// `outputSize`, or else the input's size.
  public func outputSize(for inputSize: Int) -> Int? { outputSize ?? inputSize }

  /// The size that the output has for an input of a size that may not be known; `nil` if it can't be known either.
  func outputSize(after inputSize: Int?) -> Int? {
    guard let size = inputSize ?? self.inputSize else { return outputSize }
    return outputSize(for: size)
  }
}

extension [any Layer] {
  /// The size that layers one after another take: what the first that asks for one asks for, if those before it leave sizes as
  /// they are.
  var inputSize: Int? {
    guard let (place, size) = enumerated().firstValue({ place, layer in layer.inputSize.map { (place, $0) } }) else {
      return nil
    }
    let isKept = self[..<place].allSatisfy { $0.outputSize == nil && $0.outputSize(for: size) == size }
    return isKept ? size : nil
  }

  /// The size that layers one after another give, if it can be known.
  func outputSize(after inputSize: Int?) -> Int? { reduce(inputSize) { $1.outputSize(after: $0) } }

  /// What is wrong with layers one after another: which two don't fit, and their sizes; `nil` if nothing is.
  var misfit: String? {
    var last: (index: Int, size: Int)?
    for (index, layer) in enumerated() {
      if let needed = layer.inputSize, let (previous, given) = last, needed != given {
        return "layer \(index), \(layer), takes \(needed) values, but layer \(previous), \(self[previous]), "
          + "gives \(given)"
      }
      let size = layer.outputSize(after: last?.size)
      // A layer that keeps the size isn't the one to name.
      if size == nil || last?.size != size { last = size.map { (index, $0) } }
    }
    return nil
  }
}

extension Sequence {
  /// What `transform` gives for the first element for which it gives something, asked once for each. (`lazy.compactMap(…).first`
  /// asks twice, which doubles the work with every level of layers within layers.)
  func firstValue<Value>(_ transform: (Element) -> Value?) -> Value? {
    for element in self {
      if let value = transform(element) { return value }
    }
    return nil
  }
}
