/// Something with parameters: a layer, a network or your own model.
///
/// A module is a plain struct. Its parameters are its properties marked `@Parameter` (and its buffers, which aren't trained,
/// those marked `@Buffer`) and those of the modules among its properties, alone or in arrays, optionals, tuples and dictionaries; they are found by reflection and named by their
/// path: `layers.0.weight` is a property of the first element of `layers`, `heads.left.bias` one of the value at "left".
///
/// ```swift
/// struct Perceptron: Module {
///   @Parameter var w = Tensor.randomNormal([2, 1])
///   @Parameter var b = Tensor(0)
///
///   func callAsFunction(_ x: Tensor) -> Tensor {
///     (w.transposed() * x).sum(axis: 1) + b
///   }
/// }
/// ```
public protocol Module: Sendable {}

extension Module {
  /// The parameters in the order of the properties, named by their path, such as `layers.0.weight`.
  ///
  /// A variable that appears several times (shared weights) is listed once, under its first path.
  public var parameters: [Variable] {
    namedParameters.map(\.variable)
  }

  /// The number of trainable numbers.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }

  /// The parameters with their paths in this module, in the order of the properties.
  ///
  /// A variable without a name takes its path as its name, once: within another module its path may be another one.
  public var namedParameters: [(name: String, variable: Variable)] {
    var search = ParameterSearch()
    search.visit(propertiesOf: self, path: "")
    search.nameVariables()
    return search.found
  }

  /// What is saved with the parameters but not trained: the properties marked `@Buffer`, with their paths in this module, in the
  /// order of the properties. A variable that appears several times is listed once.
  public var namedBuffers: [(name: String, variable: Variable)] {
    var search = ParameterSearch()
    search.visit(propertiesOf: self, path: "")
    search.nameVariables()
    return search.buffers
  }

  /// The buffers in the order of the properties.
  public var buffers: [Variable] { namedBuffers.map(\.variable) }
}
