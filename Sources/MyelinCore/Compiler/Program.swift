/// What `compile` made of a closure: the operations that were recorded, what is left of them, and the steps of a replay.
///
/// ```swift
/// let step = compile { (x: Tensor) in (x * 2 + 1).tanh().sum() }
/// print(step.prepare(.zeros([4, 3])))
/// ```
///
/// prints first the recorded and the simplified operations, each value with a number, its type and shape, and what it is
/// computed from:
///
/// ```text
///   %0: float32[4, 3] = argument 0
///   %1: float32[] = constant 2.0
///   %2: float32[4, 3] = multiply(%0, %1)
/// ```
///
/// A line `name ← %5` says that a variable is given a new value. Then come the steps of a replay, each with the operations
/// that are computed together, in one pass over memory. Steps that need nothing of each other share a phase, in which
/// threads take whatever block is next:
///
/// ```text
/// fused and planned (3 steps in 2 phases, 512 bytes of working memory):
///   1. multiply add tanh sum
///   2. matmul [4, 3] × [3, 8]
///   3. beside 2: divide negative
/// ```
///
/// After a call, `step.program` is the program that ran.
public struct Program: CustomStringConvertible, Sendable {
  private let recordedGraph: Graph
  private let simplifiedGraph: Graph
  /// The steps of a replay: which operations are computed together.
  public let steps: [String]
  /// The steps, by number from 0, that may be computed at the same time; the phases come one after another.
  public let phases: [Range<Int>]
  /// How much memory a replay works in, in bytes, besides arguments, variables and results.
  public let workingMemory: Int

  init(recorded: Graph, simplified: Graph, plan: Plan) {
    (recordedGraph, simplifiedGraph) = (recorded, simplified)
    steps = plan.steps.map(\.title)
    phases = plan.phases.map { $0.firstStep..<$0.firstStep + $0.stepCount }
    workingMemory = plan.arenaSize
  }

  /// The operations in the order in which the closure made them.
  public var recorded: String { recordedGraph.listing }

  /// The operations that are left after constants, repeated operations and what isn't needed have been taken out.
  public var simplified: String { simplifiedGraph.listing }

  /// A picture of the simplified operations for Graphviz: text in the language DOT, which `dot -Tsvg` draws.
  public var diagram: String { simplifiedGraph.diagram }

  /// The graph before and after each pass.
  public var description: String {
    "recorded:\n\(recorded)\n\nsimplified:\n\(simplified)\n\nfused and planned (\(counted(steps.count, "step")) in "
      + "\(counted(phases.count, "phase")), \(counted(workingMemory, "byte")) of working memory):\n"
      + listedSteps.joined(separator: "\n")
  }

  private var listedSteps: [String] {
    phases.flatMap { phase in
      phase.map { step in
        "  \(step + 1). " + (step == phase.lowerBound ? "" : "beside \(phase.lowerBound + 1): ") + steps[step]
      }
    }
  }

  private func counted(_ count: Int, _ name: String) -> String { "\(count) \(name)\(count == 1 ? "" : "s")" }
}

extension Graph {
  /// One value in a line: its number, its type and shape, and where it comes from.
  var listing: String {
    var lines = values.indices.map { index in
      "  %\(index): \(values[index].layout.text) = \(text(of: values[index].source))"
    }
    for update in updates {
      lines.append("  \(name(of: update.variable)) ← %\(update.value)" + (update.before.map { " before %\($0)" } ?? ""))
    }
    lines.append("  return " + outputs.map { "%\($0)" }.joined(separator: ", "))
    return lines.joined(separator: "\n")
  }

  private func name(of variable: Int) -> String { variables[variable].name ?? "variable \(variable)" }

  private func text(of source: Source) -> String {
    func list(_ inputs: [Int]) -> String { inputs.map { "%\($0)" }.joined(separator: ", ") }
    switch source {
    case .argument(let place): return "argument \(place)"
    case .variable(let place, let loop): return name(of: place) + (loop.map { " after %\($0)" } ?? "")
    case .constant(let tensor): return "constant" + (tensor.count == 1 ? " \(tensor.scalar)" : "")
    case .operation(let primitive, let inputs): return "\(primitive.name)(\(list(inputs)))"
    case .loop(let loop, let inputs): return "loop of \(loop.count) rounds(\(list(inputs)))"
    case .loopResult(let loop, let index): return "result \(index) of %\(loop)"
    }
  }

  /// The graph in Graphviz' language: boxes are operations, ellipses what they begin with; arrows carry tensors.
  var diagram: String {
    func quoted(_ text: String) -> String {
      "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    var lines = [
      "digraph program {", "  node [fontname=\"Helvetica\", fontsize=10];",
      "  edge [fontname=\"Helvetica\", fontsize=8];",
    ]
    for (index, value) in values.enumerated() {
      let (label, shape): (String, String) =
        switch value.source {
        case .argument(let place): ("argument \(place)", "ellipse")
        case .variable(let place, _): (name(of: place), "ellipse")
        case .constant(let tensor): (tensor.count == 1 ? "\(tensor.scalar)" : "constant", "ellipse")
        case .operation(let primitive, _): (primitive.name, "box")
        case .loop(let loop, _): ("loop of \(loop.count) rounds", "box")
        case .loopResult(_, let number): ("result \(number)", "box")
        }
      lines.append("  v\(index) [label=\(quoted(label)), shape=\(shape)];")
      for input in value.source.inputs {
        lines.append("  v\(input) -> v\(index) [label=\(quoted(values[input].layout.text))];")
      }
    }
    for update in updates {
      lines.append("  u\(update.variable) [label=\(quoted("new " + name(of: update.variable))), shape=ellipse];")
      lines.append("  v\(update.value) -> u\(update.variable);")
    }
    for (index, output) in outputs.enumerated() {
      lines.append("  o\(index) [label=\"result \(index)\", shape=ellipse];")
      lines.append("  v\(output) -> o\(index);")
    }
    return (lines + ["}"]).joined(separator: "\n") + "\n"
  }
}
