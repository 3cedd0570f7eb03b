/// The results of a closure for slices along the first axis, one after another, stacked: many steps in one.
///
/// ```swift
/// let epoch = compile { (xs: Tensor, ys: Tensor) in
///   scan(over: xs, ys) { x, y in
///     let (loss, gradient) = valueWithGradient(at: model) { perceptronLoss(model(x), y) }
///     optimizer.update(model, along: gradient)
///     return loss
///   }
/// }
/// let losses = epoch(samples, targets)   // one replay, a step for each sample
/// ```
///
/// Within `compile` the closure is recorded once and becomes a loop of the program, as JAX's `lax.scan`, with the rules of
/// `compile` for what it may do; elsewhere it is called for every slice, and so it is under a gradient taken around `scan`.
/// Variables that it changes keep their values from one round to the next.
///
/// Rounds see slices without the first axis: a row of a matrix is a vector. For rounds over batches, reshape the data to
/// [rounds, batch, …] first.
///
/// - Parameters:
///   - x: A tensor with an axis of rounds in front.
///   - body: Takes a slice without that axis, and gives a tensor of one shape in all rounds.
/// - Returns: The results with the axis of rounds in front.
public func scan(over x: Tensor, _ body: (Tensor) -> Tensor) -> Tensor {
  scan(carrying: [], over: [x]) { _, slices in ([], [body(slices[0])]) }.results[0]
}

/// The results of a closure for slices of two tensors along the first axis, one after another, stacked: samples and their
/// targets, say. Both must have as many slices.
public func scan(over x: Tensor, _ y: Tensor, _ body: (Tensor, Tensor) -> Tensor) -> Tensor {
  scan(carrying: [], over: [x, y]) { _, slices in ([], [body(slices[0], slices[1])]) }.results[0]
}

/// Rounds of a closure that hands tensors on from each to the next.
///
/// ```swift
/// // Sums of all rows up to each.
/// let (carried, results) = scan(carrying: [.zeros([3])], over: [x]) { carried, slices in
///   let sum = carried[0] + slices[0]
///   return (carried: [sum], results: [sum])
/// }
/// // carried[0] is the last sum, results[0] all of them, stacked
/// ```
///
/// What is handed on keeps its shape and type: `Tensor(0)` is float32, and adding float64 slices to it gives float64, which
/// stops with a message. Begin with `.zeros([], type: .float64)` then.
///
/// - Parameters:
///   - initial: What the first round is handed.
///   - inputs: Tensors with one axis of rounds in front, or none if `count` is given.
///   - count: The number of rounds; by default the size of that axis.
///   - body: Takes what the round before handed on, and the slices; gives what is handed on, in the same shapes and types, and
///     results.
/// - Returns: What the last round handed on, and all results with the axis of rounds in front.
public func scan(
  carrying initial: [Tensor], over inputs: [Tensor] = [], count: Int? = nil,
  _ body: (_ carried: [Tensor], _ slices: [Tensor]) -> (carried: [Tensor], results: [Tensor])
) -> (carried: [Tensor], results: [Tensor]) {
  for input in inputs where input.rank == 0 { stop("scan: a scalar has no axis of rounds") }
  guard let rounds = count ?? inputs.first?.shape[0] else { stop("scan: neither inputs nor a count of rounds") }
  if let odd = inputs.first(where: { $0.shape[0] != rounds }) {
    stop("scan: \(rounds) rounds, but an input of shape \(odd.shape) has \(odd.shape[0])")
  }
  guard rounds > 0 else { stop("scan: no rounds") }
  let isDifferentiated = GradientScope.current.depth > 0 && GradientScope.current.records
  guard let recording = Recording.current, !isDifferentiated else {
    return rolledOut(initial, inputs, rounds, body)
  }
  let round = Recording(parent: recording)
  let carried = initial.map { round.addArgument($0.layout) }
  let slices = inputs.map {
    round.addArgument(TensorDescription(shape: Array($0.shape.dropFirst()), type: $0.type))
  }
  let (next, results) = Recording.$current.withValue(round) {
    let (next, results) = body(carried, slices)
    checkCarried(initial, next)
    round.finish((next + results).map { $0.detached() })
    return (next, results)
  }
  let values = recording.addLoop(round, count: rounds, carried: initial, slices: inputs)
  return (Array(values.prefix(next.count)), Array(values.suffix(results.count)))
}

private func rolledOut(
  _ initial: [Tensor], _ inputs: [Tensor], _ rounds: Int,
  _ body: (_ carried: [Tensor], _ slices: [Tensor]) -> (carried: [Tensor], results: [Tensor])
) -> (carried: [Tensor], results: [Tensor]) {
  var carried = initial
  var results: [[Tensor]] = []
  for round in 0..<rounds {
    let (next, values) = body(carried, inputs.map { $0.row(at: round) })
    checkCarried(carried, next)
    carried = next
    if results.isEmpty { results = values.map { _ in [] } }
    guard values.count == results.count else {
      stop("scan: \(values.count) results in round \(round), not \(results.count)")
    }
    for (index, value) in values.enumerated() { results[index].append(value) }
  }
  return (carried, results.map { .stack($0) })
}

private func checkCarried(_ before: [Tensor], _ after: [Tensor]) {
  guard before.map(\.layout) == after.map(\.layout) else {
    stop(
      "scan: a round was handed \(before.map(\.layout.text)) and hands on \(after.map(\.layout.text)); shapes and types must "
        + "stay")
  }
}
