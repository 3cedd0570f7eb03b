import MyelinCore

extension Layer {
  /// Stops the program because the layer can't take what it was given, with a message that names the layer, and the way to it
  /// if that is known.
  ///
  /// - Parameter variable: One of the layer's own variables, whose name tells the way from the whole model.
  func stop(_ message: String, at variable: Variable? = nil) -> Never {
    let name = variable?.name?.split(separator: ".").dropLast().joined(separator: ".") ?? ""
    let path = name.isEmpty ? AmbientState.layerPath : name
    fatalError(path.isEmpty ? "\(self): \(message)" : "\(path), \(self): \(message)")
  }
}

extension Layer {
  /// The output of a layer that is a part of another, as that one's property `label`.
  func applied(to input: Tensor, as label: StaticString, _ index: Int = -1) -> Tensor {
    AmbientState.inLayer(label, index) { self(input) }
  }
}

extension [any Layer] {
  /// The output of layers one after another, which are the property `layers`.
  func applied(to input: Tensor) -> Tensor {
    var output = input
    for index in indices { output = self[index].applied(to: output, as: "layers", index) }
    return output
  }
}
