// Transforms of numbers, on tensors of [rows, features]; missing values are NaN.
import Myelin

let training = Tensor([[1, 200], [2, 300], [.nan, 250], [40, 275], [3, 225]] as [[Double]])
let test: Tensor = [[2.5, 260], [100, 100]]

func show(_ name: String, _ x: Tensor) { print("\(name): \(x.scalars.map { ($0 * 1000).rounded() / 1000 })") }

show("standard", StandardScaler().fitted(to: training).transform(test))
show("min-max", MinMaxScaler(range: -1...1, clips: true).fitted(to: training).transform(test))
show("max-abs", MaxAbsScaler().fitted(to: training).transform(test))
show("robust", RobustScaler(quantiles: 10...90).fitted(to: training).transform(test))
show("quantile", QuantileTransformer(distribution: .normal, seed: 1).fitted(to: training).transform(test))
show("power", try PowerTransformer(.boxCox).fitted(to: training).transform(test))
show("length", Normalizer(.l1).fitted(to: test).transform(test))
show("log", LogTransform(addsOne: true).fitted(to: training).transform(test))
show("clip", Clipper(0...50).fitted(to: training).transform(test))
show("bins", KBinsDiscretizer(bins: 3, strategy: .uniform).fitted(to: training).transform(test))
let products = PolynomialFeatures(degree: 2, interactionOnly: true).fitted(to: training)
print(products.featureNames(["a", "b"]))

// Most can be undone.
let scaler = StandardScaler().fitted(to: training)
show("back", scaler.inverse(scaler.transform(test)))
