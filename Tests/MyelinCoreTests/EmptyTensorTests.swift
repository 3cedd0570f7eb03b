import MyelinCore
import Testing

/// Tensors without elements, without axes, and with axes of size 1.
@Suite struct EmptyTensorTests {
  @Test(arguments: DType.allCases)
  func nothingIsSummedAndMultiplied(_ type: DType) {
    let empty = Tensor.zeros([0, 3], type: type)
    #expect(empty.sum().scalar == 0)
    #expect(empty.prod().scalar == 1)
    #expect(empty.sum(axis: 0).scalars == [0, 0, 0])
    #expect(empty.prod(axis: 0).scalars == [1, 1, 1])
    #expect(empty.sum(axis: 1).shape == [0])
    #expect(empty.mean().scalar.isNaN)
    #expect(!empty.any().elements(as: Bool.self)[0])
    #expect(empty.all().elements(as: Bool.self)[0])
    #expect(empty.cumulativeSum(axis: 0).shape == [0, 3])
    #expect(empty.max(axis: 1).shape == [0])
    #expect(empty.argsort(axis: 0).shape == [0, 3])
  }

  @Test func nothingIsArranged() {
    let empty = Tensor.zeros([0, 3])
    #expect(empty.transposed().shape == [3, 0])
    #expect(empty.reshaped(to: [3, 0, 2]).shape == [3, 0, 2])
    #expect(empty.rows.isEmpty)
    #expect(empty.flipped().shape == [0, 3])
    #expect(Tensor.concatenate([empty, [[1, 2, 3]]]).scalars == [1, 2, 3])
    #expect(empty.padded([(1, 1), (0, 0)], value: 2).scalars == [2, 2, 2, 2, 2, 2])
    #expect(empty[.all, 1].shape == [0])
    #expect(empty[empty .> 0].shape == [0])
    #expect(empty.expanded(to: [2, 0, 3]).shape == [2, 0, 3])
    #expect((empty + [1, 2, 3]).shape == [0, 3])
    #expect(empty.matmul(.ones([3, 2])).shape == [0, 2])
    #expect(Tensor.zeros([2, 0]).matmul(.zeros([0, 2])).scalars == [0, 0, 0, 0])
    #expect(empty.softmax().shape == [0, 3])
    #expect(Tensor.zeros([2, 0]).softmax().shape == [2, 0])
    #expect(Tensor.zeros([2, 0]).norm(axes: [1]).scalars == [0, 0])
    #expect(Tensor.randomNormal([3, 0]).shape == [3, 0])
  }

  @Test func derivativesOfNothing() {
    #expect(gradient(at: Tensor.zeros([0, 3])) { $0.exp().sum() }.shape == [0, 3])
    let (a, b) = gradient(at: .zeros([2, 0]), .zeros([0, 3])) { $0.matmul($1).sum() }
    #expect((a.shape, b.shape) == ([2, 0], [0, 3]))
    // The bias of an empty batch.
    #expect(gradient(at: [1, 2, 3]) { (Tensor.zeros([0, 3]) + $0).sum() }.scalars == [0, 0, 0])
  }

  @Test func scalarsHaveNoAxes() {
    let x = Tensor(3)
    #expect((x.rank, x.count, x.shape) == (0, 1, []))
    #expect(x.transposed().scalar == 3)
    #expect(x.sum().scalar == 3)
    #expect(x.reshaped(to: [1, 1]).shape == [1, 1])
    #expect(x.unsqueezed(axis: -1).shape == [1])
    #expect(x.flattened().shape == [1])
    #expect(x[...].scalar == 3)
    #expect(x.argmax().scalar == 0)
    #expect((x + x).shape == [])
    #expect(x.isIdentical(to: 3))
    var y = x
    y[...] = Tensor(4)
    #expect((x.scalar, y.scalar) == (3, 4))
    #expect(gradient(at: x) { $0 * $0 }.scalar == 6)
  }
}

extension Tensor {
  fileprivate func isIdentical(to number: Double) -> Bool { isIdentical(to: Tensor.full([], number)) }
}
