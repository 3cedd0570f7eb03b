// Gradients of gradients.

import Myelin

let x: Tensor = [1, 2, 3]
let second = gradient(at: x) { x in gradient(at: x) { ($0 * $0 * $0).sum() }.sum() }

print(second)  // 6x
