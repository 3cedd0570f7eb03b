import ArgumentParser
import Foundation
import Myelin
import MyelinLessons

/// `myelin lesson perceptron`: the chapter's first program, step by step.
struct PerceptronCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perceptron",
    abstract: "Trains the lecture's perceptron on two clusters of points.",
    discussion: """
      Makes the points, prints what the perceptron computes before and after training, and draws the ground truth, the \
      classification and the decision boundary before, during and after.

      For example: myelin lesson perceptron --epochs 3 --figures perceptron
      """)

  @Option(parsing: .unconditional, help: "How many points there are.")
  var samples = 100
  @Option(parsing: .unconditional, help: "How far the two clusters lie apart.")
  var classSeparation = 2.0
  @Option(parsing: .unconditional, help: "What the points are drawn from, and the first weights if they aren't given.")
  var seed = 20
  @Option(parsing: .unconditional, help: "How many times every point is learnt from.")
  var epochs = 1
  @Option(parsing: .unconditional, help: "The size of a step.")
  var learningRate = 0.1
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The first weights; drawn from a normal distribution by default.", valueName: "w0,w1"))
  var weights: NumberList?
  @Option(parsing: .unconditional, help: "The first bias.")
  var bias = 0.0
  @Option(parsing: .unconditional, help: ArgumentHelp("The directory to draw the figures into.", valueName: "dir"))
  var figures: String?
  @Flag(help: "Print one JSON object and nothing else.")
  var json = false

  func validate() throws {
    if epochs < 0 { throw ValidationError("--epochs must be 0 or more, got \(epochs)") }
    if !learningRate.isFinite { throw ValidationError("--learning-rate must be a finite number") }
    // The perceptron computes in float32, as the lecture's does.
    if !Float(bias).isFinite { throw ValidationError("--bias must be a finite number of 32 bits, got \(bias)") }
    if let numbers = weights?.numbers {
      if numbers.count != 2 { throw ValidationError("--weights must be two numbers, w0,w1, got \(numbers.count)") }
      if !numbers.allSatisfy({ Float($0).isFinite }) {
        throw ValidationError("--weights must be finite numbers of 32 bits")
      }
    }
  }

  func run() async throws {
    var options = PerceptronLesson.Options()
    options.samples = samples
    options.classSeparation = classSeparation
    options.seed = seed
    options.epochs = epochs
    options.learningRate = learningRate
    options.weights = weights?.numbers
    options.bias = bias
    let lesson = try usageErrors { try PerceptronLesson(options) }
    guard lesson.x.scalars.allSatisfy(\.isFinite) else {
      throw ValidationError(
        "--class-separation must leave the points finite numbers of 32 bits, got \(classSeparation)")
    }
    let folder = try figures.map { try FigureFolder(making: $0) }

    if !json { try standardOutput.write(introduction(lesson)) }
    var lines = [lesson.line]
    var results: [PerceptronLesson.Epoch] = []
    try lesson.run(
      // Enough for the figure, whatever the number of epochs.
      afterMistake: { if lines.count < 10_000 { lines.append(lesson.line) } },
      afterEpoch: { index, epoch in
        guard (epoch.line.weights + [epoch.line.bias]).allSatisfy(\.isFinite) else {
          throw CommandError("the weights became infinite in epoch \(index + 1): lower --learning-rate")
        }
        results.append(epoch)
        if !json { try standardOutput.write(line(epoch, index)) }
      })

    if json {
      try standardOutput.write(encoded(lesson, results) + "\n")
    } else {
      try standardOutput.write(conclusion(lesson))
    }
    if let folder {
      let middle = lines.count / 2
      let moments = [
        (title: "before training", line: lines[0]),
        (title: "after \(middle) of \(lines.count - 1) mistakes", line: lines[middle]),
        (title: "after training", line: lesson.line),
      ]
      let files = [
        try await folder.write(lesson.groundTruthFigure(), "ground-truth.svg"),
        try await folder.write(lesson.classificationFigure(), "classification.svg"),
        try await folder.write(
          lesson.boundaryFigure(moments), "decision-boundary.svg", size: .init(width: 1080, height: 420)),
      ]
      if !json { try standardOutput.write("\nFigures:\n" + files.map { "  \($0)\n" }.joined()) }
    } else if !json, standardOutput.isTerminal, let picture = try? await lesson.classificationFigure().terminal() {
      try standardOutput.write("\n" + picture + "\n")
    }
  }

  /// What the chapter's program prints before it trains.
  private func introduction(_ lesson: PerceptronLesson) -> String {
    let z = lesson.model(lesson.x)
    let loss = perceptronLoss(z, lesson.y)
    return """
      The perceptron: z = w·x + b, and its decision is the sign of z.

      X: shape \(lesson.x.shape)
      \(lesson.model.$w)
      \(lesson.model.$b)

      Before training
      z =
      \(z)
      sign(z) =
      \(z.sign())
      loss = -(y_true - y_pred) * z, summed = \(Float(loss.scalar))
      accuracy = \(lesson.accuracy)

      Training: \(lesson.options.epochs) \(lesson.options.epochs == 1 ? "epoch" : "epochs"), a step per point, \
      learning rate \(lesson.options.learningRate)

      """
  }

  private func line(_ epoch: PerceptronLesson.Epoch, _ index: Int) -> String {
    let weights = epoch.line.weights.map { "\(Float($0))" }.joined(separator: ", ")
    return "epoch \(index + 1): w = [\(weights)], b = \(Float(epoch.line.bias)), accuracy = \(epoch.accuracy), "
      + "mistakes = \(epoch.mistakes)\n"
  }

  private func conclusion(_ lesson: PerceptronLesson) -> String {
    let z = lesson.model(lesson.x)
    return """

      After training
      \(lesson.model.$w)
      \(lesson.model.$b)
      z =
      \(z)
      sign(z) =
      \(z.sign())
      loss = \(Float(perceptronLoss(z, lesson.y).scalar))
      accuracy = \(lesson.accuracy)

      """
  }

  private func encoded(_ lesson: PerceptronLesson, _ epochs: [PerceptronLesson.Epoch]) throws -> String {
    struct Report: Encodable {
      struct Epoch: Encodable {
        let weights: [Double]
        let bias: Double
        let accuracy: Double
        let mistakes: Int
      }
      let samples: Int
      let epochs: [Epoch]
    }
    let report = Report(
      samples: lesson.x.shape[0],
      epochs: epochs.map {
        Report.Epoch(weights: $0.line.weights, bias: $0.line.bias, accuracy: $0.accuracy, mistakes: $0.mistakes)
      })
    return try jsonText(report)
  }
}
