import Myelin
import Testing

/// Programs take no more of the machine than helps them. Processor time is compared with time itself, which a busy machine
/// makes longer, never shorter.
@Suite struct FrugalityTests {
  private static let clock = ContinuousClock()

  private static func seconds(_ body: () -> Void) -> (wall: Double, processor: Double) {
    let (start, used) = (clock.now, processorSeconds())
    body()
    let wall = (clock.now - start) / .seconds(1)
    return (wall, processorSeconds() - used)
  }

  @Test func aTinyNetworkUsesOneProcessor() async {
    let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      let work = TrainingWork([2, 16, 16, 2], batch: 32)
      let step = work.compiled()
      _ = step(work.x, work.y)
      let time = FrugalityTests.seconds { for _ in 0..<2000 { _ = step(work.x, work.y) } }
      if time.processor > 1.15 * time.wall { print(time) }
    }
    #expect(text(result?.standardOutputContent ?? []) == "")
  }

  /// After work for several threads, nobody spins.
  @Test func anIdlePoolSleeps() async {
    let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      let x = Tensor.ones([1000, 300])
      let function = compile { (x: Tensor) in (x * 2).exp().tanh().sum() }
      for _ in 0..<5 { _ = function(x) }
      let used = processorSeconds()
      try await Task.sleep(for: .milliseconds(300))
      if processorSeconds() - used > 0.1 { print(processorSeconds() - used) }
    }
    #expect(text(result?.standardOutputContent ?? []) == "")
  }
}
