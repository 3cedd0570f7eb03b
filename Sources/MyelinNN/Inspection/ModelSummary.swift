import MyelinCore

/// The layers of a model, with what they give and what they cost.
///
/// ```swift
/// print(model.summary(inputShape: [784]))
/// ```
///
/// ```
/// layer     type   output    parameters    memory    FLOPs
/// ────────────────────────────────────────────────────────
/// layers.0  Dense  [1, 512]     401,920  1.54 MiB  803,840
/// layers.1  Dense  [1, 10]        5,130  20.1 KiB   10,250
/// ────────────────────────────────────────────────────────
/// parameters: 407,050 (1.55 MiB), trained: 407,050, not trained: 0
/// outputs: 2.04 KiB, FLOPs forward: 814,090
/// ```
///
/// The model is recorded as for `compile`, and nothing is computed.
public struct ModelSummary: Sendable, CustomStringConvertible {
  /// A module that does some of the work.
  public struct Row: Sendable, Hashable {
    /// The way to it, such as `layers.0`; empty for the model itself.
    public let path: String
    /// What kind of module it is.
    public let type: String
    /// The shape of what it gives, the batch first; `nil` if it wasn't run, or not seen.
    public let outputShape: [Int]?
    /// The number of trained numbers. What several modules share is counted for the first.
    public let parameterCount: Int
    /// The number of numbers that are kept but not trained.
    public let untrainedCount: Int
    /// The size of all these.
    public let parameterBytes: Int
    /// The size of what it gives.
    public let outputBytes: Int
    /// The floating-point operations of one run, forward: two for each product in a matrix product, one for each other number
    /// that is computed, and none for movements.
    public let flops: Int
  }

  /// The modules in the order of the properties.
  public let rows: [Row]
  /// What the model gives, the batch first, if it gives one tensor.
  public let outputShape: [Int]?
  /// The floating-point operations of one run, forward, with those that belong to no module.
  public let flops: Int

  /// The number of trained numbers.
  public var parameterCount: Int { rows.reduce(0) { $0 + $1.parameterCount } }
  /// The number of numbers that are kept but not trained.
  public var untrainedCount: Int { rows.reduce(0) { $0 + $1.untrainedCount } }
  /// The size of all numbers of the model.
  public var parameterBytes: Int { rows.reduce(0) { $0 + $1.parameterBytes } }
  /// The size of what all modules give.
  public var outputBytes: Int { rows.reduce(0) { $0 + $1.outputBytes } }

  init(_ model: ModelTrace) {
    let values = model.trace.values
    var counted: Set<ObjectIdentifier> = []
    rows = model.parts.map { part in
      let own = part.entry.variables.filter { counted.insert(ObjectIdentifier($0.variable)).inserted }
      func count(_ isTrained: Bool) -> Int {
        own.reduce(0) { $1.isTrained == isTrained ? $0 + $1.variable.value.count : $0 }
      }
      let output = part.output.map { values[$0] }
      return Row(
        path: part.entry.path, type: part.entry.name, outputShape: output?.shape, parameterCount: count(true),
        untrainedCount: count(false),
        parameterBytes: own.reduce(0) { $0 + $1.variable.value.count * $1.variable.value.type.byteCount },
        outputBytes: output.map { $0.shape.reduce($0.type.byteCount, *) } ?? 0,
        flops: part.operations.reduce(0) { $0 + values[$1].work })
    }
    outputShape = model.trace.outputs.count == 1 ? values[model.trace.outputs[0]].shape : nil
    flops = values.reduce(0) { $0 + $1.work }
  }

  /// A table with a row for each module, and totals. The column "memory" is the size of parameters and outputs.
  public var description: String {
    let table = TextTable(
      header: ["layer", "type", "output", "parameters", "memory", "FLOPs"],
      rows: rows.map { row in
        [
          row.path.isEmpty ? "(model)" : row.path, row.type, row.outputShape.map { "\($0)" } ?? "?",
          (row.parameterCount + row.untrainedCount).grouped, (row.parameterBytes + row.outputBytes).asBytes,
          row.flops.grouped,
        ]
      },
      leftCount: 3,
      footer: [
        "parameters: \((parameterCount + untrainedCount).grouped) (\(parameterBytes.asBytes)), trained: "
          + "\(parameterCount.grouped), not trained: \(untrainedCount.grouped)",
        "outputs: \(outputBytes.asBytes), FLOPs forward: \(flops.grouped)",
      ])
    return table.description
  }
}

extension Layer {
  /// The layers of this model, with what they give and what they cost.
  ///
  /// - Parameters:
  ///   - inputShape: The shape of one sample, without the batch: `[784]`.
  ///   - batchSize: How many samples there are at a time; for 1, costs are those of a sample.
  ///   - type: The type of the samples.
  public func summary(inputShape: [Int], batchSize: Int = 1, type: DType = .float32) -> ModelSummary {
    ModelSummary(ModelTrace(self, [([batchSize] + inputShape, type)]) { [self($0[0])] })
  }
}

extension Module {
  /// The modules of this model, with what they give and what they cost, for a model with any inputs and outputs.
  ///
  /// ```swift
  /// let summary = model.summary(inputs: [image, text]) { [model($0[0], $0[1])] }
  /// ```
  ///
  /// - Parameters:
  ///   - inputs: Inputs of the right shapes and types.
  ///   - run: Runs the model on such inputs.
  public func summary(inputs: [Tensor], running run: ([Tensor]) -> [Tensor]) -> ModelSummary {
    ModelSummary(ModelTrace(self, inputs.map { ($0.shape, $0.type) }, run))
  }
}
