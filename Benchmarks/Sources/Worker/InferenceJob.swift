import Messages
import Myelin

/// The outputs of a network for one batch.
func inferenceJob(_ workload: Workload) -> Job {
  let model = makeNetwork(workload.sizes)
  let x = makeBatch(workload).x
  let predict = compile { (x: Tensor) -> Tensor in model(x) }
  return { steps in
    for _ in 0..<steps { _ = predict(x) }
    return Outcome(steps: steps)
  }
}
