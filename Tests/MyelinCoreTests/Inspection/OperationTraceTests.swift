import MyelinCore
import Testing

/// A trace holds the operations of a closure, and computes what the closure computes.
@Suite struct OperationTraceTests {
  @Test func evaluatesWhatTheClosureComputes() {
    let w = Variable(Tensor.randomNormal([3, 2]))
    func body(_ x: Tensor) -> [Tensor] {
      let (value, gradients) = valueWithGradient(at: [w]) { (x.matmul(w.value).tanh() + 1).softmax().log().sum() }
      return [value] + gradients
    }
    let x = Tensor.randomNormal([4, 3])
    let trace = OperationTrace([([4, 3], .float32)]) { body($0[0]) }
    var seen = 0
    let outputs = trace.evaluate([x]) { index, value in
      #expect(value.shape == trace.values[index].shape)
      #expect(value.type == trace.values[index].type)
      seen += 1
      return value
    }
    #expect(seen == trace.values.count)
    for (found, expected) in zip(outputs, body(x)) { #expect(found.isIdentical(to: expected)) }
  }

  @Test func layersMarksAndWork() {
    let trace = OperationTrace([([2, 3], .float32)]) { arguments in
      let inner = OperationTrace.inLayer("first", 0) { OperationTrace.inLayer("body") { arguments[0] * 2 } }
      OperationTrace.mark("middle")
      return [OperationTrace.inLayer("second") { inner.matmul(.ones([3, 5])).sum(axis: 1) }]
    }
    #expect(trace.spans.map(\.path) == ["first.0.body", "first.0", "second"])
    #expect(trace.spans.last?.output == trace.outputs[0])
    #expect(trace.values[trace.count(before: "middle") - 1].path == "first.0.body")
    #expect(trace.values.map(\.work).filter { $0 > 0 } == [6, 2 * 2 * 3 * 5, 10])
    #expect(OperationTrace.inLayer("outside") { 3 } == 3)
  }

  @Test func valuesCanBeReplaced() {
    let w = Variable(Tensor([2.0]))
    let trace = OperationTrace([([1], .float32)]) { [$0[0] * w.value + 1] }
    let output = trace.evaluate([[3]], variables: [ObjectIdentifier(w): [10]]) { _, value in value }
    #expect(output[0].scalar == 31)
    let changed = trace.evaluate([[3]]) { index, value in
      if case .argument = trace.values[index].origin { value + 1 } else { value }
    }
    #expect(changed[0].scalar == 9)
  }
}
