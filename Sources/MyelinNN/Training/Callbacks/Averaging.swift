extension Callback {
  /// Takes the parameters into averages after every step. The model keeps its own; see `WeightAverage` for how to use the averages.
  ///
  /// ```swift
  /// let average = WeightAverage(decay: 0.999)
  /// try trainer.fit(train, epochs: 20, callbacks: [.averaging(into: average)])
  /// let result = average.withAverages(of: model) { trainer.evaluate(test) }
  /// ```
  public static func averaging(into average: WeightAverage) -> Callback { Callback { Averaging(average) } }
}

/// Updates averages by a program of its own; checkpoints hold them.
private final class Averaging: TrainingObserver {
  private let average: WeightAverage
  private var parameters: [(name: String, variable: Variable)] = []
  private var update: CompiledFunction<Void, Void>?
  /// What a checkpoint held, until the parameters are known.
  private var saved: [String: Tensor] = [:]

  init(_ average: WeightAverage) { self.average = average }

  func trainingBegan(_ state: TrainingState) throws {
    parameters = zip(state.names, state.variables).map { ($0, $1) }
    // Asking for them makes the averages, which a program can't.
    for (name, variable) in average.namedState(of: parameters) {
      if let value = saved[name], value.shape == variable.value.shape { variable.value = value }
    }
    let (average, variables) = (average, state.variables)
    update = compile { average.update(variables) }
  }

  func batchEnded(_ state: TrainingState) throws { update?() }

  var memory: ObserverMemory {
    get {
      let state = average.namedState(of: parameters).map { ($0.name, $0.variable.value) }
      return ObserverMemory(tensors: Dictionary(state, uniquingKeysWith: { first, _ in first }))
    }
    set { saved = newValue.tensors }
  }
}
