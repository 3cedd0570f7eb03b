import MyelinCore
import Testing

/// Mistakes in a program stop it with a message that names the operation, the shapes and what disagrees.
@Suite struct MistakeTests {
  /// Checks the message of a process that ended as it should.
  private func expect(
    _ result: ExitTest.Result?, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in parts { #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation) }
  }

  @Test func shapesThatDoNotBroadcast() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([2, 3]) + Tensor.zeros([4])
      }, "add: shapes [2, 3] and [4] do not broadcast: sizes 3 and 4 differ")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.where([true, false], Tensor.zeros([3]), Tensor.zeros([]))
      }, "where: shapes [2], [3] and [] do not broadcast")
  }

  @Test func innerSizesThatDiffer() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([32, 2]).matmul(.zeros([3, 16]))
      }, "matmul: [32, 2] × [3, 16]: the inner sizes 2 and 3 differ")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(2).matmul(.zeros([3]))
      }, "matmul: [] × [3]: a scalar has no matrix product")
  }

  @Test func axesAndIndicesOutOfRange() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([2, 3]).sum(axis: 2)
      }, "sum: axis 2 is out of range for a tensor with 2 axes")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([2, 3])[0, -4]
      }, "x[-4]: the index is out of range for axis 1 of [2, 3]")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([2, 3])[0, 0, 0]
      }, "3 indices for a tensor with 2 axes (shape [2, 3])")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([3])[..<(-1)]
      }, "x[..<(-1)]: ranges count from the front; write .to(-1) to count from the end")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([3])[...(-1)]
      }, "x[…(-1)]: ranges count from the front")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([3])[(-2)...]
      }, "x[-2…]: ranges count from the front; write .from(-2)")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([2]).taking(Tensor([0, 2] as [Int]))
      }, "take: index 2 is out of range for an axis of size 2")
  }

  @Test func sizesThatDoNotFit() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([2, 3]).reshaped(to: [4, -1])
      }, "reshape: the 6 elements of [2, 3] can't be arranged as [4, -1]")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.concatenate([.zeros([2, 3]), .zeros([2, 4])])
      }, "concatenate: shapes [2, 3] and [2, 4] differ outside axis 0")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        var x = Tensor.zeros([2, 3])
        x[0] = [1, 2]
      }, "assignment: values of shape [2] don't fit into a selection of shape [3]")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor(shape: [2, 2], [1, 2, 3] as [Float])
      }, "3 elements don't fill shape [2, 2]")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([-1])
      }, "size -1 in shape [-1] is negative")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.eye(-1)
      }, "eye: size -1 in shape [-1, -1] is negative")
  }

  @Test func numbersThatAreNone() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([2, 3]).scalar
      }, "scalar: the tensor has 6 elements (shape [2, 3]), not one")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor.zeros([0]).max()
      }, "max: no elements")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = Tensor([true]) + Tensor([false])
      }, "add: not defined for two Boolean tensors")
  }

  @Test func gradientsOfWhatHasNone() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = gradient(at: Tensor([1, 2] as [Int])) { $0.sum() }
      }, "tensors of type int64 have no gradients")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = gradient(at: [1, 2]) { $0 * $0 }
      }, "the function must return one number, got shape [2]")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = vectorJacobianProduct(at: [1, 2], cotangent: [1, 2, 3]) { $0 }
      }, "the cotangent has shape [3], the result [2]")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = gradient(at: [1, 2]) { x in
          Tensor.withDerivative(of: [x], name: "double", value: { $0[0] * 2 }) { _, _, _ in [] }.sum()
        }
      }, "double: the derivative returned 0 tensors for 1 inputs")
  }
}
