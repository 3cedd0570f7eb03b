import Foundation
import Testing

@testable import MyelinCore

/// How programs are shown.
@Suite struct ProgramPrintingTests {
  private func program() throws -> Program {
    let weight = Variable(.scattered([3, 2]), name: "layer \"one\".weight")
    let step = compile { (x: Tensor, y: Tensor) in
      _ = x * 17
      let (loss, gradients) = valueWithGradient(at: [weight]) {
        ((x.matmul(weight.value) + 0.5).tanh() - y).squared().mean()
      }
      weight.value -= 0.1 * gradients[0]
      let losses = scan(over: x) { $0.sum() }
      return (loss, losses)
    }
    return step.prepare(.ones([4, 3]), .ones([4, 2]))
  }

  @Test func everyPass() throws {
    let program = try program()
    let text = "\(program)"
    #expect(text.contains("recorded:\n  %0: float32[4, 3] = argument 0\n  %1: float32[4, 2] = argument 1\n"))
    #expect(text.contains("simplified:\n") && text.contains("fused and planned (\(program.steps.count) steps in "))
    for part in ["matmul(", "tanh(", "loop of 4 rounds", "layer \"one\".weight ← %", "return %"] {
      #expect(program.recorded.contains(part) && program.simplified.contains(part), "\(part)")
    }
    // What nobody needs is gone, and operations are computed together.
    #expect(program.recorded.contains("constant 17.0") && !program.simplified.contains("constant 17.0"))
    #expect(program.steps.count < program.simplified.split(separator: "\n").count)
    #expect(
      program.steps.contains { $0.hasPrefix("matmul [4, 3] × [3, 2], then on its blocks: add tanh") },
      "\(program.steps)")
    #expect(program.workingMemory > 0)
  }

  /// Steps that need nothing of each other share a phase; what needs a result comes later.
  @Test func phases() {
    let (left, right) = (Variable(.scattered([40, 40]), name: "left"), Variable(.scattered([40, 40]), name: "right"))
    let step = compile { (x: Tensor) in
      let (a, b) = (x.matmul(left.value), x.matmul(right.value))
      return a.matmul(b)
    }
    let program = step.prepare(.scattered([40, 40]))
    #expect(program.phases == [0..<2, 2..<3], "\(program)")
    #expect(program.phases.flatMap { $0 } == Array(program.steps.indices))
    #expect("\(program)".contains("beside 1: "))
  }

  /// Graphviz, which `make setup` installs, draws the diagram.
  @Test func diagram() throws {
    let diagram = try program().diagram
    let dot = Process()
    dot.executableURL = URL(filePath: "/usr/bin/env")
    dot.arguments = ["dot", "-Tsvg"]
    let (input, output, errors) = (Pipe(), Pipe(), Pipe())
    (dot.standardInput, dot.standardOutput, dot.standardError) = (input, output, errors)
    try dot.run()
    try input.fileHandleForWriting.write(contentsOf: Data(diagram.utf8))
    try input.fileHandleForWriting.close()
    let drawn = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let complaints = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    dot.waitUntilExit()
    #expect(dot.terminationStatus == 0, "\(complaints)\n\(diagram)")
    for part in [
      "<svg", "matmul", "tanh", "loop of 4 rounds", "argument 1", "new layer &quot;one&quot;.weight", "result 1",
    ] {
      #expect(drawn.contains(part), "\(part)\n\(drawn)")
    }
  }
}
