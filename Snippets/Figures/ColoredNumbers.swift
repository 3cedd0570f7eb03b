// A rolled-up surface from its side: colours tell a number, and one unit is as long on both axes.

import Myelin

let (x, y) = try SwissRoll(samples: 1500, noise: 0.3).samples(seed: 0)
let columns = x.transposed().rows

var figure = Figure(title: "Swiss roll")
figure.points(x: columns[0].scalars, y: columns[2].scalars, values: y.scalars, label: "along the roll")
figure.equalAspect = true

try await figure.write(to: "swiss-roll.svg")
print(try await figure.terminal(width: 72, height: 24))
