import MyelinCore
import Testing

@Test func basics() {
  let x: Tensor = [[1, 2, 3], [4, 5, 6]]
  #expect(x.shape == [2, 3])
  let y = x.transposed() * 2 + 1
  #expect(y.scalars == [3, 9, 5, 11, 7, 13])
  let t = Tensor([1, 2, 3])
  #expect(t.type == .float32)
  let t2 = Tensor([[1, 2, 3], [4, 5, 6]])
  #expect(t2.type == .float32)
  let t3 = Tensor([1.5, 2])
  #expect(t3.type == .float32)
  let ints = [1, 2, 3]
  #expect(Tensor(ints).type == .int64)
  #expect((2 * Tensor(ints) - 1).type == .int64)
  #expect(Tensor(0).type == .float32)
  #expect(Tensor([0.1, 0.2], type: .float64).scalars == [0.1, 0.2])
  let g = gradient(at: x) { ($0 * $0).sum() }
  #expect(g.scalars == [2, 4, 6, 8, 10, 12])
  let second = gradient(at: x) { x in gradient(at: x) { ($0 * $0 * $0).sum() }.sum() }
  #expect(second.scalars == [6, 12, 18, 24, 30, 36])
  #expect(x.matmul(x.transposed()).scalars == [14, 32, 32, 77])
  #expect(x.sum(axis: 0).scalars == [5, 7, 9])
  #expect(x.softmax().sum(axis: 1).isClose(to: [1, 1]))
  #expect(x.mean().scalar == 3.5)
  #expect(x.flipped(axes: 1).scalars == [3, 2, 1, 6, 5, 4])
  #expect(x.rows.count == 2)
  let (v, p) = jacobianVectorProduct(at: x, tangent: x) { ($0 * $0).sum(axis: 0) }
  #expect(v.scalars == [17, 29, 45])
  #expect(p.scalars == [34, 58, 90])
  let h = hessianVectorProduct(at: x, vector: x) { ($0 * $0 * $0).sum() }
  #expect(h.product.scalars == [6, 24, 54, 96, 150, 216])
}
@Test func long() {
  let x: Tensor = [[1, 2, 3], [4, 5, 6]]
  let y = 2 * x + 3 * x * x - 0.5 * (x - 1) * (x - 1) / (x + 2) + 4 * x.exp() * x - 2
  #expect(y.shape == x.shape)
  let z = (1 - x) * (1 - x) + 100 * (x - x * x) * (x - x * x) + [1, 2, 3] * x - x / 3
  #expect(z.shape == x.shape)
  let m = (x .> 2) .& (x .<= 5.5) .| (x .== 1)
  #expect(m.elements(as: Bool.self) == [true, false, true, true, true, false])
}
