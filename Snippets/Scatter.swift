// A figure of two classes, in a file and in the terminal.

import Myelin

let (x, labels) = makeClassification(
  samples: 200, features: 2, informative: 2, redundant: 0, clustersPerClass: 1, classSeparation: 1.5, seed: 4)
let columns = x.transposed().rows

var figure = Figure(title: "Two classes", theme: .dark)
figure.points(
  x: columns[0].scalars, y: columns[1].scalars, classes: labels.scalars.map { Int($0) }, names: ["first", "second"])
figure.xLabel = "x₀"
figure.yLabel = "x₁"

try await figure.write(to: "classes.svg")
print(try await figure.terminal(width: 60, height: 16))
