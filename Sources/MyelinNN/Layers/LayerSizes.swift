/// The sizes of the last axis on the way through layers, one after another.
struct LayerSizes {
  /// The size that must come in, if it is known.
  private(set) var input: Int?
  /// The size that comes out of the layers so far, and which of them said so; `nil` if it isn't known.
  private(set) var output: (size: Int, index: Int)?
  /// Whether what comes out is as wide as what went in, whatever that is.
  private(set) var keepsSize = true
  /// Which two layers don't fit, and their sizes.
  private(set) var misfit: String?

  init(of layers: [any Layer]) {
    for (index, layer) in layers.enumerated() {
      if let needed = layer.inputSize {
        if let (given, previous) = output, needed != given, misfit == nil {
          misfit =
            "layer \(index), \(layer), takes \(needed) values, but layer \(previous), \(layers[previous]), "
            + "gives \(given)"
        }
        if output == nil, keepsSize { input = needed }
      }
      if let size = layer.outputSize {
        output = (size, index)
        keepsSize = false
      } else if !layer.keepsSize {
        output = nil
        keepsSize = false
      } else if let size = layer.inputSize, output?.size != size {
        // A layer that only says what it takes gives as much.
        output = (size, index)
        keepsSize = false
      }
    }
  }
}
