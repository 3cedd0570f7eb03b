import CAllocationCounter
import Myelin
import Testing

/// A replay allocates nothing: allocations of all threads are counted in a process of its own.
@Suite(.enabled(if: myelin_can_count_allocations(), "needs glibc, and no sanitizer"))
struct ReplayAllocationTests {
  /// Prints a line if many calls, after some to begin with, allocate.
  private static func count(_ name: String, replays: Int = 1000, _ body: () -> Void) {
    for _ in 0..<5 { body() }
    myelin_start_counting_allocations()
    for _ in 0..<replays { body() }
    let count = myelin_stop_counting_allocations()
    if count > 0 { print("\(name): \(count) allocations in \(replays) replays") }
  }

  private func expectNone(_ result: ExitTest.Result?, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(text(result?.standardOutputContent ?? []) == "", sourceLocation: sourceLocation)
  }

  @Test func training() async {
    expectNone(
      await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        for (name, optimizer) in TrainingWork.optimizers {
          let work = TrainingWork([2, 16, 16, 2], batch: 32, optimizer: optimizer())
          let step = work.compiled()
          ReplayAllocationTests.count(name, replays: 200) { _ = step(work.x, work.y) }
          var kept = [Tensor(0)]
          ReplayAllocationTests.count("\(name), the loss kept", replays: 100) { kept[0] = step(work.x, work.y) }
        }
      })
  }

  @Test func layers() async {
    expectNone(
      await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        let (x, y) = withRandomSeed(1) { (Tensor.randomNormal([32, 8]), Tensor.randomIntegers([32], in: 0..<8)) }
        for layer in [
          Dense(8, 8, weightRegularizer: .l2(0.1), activityRegularizer: .l1(0.1)), Dropout(0.2), AlphaDropout(0.2),
          GaussianNoise(0.1), BatchNorm(8), BatchNorm(8, momentum: nil), LayerNorm(8), RMSNorm(8),
          Residual { Dense(8, 8, activation: .relu) },
          Parallel(.mean) {
            Dense(8, 8)
            Activation.tanh
          },
          Network {
            Linear<8, 8>(.relu)
            Fitted { BatchNorm($0) }
          },
        ] as [any Layer] {
          let model = Sequential {
            Dense(8, 8)
            layer
            Dense(8, 8)
          }
          let optimizer = Adam()
          let step = compile { (x: Tensor, y: Tensor) in
            let (loss, gradient) = valueWithGradient(at: model) {
              let (loss, penalty) = withPenalties { softmaxCrossEntropy(model(x), y) }
              return penalty.map { loss + $0 } ?? loss
            }
            optimizer.update(model, along: gradient)
            return loss
          }
          withMode(.training) { ReplayAllocationTests.count("\(layer)", replays: 200) { _ = step(x, y) } }
        }
      })
  }

  @Test func argumentsAndResults() async {
    expectNone(
      await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        let x = Tensor.ones([4, 5])
        let list = [x, x, x]
        let variable = Variable(x)
        let none = compile { variable.value += 1 }
        let one = compile { (x: Tensor) in (x * 2).sum(axis: 0) }
        let two = compile { (x: Tensor, y: Tensor) in (x * y, x + variable.value) }
        let three = compile { (x: Tensor, y: Tensor, z: Tensor) in x * y + z }
        let four = compile { (x: Tensor, y: Tensor, z: Tensor, u: Tensor) in (x * y + z, u.max()) }
        let many = compile { (x: [Tensor]) in x[0] * x[1] + x[2] }
        let other = Tensor.ones([2, 5])
        ReplayAllocationTests.count("no argument") { none() }
        ReplayAllocationTests.count("one argument") { _ = one(x) }
        ReplayAllocationTests.count("two arguments") { _ = two(x, x) }
        ReplayAllocationTests.count("three arguments") { _ = three(x, x, x) }
        ReplayAllocationTests.count("four arguments") { _ = four(x, x, x, x) }
        ReplayAllocationTests.count("an array") { _ = many(list) }
        ReplayAllocationTests.count("shapes by turns") { _ = (one(x), one(other)) }
      })
  }

  @Test func operations() async {
    expectNone(
      await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        let x = withRandomSeed(1) { Tensor.randomNormal([12, 5]) }
        let labels = Tensor.arange(12) % 5
        for (name, body) in [
          ("element-wise", { x, _ in (x * 2 + 1).tanh().clipped(to: -0.5...0.5) }),
          ("softmax", { x, _ in x.softmax() }),
          ("products", { x, _ in x.matmul(x.transposed()).matmul(x[AxisSlice.every(-1)]) }),
          ("views", { x, _ in x.transposed()[1...] + x.transposed()[0..<1] }),
          (
            "moves",
            { x, _ in
              gradient(at: x) { x in (Tensor.concatenate([x[1...] * 2, x]).padded([(1, 0), (0, 2)])).squared().sum() }
            }
          ),
          (
            "reductions along other axes",
            { x, _ in x.reshaped(to: [3, 4, 5]).sum(axis: 1) + x.reshaped(to: [3, 4, 5]).max(axis: 1) }
          ),
          ("one-hot", { x, y in y.oneHot(classes: 5) * x }),
          ("entropy", { x, y in gradient(at: x) { softmaxCrossEntropy($0, y) } }),
          ("random", { x, _ in x + Tensor.randomUniform([5]) }),
          ("seeded", { x, _ in withRandomSeed(2) { x + Tensor.randomNormal([5]) } }),
          ("scan", { x, _ in scan(over: x) { ($0 * 2).sum() } }),
          ("reductions", { x, _ in x.sum() + x.max(axis: 0).mean() + x.variance(axis: 1).sum() }),
        ] as [(String, (Tensor, Tensor) -> Tensor)] {
          let function = compile { (x: Tensor, y: Tensor) in body(x, y) }
          ReplayAllocationTests.count(name) { _ = function(x, labels) }
        }
      })
  }

  /// Products large enough for blocks, and for several threads.
  @Test func largerProducts() async {
    expectNone(
      await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        for (sizes, batch) in [([64, 128, 64, 10], 64), ([300, 260, 10], 150)] {
          let work = TrainingWork(sizes, batch: batch)
          let step = work.compiled()
          ReplayAllocationTests.count("\(sizes)", replays: batch == 64 ? 1000 : 100) { _ = step(work.x, work.y) }
        }
      })
  }

  /// Large enough for several threads, in element-wise passes and reductions.
  @Test func severalThreads() async {
    expectNone(
      await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
        let x = withRandomSeed(1) { Tensor.randomNormal([200, 300]) }
        let function = compile { (x: Tensor) in ((x * 2).exp().tanh().sum(axis: 0), x.softmax()) }
        ReplayAllocationTests.count("large", replays: 100) { _ = function(x) }
      })
  }
}
