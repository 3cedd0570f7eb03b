import Myelin

/// What training brought: its history and how good the model is.
struct TrainingOutcome {
  let history: History
  let predictions: Predictions
  /// Whether the predictions are of rows that the model didn't learn from.
  let isHeldOut: Bool

  /// The losses, and the accuracies if there are any, epoch by epoch.
  func learningCurves(target: String) -> Figure {
    func panel(_ title: String, _ training: [Double], _ validation: [Double]) -> Panel {
      Panel(title: title) { panel in
        panel.line(training, label: "training")
        if !validation.isEmpty { panel.line(validation, label: "held out") }
        if let best = history.restoredEpoch, best < validation.count {
          panel.points(x: [Double(best + 1)], y: [validation[best]], label: "kept", color: .foreground)
        }
        panel.xLabel = "epoch"
      }
    }
    var panels = [panel("Loss", history.losses, history.validationLosses)]
    let accuracies = history.epochs.compactMap { $0.metrics["accuracy"] }
    if !accuracies.isEmpty {
      panels.append(
        panel("Accuracy", accuracies, history.epochs.compactMap { $0.validationMetrics?["accuracy"] }))
    }
    return Figure(title: "Learning curves: \(target)", columns: panels.count, panels: panels)
  }

  /// Where the model errs, and on which rows.
  func judgement(target: String) -> Figure {
    predictions.figure(target: target, rows: isHeldOut ? "held-out rows" : "rows it learnt from")
  }

  /// The report for people.
  func text(_ job: TrainingJob, model: String, figures: [String]) -> String {
    var lines = [""]
    if let best = history.restoredEpoch {
      lines.append("trained for \(history.epochs.count) epochs; kept the weights of epoch \(best + 1), the best")
    }
    lines.append(isHeldOut ? "on the \(job.counts.validation) held-out rows:" : "on the rows it learnt from:")
    let width = predictions.scores.map(\.name.count).max() ?? 0
    for score in predictions.scores {
      lines.append("  \(score.name)\(String(repeating: " ", count: width - score.name.count))  \(rounded(score.value))")
    }
    lines.append("model: \(model)")
    if !figures.isEmpty { lines.append("figures:") }
    lines += figures.map { "  \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The report for programs.
  func report(_ job: TrainingJob, model: String, figures: [String]) -> Report {
    Report(
      task: job.column.task.rawValue, target: job.column.name, classes: job.column.classes,
      trainingRows: job.counts.training, validationRows: job.counts.validation, droppedRows: job.column.droppedCount,
      inputs: job.model.architecture.inputs, parameters: job.model.network.parameterCount,
      epochs: history.epochs.count, bestEpoch: (history.restoredEpoch ?? history.epochs.count - 1) + 1,
      metrics: predictions.metrics,
      history: history.epochs, model: model, figures: figures)
  }

  struct Report: Encodable {
    let task: String
    let target: String
    let classes: [String]
    let trainingRows: Int
    let validationRows: Int
    let droppedRows: Int
    let inputs: Int
    let parameters: Int
    let epochs: Int
    let bestEpoch: Int
    let metrics: [String: Double]
    let history: [History.Epoch]
    let model: String
    let figures: [String]
  }
}
