import Myelin
import Testing

/// Training and inference: who is in which mode.
@Suite struct ModeTests {
  @Test func isInferenceUnlessAskedFor() {
    #expect(Mode.current == .inference)
    withMode(.training) {
      #expect(Mode.current == .training)
      withMode(.inference) { #expect(Mode.current == .inference) }
      #expect(Mode.current == .training)
    }
    #expect(Mode.current == .inference)
  }

  @Test func endsWithAnError() {
    struct Failure: Error {}
    #expect(throws: Failure.self) { try withMode(.training) { throw Failure() } }
    #expect(Mode.current == .inference)
  }

  @Test func belongsToTheThread() async {
    let modes = await withTaskGroup(of: Bool.self) { group in
      for number in 0..<32 {
        group.addTask {
          let mode: Mode = number % 2 == 0 ? .training : .inference
          return withMode(mode) { (0..<1000).allSatisfy { _ in Mode.current == mode } }
        }
      }
      return await group.reduce(true) { $0 && $1 }
    }
    #expect(modes)
  }

  /// What happens only in training.
  private func shifted(_ x: Tensor) -> Tensor { Mode.current == .training ? x + 1 : x }

  @Test func programsAreKeptApart() {
    let function = compile { (x: Tensor) in shifted(x) }
    for _ in 0..<3 {
      #expect(function([1]).scalars == [1])
      #expect(withMode(.training) { function([1]) }.scalars == [2])
      #expect(withMode(.inference) { function([1]) }.scalars == [1])
    }
    #expect(function.recordingCount == 2)
    // Chosen within, it is the closure's own.
    let training = compile { (x: Tensor) in withMode(.training) { shifted(x) } }
    #expect(training([1]).scalars == [2])
    #expect(withMode(.training) { training([1]) }.scalars == [2])
    #expect(Mode.current == .inference)
  }

  @Test func preparingIsForTheModeAround() {
    let function = compile { (x: Tensor) in shifted(x) }
    withMode(.training) { _ = function.prepare([0]) }
    #expect(function([1]).scalars == [1])
    #expect(withMode(.training) { function([1]) }.scalars == [2])
    #expect(function.recordingCount == 2)
  }

  @Test func reachesLoopsAndGradients() {
    let x: Tensor = [[1], [2]]
    let body: (Tensor) -> Tensor = { x in scan(over: x) { shifted($0) * $0 } }
    let function = compile { (x: Tensor) in gradient(at: x) { body($0).sum() } }
    #expect(function(x).scalars == [2, 4])
    #expect(withMode(.training) { function(x) }.scalars == [3, 5])
  }
}
