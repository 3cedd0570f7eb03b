/// What a recorded closure computes: values, each from values before it.
struct Graph: Sendable {
  /// A tensor that the program will compute or be given.
  struct Value: Sendable {
    let layout: TensorDescription
    let source: Source
  }

  /// Where a value comes from.
  enum Source: Sendable {
    /// An argument of the closure, by its place.
    case argument(Int)
    /// What a variable holds at the beginning, or after a loop that changes it.
    case variable(Int, after: Int?)
    /// A tensor that the closure brought along.
    case constant(Tensor)
    /// The result of an operation.
    case operation(any Primitive, [Int])
    /// A loop; the value itself is an empty tensor.
    case loop(Loop, [Int])
    /// A result of the loop that is a value.
    case loopResult(of: Int, Int)
  }

  /// What a variable holds in the end.
  struct Update: Sendable {
    let variable: Int
    let value: Int
    /// The loop before which the value is stored, or `nil` for the end of the program.
    let before: Int?
  }

  var values: [Value] = []
  var arguments: [TensorDescription] = []
  var variables: [Variable] = []
  var updates: [Update] = []
  var outputs: [Int] = []
  /// Sources of random numbers that begin anew with each run, and where.
  var restarts: [(source: RandomSource, state: Philox)] = []
  /// What draws that name no source draw from, if there are any.
  var ambient: AmbientRandom?
}

/// Several rounds of one graph.
final class Loop: Sendable {
  /// One round. Its arguments are what is carried, the slices, and what is captured; its outputs what is carried to the
  /// next round, and the results.
  let body: Graph
  let count: Int
  let carriedCount: Int
  let sliceCount: Int
  /// For every variable of `body` its place among the surrounding graph's.
  let variables: [Int]

  /// The places, in `body`, of the variables that a round changes.
  let changedVariables: Set<Int>

  init(body: Graph, count: Int, carriedCount: Int, sliceCount: Int, variables: [Int]) {
    (self.body, self.count, self.carriedCount, self.sliceCount) = (body, count, carriedCount, sliceCount)
    self.variables = variables
    var changed = Set(body.updates.map(\.variable))
    for value in body.values {
      // Loops within the round change variables without an update of the round's own.
      if case .loop(let inner, _) = value.source {
        changed.formUnion(inner.changedVariables.map { inner.variables[$0] })
      }
    }
    changedVariables = changed
  }
}

extension Graph.Source {
  /// The values that this one is computed from.
  var inputs: [Int] {
    switch self {
    case .argument, .constant: []
    case .variable(_, let loop): loop.map { [$0] } ?? []
    case .operation(_, let inputs), .loop(_, let inputs): inputs
    case .loopResult(let loop, _): [loop]
    }
  }
}
