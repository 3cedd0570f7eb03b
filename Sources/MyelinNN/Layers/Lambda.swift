/// A layer made of a closure, without parameters of its own.
///
/// ```swift
/// Sequential {
///   Lambda("to −1…1") { 2 * $0 - 1 }
///   Dense(784, 10)
/// }
/// ```
///
/// A function with parameters is a struct that conforms to `Layer`: parameters in the closure aren't found.
public struct Lambda: Layer {
  /// What the layer is called where the network is printed.
  public let name: String
  /// The size of the output's last axis, if it is known.
  public let outputSize: Int?
  private let function: @Sendable (Tensor) -> Tensor

  /// A layer of a closure.
  ///
  /// - Parameters:
  ///   - name: What the layer is called where the network is printed.
  ///   - outputSize: The size of the output's last axis; without it, what comes behind isn't checked before it is run.
  ///   - function: What the layer does.
  public init(
    _ name: String = "function", outputSize: Int? = nil, _ function: @escaping @Sendable (Tensor) -> Tensor
  ) {
    (self.name, self.outputSize, self.function) = (name, outputSize, function)
  }

  /// What was said about the closure.
  public func outputSize(for inputSize: Int) -> Int? { outputSize }

  /// What the closure gives.
  public func callAsFunction(_ input: Tensor) -> Tensor { function(input) }
}

extension Lambda: CustomReflectable {
  /// There are no parameters to be found.
  public var customMirror: Mirror { Mirror(self, children: [(label: "name", value: name)], displayStyle: .struct) }
}

extension Lambda: CustomStringConvertible {
  /// How the layer is written: `Lambda("to −1…1")`.
  public var description: String { "Lambda(\"\(name)\")" }
}

/// A layer that gives what it takes.
public struct Identity: SizeKeepingLayer {
  /// A layer that does nothing.
  public init() {}

  /// The input.
  public func callAsFunction(_ input: Tensor) -> Tensor { input }
}

extension Identity: CustomStringConvertible {
  /// How the layer is written: `Identity()`.
  public var description: String { "Identity()" }
}
