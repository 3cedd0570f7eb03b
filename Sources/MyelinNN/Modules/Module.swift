/// Something with parameters: a layer, a network or your own model.
///
/// A module is a plain struct. Its parameters are its properties marked `@Parameter` and those of the modules among its
/// properties, alone or in arrays, optionals and dictionaries; they are found by reflection and named by their path.
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

/// A module that maps one tensor to one tensor: what a `Sequential` is made of.
public protocol Layer: Module {
  /// The layer's output for a batch of inputs.
  func callAsFunction(_ input: Tensor) -> Tensor

  /// The size that the last axis of the input must have, or `nil` if any will do.
  var inputSize: Int? { get }

  /// The size that the last axis of the output has, or `nil` if it is the input's.
  var outputSize: Int? { get }
}

extension Layer {
  /// Any size will do.
  public var inputSize: Int? { nil }
  /// The input's size.
  public var outputSize: Int? { nil }
}

extension Module {
  /// The parameters in the order of the properties, named by their path, such as `layers.0.weight`.
  ///
  /// A variable that appears several times (shared weights) is listed once, under its first path.
  public var parameters: [Variable] {
    var found: [Variable] = []
    var seen: Set<ObjectIdentifier> = []
    collectParameters(in: self, path: "") { path, variable in
      guard seen.insert(ObjectIdentifier(variable)).inserted else { return }
      if variable.name == nil { variable.name = path }
      found.append(variable)
    }
    return found
  }

  /// The number of trainable numbers.
  public var parameterCount: Int { parameters.reduce(0) { $0 + $1.value.count } }

  /// The parameters with their paths in this module, in the order of the properties.
  public var namedParameters: [(name: String, variable: Variable)] {
    var found: [(name: String, variable: Variable)] = []
    var seen: Set<ObjectIdentifier> = []
    collectParameters(in: self, path: "") { path, variable in
      if seen.insert(ObjectIdentifier(variable)).inserted { found.append((path, variable)) }
    }
    return found
  }
}

/// Walks a value's properties for parameters, depth first.
private func collectParameters(in value: Any, path: String, _ visit: (String, Variable) -> Void) {
  var mirror: Mirror? = Mirror(reflecting: value)
  var mirrors: [Mirror] = []
  while let current = mirror {
    mirrors.append(current)
    mirror = current.superclassMirror
  }
  for mirror in mirrors.reversed() {
    for (index, child) in mirror.children.enumerated() {
      // A property wrapper's storage is named after the property, with an underscore in front.
      let label = child.label.map { $0.hasPrefix("_") ? String($0.dropFirst()) : $0 } ?? String(index)
      // Elements of collections have no label of their own, and the parts of an optional none that helps.
      let isOptional = mirror.displayStyle == .optional
      let place = isOptional ? path : path.isEmpty ? label : "\(path).\(label)"
      if let parameter = child.value as? Parameter {
        visit(place, parameter.projectedValue)
      } else if let variable = child.value as? Variable {
        visit(place, variable)
      } else if child.value is any Module || isContainer(child.value) {
        collectParameters(in: child.value, path: place, visit)
      }
    }
  }
}

/// Whether modules may be found among the elements: optionals, collections, tuples.
private func isContainer(_ value: Any) -> Bool {
  if value is Tensor { return false }
  switch Mirror(reflecting: value).displayStyle {
  case .optional, .collection, .dictionary, .tuple: return true
  default: return false
  }
}
