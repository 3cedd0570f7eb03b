import MyelinCore
import Testing

/// Products that are cut into blocks, against the same products in float64.
@Test(arguments: [(700, 300, 200), (300, 700, 200), (1, 500, 300), (500, 1, 300), (257, 129, 65)])
func largeProducts(_ rows: Int, _ columns: Int, _ inner: Int) {
  withRandomSeed(1) {
    let a = Tensor.randomUniform([rows, inner], in: -1..<1)
    let b = Tensor.randomUniform([inner, columns], in: -1..<1)
    let exact = a.cast(to: .float64).matmul(b.cast(to: .float64))
    for product in [
      a.matmul(b), b.transposed().matmul(a.transposed()).transposed(),
      a.transposed().matmulOfCopies(b, transposed: true),
    ] {
      #expect((product.cast(to: .float64) - exact).abs().max().scalar < 2e-7 * Double(inner))
      #expect(product.isIdentical(to: product))
    }
    #expect(a.matmul(b).isIdentical(to: a.matmul(b)))
  }
}

extension Tensor {
  /// The product of contiguous copies of the transposes, transposed back when they are used.
  fileprivate func matmulOfCopies(_ other: Tensor, transposed: Bool) -> Tensor {
    let left = self + 0
    let right = other.transposed() + 0
    return left.transposed().matmul(right.transposed())
  }
}
