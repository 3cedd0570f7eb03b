import Testing

@testable import MyelinCore

/// What a compiled closure can't do stops the program with a message that says what to do instead.
@Suite struct ProgramMistakeTests {
  private func expect(
    _ result: ExitTest.Result?, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in parts { #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation) }
  }

  @Test func readingAValue() async {
    let advice = "return the tensor from the closure and read it there"
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) in x * x.sum().scalar }([1, 2])
      }, advice)
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) in
          print(x + 1)
          return x
        }([1, 2])
      }, advice)
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let variable = Variable([1, 2])
        _ = compile { (x: Tensor) in x * variable.value.scalars[0] }([1, 2])
      }, advice)
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) in x[x .> 1] }([1, 2])
      }, "compile:")
  }

  @Test func branchingOnAValue() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) in x.sum().scalar > 0 ? x : -x }([1, 2])
      }, "instead of branching on it, choose with Tensor.where")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) in (x .> 0).all().elements(as: Bool.self)[0] ? x : -x }([1, 2])
      }, "instead of branching on it, choose with Tensor.where")
  }

  @Test func tensorsOfOtherRecordings() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        nonisolated(unsafe) var leaked = Tensor(0)
        _ = compile { (x: Tensor) in
          leaked = x * 2
          return x
        }([1, 2])
        print(leaked.scalars)
      }, "keep no tensors of the closure in variables outside")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        nonisolated(unsafe) var leaked = Tensor(0)
        _ = compile { (x: Tensor) in
          leaked = x * 2
          return x
        }([1, 2])
        _ = leaked + 1
      }, "keep no tensors of the closure in variables outside")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        nonisolated(unsafe) var leaked = Tensor(0)
        _ = compile { (x: Tensor) in
          leaked = x * 2
          return x
        }([1, 2])
        _ = compile { (x: Tensor) in x + leaked }([1, 2])
      }, "belongs to another recording", "pass the tensor as an argument, or keep it in a Variable")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        nonisolated(unsafe) var leaked = Tensor(0)
        _ = compile { (x: Tensor) in
          leaked = x * 2
          return x
        }([1, 2])
        _ = compile { (x: Tensor) in x + 1 }(leaked)
      }, "keep no tensors of the closure in variables outside")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) -> Tensor in
          nonisolated(unsafe) var inner = Tensor(0)
          let sums = scan(over: x) {
            inner = $0 * 2
            return $0
          }
          return sums + inner
        }([1, 2])
      }, "belongs to another recording")
  }

  @Test func whatWouldHappenOnlyOnce() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) in Variable(x * 2).value }([1, 2])
      }, "Variable: made while `compile` records", "make it outside")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) in x * RandomSource.current.draw { $0.uniform() } }([1, 2])
      }, "RandomSource.draw: while `compile` records", "draw tensors")
  }

  @Test func resultsThatAreNoTensors() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) in (x, 3) }([1, 2])
      }, "it must return a tensor, an array of tensors, or a tuple or struct of tensors alone")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        _ = compile { (x: Tensor) in x.count }([1, 2])
      }, "the closure returns Int")
  }

  /// Indices are checked by every replay, not only while recording.
  @Test func indicesOutOfRange() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let function = compile { (x: Tensor, labels: Tensor) in
          x.logSoftmax().gather(labels.checkedIndices(below: 3, in: "loss").reshaped(to: [2, 1]), axis: 1)
        }
        _ = function(.zeros([2, 3]), Tensor([0, 2] as [Int]))
        _ = function(.zeros([2, 3]), Tensor([0, 3] as [Int]))
      }, "loss: class indices run from 0 to 3, but there are 3 classes, 0..<3")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let function = compile { (labels: Tensor) in labels.oneHot(classes: 3) }
        _ = function(Tensor([0, 2] as [Int]))
        _ = function(Tensor([-1, 2] as [Int]))
      }, "oneHot: class indices run from -1 to 2")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let function = compile { (x: Tensor, places: Tensor) in (x * 2).gather(places, axis: 1) + 1 }
        _ = function(.zeros([2, 3]), Tensor([[0], [2]] as [[Int]]))
        _ = function(.zeros([2, 3]), Tensor([[0], [3]] as [[Int]]))
      }, "gather: index 3 is out of range for an axis of size 3")
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        let function = compile { (x: Tensor, places: Tensor) in x.taking(places) }
        _ = function(.zeros([2, 3]), Tensor([0] as [Int]))
        _ = function(.zeros([2, 3]), Tensor([2] as [Int]))
      }, "take: index 2 is out of range for an axis of size 2")
  }

  @Test func shapesThatDoNotFit() async {
    expect(
      await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
        compile { (x: Tensor, y: Tensor) in x.matmul(y) }.prepare(.zeros([2, 3]), .zeros([2, 3]))
      }, "matmul: [2, 3] × [2, 3]: the inner sizes 3 and 2 differ")
  }
}
