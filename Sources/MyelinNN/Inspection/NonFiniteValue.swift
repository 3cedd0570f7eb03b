import MyelinCore

/// Where the first infinite number or NaN came up: in the data, in a parameter, or in an operation of a layer.
///
/// ```swift
/// if let origin = model.firstNonFinite(x, y, loss: softmaxCrossEntropy) { print(origin) }
/// // NaN first came up in layers.2 (Dense): log, forward, of shape [32, 10], in 4 of 320 elements; its inputs: [32, 10] from
/// // -0.31 to 2.7
/// ```
public struct NonFiniteValue: Sendable, Hashable, CustomStringConvertible {
  /// What the value belongs to.
  public enum Place: Sendable, Hashable {
    /// An argument, by its place: 0 for samples, 1 for targets.
    case input(Int)
    /// A parameter or buffer, by its name.
    case parameter(String)
    /// An operation of a layer (with the way to it and its kind), of the loss, or between layers (an empty path).
    case operation(String, path: String, type: String)
  }

  /// Whether it came up on the way to the loss, or on the way back to the gradients.
  public enum Direction: String, Sendable, Hashable {
    /// On the way to the loss.
    case forward
    /// On the way back.
    case backward
  }

  /// What the value belongs to.
  public let place: Place
  /// On which way it came up.
  public let direction: Direction
  /// The shape of the tensor that holds it.
  public let shape: [Int]
  /// The number of NaN in it.
  public let nanCount: Int
  /// The number of infinite elements in it.
  public let infiniteCount: Int
  /// Of an operation, the shapes of its inputs with their least and largest elements.
  public let inputs: [Operand]

  /// An input of the operation.
  public struct Operand: Sendable, Hashable {
    /// Its shape.
    public let shape: [Int]
    /// Its least element.
    public let minimum: Double
    /// Its largest element.
    public let maximum: Double
  }

  /// One sentence.
  public var description: String {
    let count = shape.reduce(1, *)
    let kind = nanCount > 0 ? "NaN" : "infinity"
    let share = "in \(nanCount + infiniteCount) of \(count) elements"
    switch place {
    case .input(let index):
      let name = index == 0 ? "the samples" : index == 1 ? "the targets" : "input \(index)"
      return "\(kind) is in \(name), of shape \(shape), \(share)"
    case .parameter(let name):
      return "\(kind) is in '\(name)', of shape \(shape), \(share), before anything is computed"
    case .operation(let operation, let path, let type):
      let layer = path.isEmpty ? "the model, outside of its layers" : type.isEmpty ? path : "\(path) (\(type))"
      let ranges = inputs.map { "\($0.shape) from \($0.minimum.brief) to \($0.maximum.brief)" }
      let operands = ranges.isEmpty ? "" : "; its inputs: " + ranges.joined(separator: ", ")
      return
        "\(kind) first came up in \(layer): \(operation), \(direction.rawValue), of shape \(shape), \(share)\(operands)"
    }
  }
}

extension Double {
  /// Five digits.
  fileprivate var brief: String { String(Float(String(Float(self))) ?? 0) }
}

extension Layer {
  /// Where infinity or NaN first comes up in the loss of a batch or its gradients; `nil` if all are finite.
  ///
  /// The batch is run once more, operation by operation, forward and backward. Nothing is learnt, and random numbers (of
  /// dropout, say) are drawn anew. An infinity that is masked out again, so that it reaches neither loss nor gradients, doesn't
  /// count.
  ///
  /// - Parameters:
  ///   - x: The samples.
  ///   - y: The targets.
  ///   - loss: The loss, of one element.
  public func firstNonFinite(_ x: Tensor, _ y: Tensor, loss: Loss) -> NonFiniteValue? {
    let variables = parameters
    let trace = ModelTrace(self, [(x.shape, x.type), (y.shape, y.type)]) { arguments in
      let (value, gradients) = valueWithGradient(at: variables) {
        let output = self(arguments[0])
        ModelTrace.endOfModel()
        let value = loss(output, arguments[1])
        ModelTrace.endOfLoss()
        return value
      }
      return [value] + gradients
    }
    return NonFiniteValue.first(in: trace, [x, y])
  }
}

extension Module {
  /// Where infinity or NaN first comes up in a loss or its gradients, for a model with any inputs and outputs.
  ///
  /// - Parameters:
  ///   - inputs: The inputs, and targets if the loss needs them.
  ///   - loss: Runs the model on such inputs and computes the loss, of one element.
  public func firstNonFinite(inputs: [Tensor], loss: ([Tensor]) -> Tensor) -> NonFiniteValue? {
    let variables = parameters
    let trace = ModelTrace(self, inputs.map { ($0.shape, $0.type) }) { arguments in
      let (value, gradients) = valueWithGradient(at: variables) {
        let value = loss(arguments)
        ModelTrace.endOfModel()
        ModelTrace.endOfLoss()
        return value
      }
      return [value] + gradients
    }
    return NonFiniteValue.first(in: trace, inputs)
  }
}

extension NonFiniteValue {
  /// Goes back from outputs that aren't finite through inputs that aren't, and takes the earliest value behind which all is finite.
  static func first(in model: ModelTrace, _ arguments: [Tensor]) -> NonFiniteValue? {
    let values = model.trace.values
    var isFinite = [Bool](repeating: true, count: values.count)
    withoutGradient {
      _ = model.trace.evaluate(arguments) { index, value in
        isFinite[index] = !value.type.isFloatingPoint || value.isFinite().all().elements(as: Bool.self)[0]
        return value
      }
    }
    var waiting = model.trace.outputs.filter { !isFinite[$0] }
    var seen = Set(waiting)
    var roots: [Int] = []
    while let index = waiting.popLast() {
      let causes = values[index].inputs.filter { !isFinite[$0] }
      if causes.isEmpty { roots.append(index) }
      for cause in causes where seen.insert(cause).inserted { waiting.append(cause) }
    }
    // Constants may be infinite on purpose, such as masks.
    let mistakes = roots.filter { if case .constant = values[$0].origin { false } else { true } }
    guard let first = mistakes.min() ?? roots.min() else { return nil }
    return describe(first, in: model, arguments)
  }

  /// Computes the values up to one again, and says what is in it.
  private static func describe(_ index: Int, in model: ModelTrace, _ arguments: [Tensor]) -> NonFiniteValue {
    let value = model.trace.values[index]
    var (nans, infinities) = (0, 0)
    var operands = [Int: Operand]()
    withoutGradient {
      _ = model.trace.evaluate(arguments, until: index + 1) { place, tensor in
        if place == index {
          let elements = tensor.scalars
          (nans, infinities) = (elements.count(where: \.isNaN), elements.count(where: \.isInfinite))
        } else if value.inputs.contains(place), tensor.count > 0 {
          let elements = tensor.scalars
          operands[place] = Operand(
            shape: tensor.shape, minimum: elements.min() ?? .nan, maximum: elements.max() ?? .nan)
        }
        return tensor
      }
    }
    let path = model.paths[index]
    let type = model.tree.entries.first { $0.path == path }?.name ?? ""
    let origin: Place =
      switch value.origin {
      case .argument(let place): .input(place)
      case .variable(let variable): .parameter(variable.name ?? "a variable")
      case .constant: .operation("a constant", path: path, type: type)
      case .operation(let name): .operation(name, path: path, type: type)
      }
    return NonFiniteValue(
      place: origin, direction: index < model.lossCount ? .forward : .backward, shape: value.shape, nanCount: nans,
      infiniteCount: infinities, inputs: value.inputs.compactMap { operands[$0] })
  }
}
