import MyelinCore

/// What flows through the layers of a model for a batch: outputs forward, gradients backward.
///
/// Outputs that become all alike, gradients that fade or grow from layer to layer, and units that are always 0 tell why a
/// network doesn't learn.
///
/// ```swift
/// print(model.statistics(of: x))
/// print(model.statistics(of: x, y, loss: softmaxCrossEntropy))
/// ```
public struct LayerStatistics: Sendable, CustomStringConvertible {
  /// What flows through one module.
  public struct Row: Sendable {
    /// The way to it, such as `layers.0`; empty for the model itself.
    public let path: String
    /// What kind of module it is.
    public let type: String
    /// The elements of what it gives; `nil` if it wasn't run, or not seen.
    public let output: TensorStatistics?
    /// The elements of the loss's gradient at what it gives; `nil` without a loss.
    public let outputGradient: TensorStatistics?
    /// The trained parameters, each with its elements and those of its gradient, which is `nil` without a loss.
    public let parameters: [(name: String, value: TensorStatistics, gradient: TensorStatistics?)]
    /// Units, by their place along the last axis of what the module gives, that are 0 for all samples.
    public let zeroUnits: [Int]
    /// The size of that axis.
    public let unitCount: Int
    /// Whether a ReLU is among the module's operations.
    public let hasReLU: Bool
  }

  /// The modules in the order of the properties.
  public let rows: [Row]
  /// The loss, if there is one.
  public let loss: Double?

  /// A table with a row for every module's outputs, and their gradients and the parameters' if there is a loss.
  public var description: String {
    var lines: [[String]] = []
    for row in rows {
      let name = row.path.isEmpty ? "(model)" : row.path
      if let output = row.output { lines.append([name, "output"] + output.cells) }
      if let gradient = row.outputGradient { lines.append([name, "output's gradient"] + gradient.cells) }
      for (parameter, value, gradient) in row.parameters {
        lines.append([name, parameter] + value.cells)
        if let gradient { lines.append([name, "\(parameter)'s gradient"] + gradient.cells) }
      }
    }
    let footer = loss.map { ["loss \($0.text(decimals: 6))"] } ?? []
    return TextTable(
      header: ["layer", "tensor"] + TensorStatistics.header, rows: lines, leftCount: 2, footer: footer
    ).description
  }

  /// The units of ReLU layers that are 0 for all samples: no gradient reaches their weights, so that they may never come back.
  public var deadUnits: DeadUnitReport {
    DeadUnitReport(
      rows: rows.filter { $0.hasReLU }.map {
        DeadUnitReport.Row(path: $0.path, type: $0.type, units: $0.zeroUnits, unitCount: $0.unitCount)
      })
  }

  /// - Parameter hasLoss: Whether the first output is a loss, whose gradients are asked for.
  init(_ model: ModelTrace, _ arguments: [Tensor], hasLoss: Bool) {
    let parts = model.parts
    let values = model.trace.values
    var outputs: [Int: Tensor] = [:]
    var gradients: [Int: Tensor] = [:]
    var slopes: [ObjectIdentifier: Tensor] = [:]
    var loss: Double?
    let wanted = Set(parts.compactMap(\.output))
    let variables = parts.flatMap { $0.entry.variables.filter(\.isTrained).map(\.variable) }
    if hasLoss {
      // Zeros that are added to what modules give: the gradient at them is the gradient there.
      let probed = wanted.filter { values[$0].type.isFloatingPoint }.sorted()
      let probes = probed.map { Tensor.zeros(values[$0].shape, type: values[$0].type) }
      let places = Dictionary(zip(probed, 0...), uniquingKeysWith: { $1 })
      let (value, found) = valueWithGradient(at: probes + variables.map(\.value)) { watched in
        let stand = zip(variables, watched[probes.count...]).map { (ObjectIdentifier($0), $1) }
        return model.trace.evaluate(arguments, variables: Dictionary(stand, uniquingKeysWith: { a, _ in a })) {
          index, value in
          if wanted.contains(index) { outputs[index] = value.detached() }
          return places[index].map { value + watched[$0] } ?? value
        }[0]
      }
      loss = value.scalar
      for (index, place) in places { gradients[index] = found[place] }
      for (index, variable) in variables.enumerated() {
        let known = slopes[ObjectIdentifier(variable)]
        let slope = found[probes.count + index]
        slopes[ObjectIdentifier(variable)] = known ?? slope
      }
    } else {
      withoutGradient {
        _ = model.trace.evaluate(arguments) { index, value in
          if wanted.contains(index) { outputs[index] = value }
          return value
        }
      }
    }
    self.loss = loss
    rows = parts.map { part in
      let output = part.output.flatMap { outputs[$0] }
      let zero = output.map(LayerStatistics.zeroUnits) ?? (units: [], count: 0)
      let parameters = part.entry.variables.filter(\.isTrained).map { name, variable, _ in
        (
          name: name, value: TensorStatistics(variable.value),
          gradient: slopes[ObjectIdentifier(variable)].map(TensorStatistics.init)
        )
      }
      return Row(
        path: part.entry.path, type: part.entry.name, output: output.map(TensorStatistics.init),
        outputGradient: part.output.flatMap { gradients[$0] }.map(TensorStatistics.init),
        parameters: parameters, zeroUnits: zero.units,
        unitCount: zero.count,
        hasReLU: part.operations.contains { if case .operation("relu") = values[$0].origin { true } else { false } })
    }
  }

  private static func zeroUnits(of output: Tensor) -> (units: [Int], count: Int) {
    guard let width = output.shape.last, width > 0, output.count > 0 else { return ([], 0) }
    let isAlive = (output.reshaped(to: [output.count / width, width]) .!= 0).any(axis: 0).elements(as: Bool.self)
    return (isAlive.indices.filter { !isAlive[$0] }, width)
  }
}

/// The units of ReLU layers that are 0 for all samples of some data.
public struct DeadUnitReport: Sendable, Hashable, CustomStringConvertible {
  /// A layer with a ReLU.
  public struct Row: Sendable, Hashable {
    /// The way to it, such as `layers.0`.
    public let path: String
    /// What kind of module it is.
    public let type: String
    /// The units that are 0 for all samples, by their place along the last axis of what the layer gives.
    public let units: [Int]
    /// The number of units.
    public let unitCount: Int
    /// The share of units that are 0 for all samples; 0 if there are no units.
    public var share: Double { unitCount == 0 ? 0 : Double(units.count) / Double(unitCount) }
  }

  /// The layers with a ReLU, in the order of the properties.
  public let rows: [Row]

  /// A table with a row for each layer.
  public var description: String {
    TextTable(
      header: ["layer", "type", "dead", "units", "share"],
      rows: rows.map {
        [
          $0.path.isEmpty ? "(model)" : $0.path, $0.type, String($0.units.count), String($0.unitCount),
          "\(($0.share * 100).text(decimals: 1)) %",
        ]
      }, leftCount: 2
    ).description
  }
}

extension Layer {
  /// What the layers of this model give for a batch.
  public func statistics(of x: Tensor) -> LayerStatistics {
    LayerStatistics(ModelTrace(self, [(x.shape, x.type)]) { [self($0[0])] }, [x], hasLoss: false)
  }

  /// What the layers of this model give for a batch, and how the loss depends on it. Nothing is learnt.
  ///
  /// - Parameters:
  ///   - x: The samples.
  ///   - y: The targets.
  ///   - loss: The loss, of one element.
  public func statistics(of x: Tensor, _ y: Tensor, loss: Loss) -> LayerStatistics {
    let trace = ModelTrace(self, [(x.shape, x.type), (y.shape, y.type)]) {
      let output = self($0[0])
      ModelTrace.endOfModel()
      return [loss(output, $0[1])]
    }
    return LayerStatistics(trace, [x, y], hasLoss: true)
  }

  /// The units of this model's ReLU layers that are 0 for all samples.
  public func deadUnits(on x: Tensor) -> DeadUnitReport { statistics(of: x).deadUnits }
}

extension Module {
  /// What the modules of this model give, and how a loss depends on it, for a model with any inputs and outputs.
  ///
  /// - Parameters:
  ///   - inputs: The inputs, and targets if the loss needs them.
  ///   - loss: Runs the model on such inputs and computes the loss, of one element.
  public func statistics(inputs: [Tensor], loss: ([Tensor]) -> Tensor) -> LayerStatistics {
    LayerStatistics(ModelTrace(self, inputs.map { ($0.shape, $0.type) }) { [loss($0)] }, inputs, hasLoss: true)
  }
}
