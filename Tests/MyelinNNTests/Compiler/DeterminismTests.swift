import Myelin
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The same bits with one, two and four threads.
@Suite struct DeterminismTests {
  /// What a child process with so many threads computes, printed.
  private static func compute(threads: Int) {
    setenv("MYELIN_THREADS", "\(threads)", 1)
    for (sizes, batch) in [([2, 16, 16, 2], 32), ([64, 128, 64, 10], 64), ([300, 260, 10], 150)] {
      let work = TrainingWork(sizes, batch: batch)
      let step = work.compiled()
      let losses = (0..<5).map { _ in step(work.x, work.y) }
      let infer = compile { (x: Tensor) in work.model(x).softmax() }
      print(
        sizes, digest(losses), digest(work.model.parameters.map(\.value)),
        digest([infer(work.x), infer(work.x[0..<1])]))
    }
    for (name, make) in TrainingWork.optimizers {
      let work = TrainingWork([64, 300, 4], batch: 16, optimizer: make())
      let step = work.compiled()
      let losses = (0..<2).map { _ in step(work.x, work.y) }
      print(name, digest(losses), digest(work.model.parameters.map(\.value)))
    }
    let values = withRandomSeed(1) { Tensor.randomNormal([400, 300]) }
    let reductions = compile { (x: Tensor) in
      let y = (x * 1.5).tanh()
      return [
        y.sum(), y.sum(axis: 0), y.sum(axis: 1), y.mean(axis: 0), y.variance(), x.logSumExp(axis: 1),
        x.logSumExp(axis: 0), y.max(),
        x.softmax().sum(axis: 0), x.norm(), x.flattened().sum(), x.cumulativeSum(axis: 0).sum(),
      ]
    }
    print(digest(reductions(values)), digest([values.sum(), values.matmul(values.transposed()).sum(axis: 0)]))
    let doubles = values.cast(to: .float64)
    print(digest(reductions(doubles)), digest([doubles.sum(), doubles[0..<90].matmul(doubles[0..<90].transposed())]))
  }

  private func output(_ result: ExitTest.Result?) -> [String] {
    text(result?.standardOutputContent ?? []).split(separator: "\n").map(String.init)
  }

  @Test func bitsDoNotDependOnThreads() async {
    let one = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      DeterminismTests.compute(threads: 1)
    }
    let two = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      DeterminismTests.compute(threads: 2)
    }
    let four = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      DeterminismTests.compute(threads: 4)
    }
    #expect(output(one).count == 5 + TrainingWork.optimizers.count)
    #expect(output(one) == output(two))
    #expect(output(one) == output(four))
  }
}
