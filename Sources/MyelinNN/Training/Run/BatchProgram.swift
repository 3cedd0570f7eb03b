/// What a batch is put through, compiled: a step of training, or an evaluation. Gives the batch's loss and the model's outputs.
struct BatchProgram {
  let plain: CompiledFunction<(Tensor, Tensor), (Tensor, Tensor)>
  private let weighted: CompiledFunction<(Tensor, Tensor, Tensor), (Tensor, Tensor)>

  /// Compiles what is done with a batch's samples, targets and weights, in a mode whatever that of the caller is.
  init(mode: Mode, _ body: @escaping (_ x: Tensor, _ y: Tensor, _ weights: Tensor?) -> (Tensor, Tensor)) {
    plain = compile { (x: Tensor, y: Tensor) in withMode(mode) { body(x, y, nil) } }
    weighted = compile { (x: Tensor, y: Tensor, weights: Tensor) in withMode(mode) { body(x, y, weights) } }
  }

  @inline(__always)
  func callAsFunction(_ batch: Dataset) -> (loss: Tensor, output: Tensor) {
    guard let weights = batch.weights else { return plain(batch.x, batch.y) }
    return weighted(batch.x, batch.y, weights)
  }

  /// The means over data.
  func evaluation(of data: DataLoader, epoch: Int = 0, _ metrics: [Metric]) throws -> Evaluation {
    var means = Means(metrics)
    // What is judged is the same every time, and takes no random numbers from the training.
    let batches = data.batches(epoch: epoch, from: 0, isTraining: false, random: RandomSource(seed: 0))
    while let batch = try batches.next() {
      let (loss, output) = self(batch)
      means.add(loss: loss.scalar, output, batch.y)
    }
    return means.result
  }
}
