import Messages
import Myelin

/// Steps of Adam on one batch.
func trainingJob(_ workload: Workload) throws -> Job {
  let (x, y) = makeBatch(workload)
  let step = makeStep(workload.sizes)
  switch workload.variant {
  case "eager": return repeating { step(x, y) }
  case "compiled":
    let compiled = compile { (x: Tensor, y: Tensor) -> Tensor in step(x, y) }
    return repeating { compiled(x, y) }
  case "scan":
    let epoch = compile { (xs: Tensor, ys: Tensor) -> Tensor in scan(over: xs, ys) { x, y in step(x, y) } }
    let count = workload.stepsAtOnce
    let (xs, ys) = (Tensor.stack(.init(repeating: x, count: count)), Tensor.stack(.init(repeating: y, count: count)))
    return looping(workload.stepsAtOnce) { epoch(xs, ys) }
  default: throw WorkerError("training: there is no variant \(workload.variant)")
  }
}

/// The first call of a compiled step, made anew for each.
func firstStepJob(_ workload: Workload) -> Job {
  let (x, y) = makeBatch(workload)
  return { steps in
    var seconds = 0.0
    for _ in 0..<steps {
      let step = makeStep(workload.sizes)
      let start = ProcessUsage.now
      let compiled = compile { (x: Tensor, y: Tensor) -> Tensor in step(x, y) }
      _ = compiled(x, y).scalar
      seconds += ProcessUsage.now - start
    }
    return Outcome(steps: steps, seconds: seconds)
  }
}

/// A training step of a new network: changes the network and gives the loss before.
private func makeStep(_ sizes: [Int]) -> (Tensor, Tensor) -> Tensor {
  let model = makeNetwork(sizes)
  let optimizer = Adam(learningRate: 1e-3)
  return { x, y in
    let (loss, gradient) = valueWithGradient(at: model) { softmaxCrossEntropy(model(x), y) }
    optimizer.update(model, along: gradient)
    return loss
  }
}

/// A job of single steps.
func repeating(_ step: @escaping () -> Tensor) -> Job {
  { steps in
    var loss = step()
    for _ in 1..<max(steps, 1) { loss = step() }
    return Outcome(steps: max(steps, 1), loss: loss.scalar)
  }
}

/// A job of several steps at once, whose results are the losses one after another.
func looping(_ stepsAtOnce: Int, _ loop: @escaping () -> Tensor) -> Job {
  { steps in
    let rounds = max(1, (steps + stepsAtOnce - 1) / stepsAtOnce)
    var losses = loop()
    for _ in 1..<rounds { losses = loop() }
    return Outcome(steps: rounds * stepsAtOnce, loss: losses.scalars[(steps - 1) % stepsAtOnce])
  }
}
