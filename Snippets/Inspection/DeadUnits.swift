// The numbers behind the tables: what a layer gives, its gradients, and units that give nothing.

import Myelin

let model = withRandomSeed(1) {
  Sequential {
    Dense(8, 16, activation: .relu)
    Dense(16, 1)
  }
}
let x = withRandomSeed(2) { Tensor.randomNormal([64, 8]) }

// A bias so low that no input brings a unit above 0.
if let first = model.layers.first as? Dense { first.bias = first.bias - 100 * (Tensor.arange(16) .< 3) }

let dead: DeadUnitReport = model.deadUnits(on: x)
for row in dead.rows { print(row.path, row.units, "of", row.unitCount) }

let statistics: LayerStatistics = model.statistics(of: x, Tensor.zeros([64, 1]), loss: meanSquaredError)
for row in statistics.rows {
  let output: TensorStatistics? = row.output
  print(row.path, "mean:", output?.mean ?? .nan, "norm of the gradient:", row.outputGradient?.norm ?? .nan)
}

let summary: ModelSummary = model.summary(inputShape: [8])
print("parameters:", summary.parameterCount, "operations:", summary.flops)
