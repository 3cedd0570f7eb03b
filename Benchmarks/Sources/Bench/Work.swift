import Messages

/// A line of the report: work, those who do it, and what of it is measured.
struct Work {
  /// What is measured.
  enum Quantity: String, Codable {
    /// Seconds a step, in processes that have warmed up.
    case step
    /// Seconds from a process's start to its first step's end.
    case start
    /// The most memory of a process, in bytes.
    case memory
  }

  let name: String
  let title: String
  var quantity = Quantity.step
  let workload: Workload
  let contestants: [Contestant]

  /// Whether the work needs the files of Fashion-MNIST.
  var needsFashion: Bool { workload.kind == .fashion }

  /// Whether the work needs the CSV file.
  var needsTable: Bool { workload.kind == .csvTable || workload.kind == .csvPrediction }

  /// All work.
  static let all = trainings + small + inferences + [16, 32, 64, 128, 256, 512, 1024].map(width) + whole + files

  /// The place of the CSV file, which pandas writes when it isn't there.
  static let tablePath = "\(Library.home.path)/.build/data/table.csv"

  /// The place of Debian's `dataset-fashion-mnist`.
  static let fashionFolder = "/usr/share/datasets/fashion-mnist"

  private static let deepSizes = [128] + [Int](repeating: 128, count: 20) + [10]

  private static let trainers: [Contestant] = [
    .myelin, .myelinScan, .torch, .torchCompiled, .tensorflow, .xla, .keras, .jax, .jaxScan,
  ]

  /// Training steps of networks from tiny to wide. scikit-learn has one output for two classes, so it can't do `tiny`.
  private static let trainings = [
    training("tiny", "2-16-16-2, batch 32", [2, 16, 16, 2], 32, trainers),
    training("small", "64-128-64-10, batch 64", [64, 128, 64, 10], 64, trainers + [.sklearn]),
    training("mnist", "784-512-512-10, batch 128", [784, 512, 512, 10], 128, trainers + [.sklearn]),
    training("deep", "128-(128×20)-10, batch 128", deepSizes, 128, trainers + [.sklearn]),
    training("wide", "2048-4096-4096-1000, batch 256", [2048, 4096, 4096, 1000], 256, trainers + [.sklearn]),
  ]

  /// Work that is nearly all overhead.
  private static let small = [
    Work(
      name: "tiny-eager", title: "Training step 2-16-16-2, batch 32, not compiled",
      workload: Workload(.training, sizes: [2, 16, 16, 2], batch: 32),
      contestants: [.myelinEager, .torch, .tensorflowEager]),
    Work(
      name: "perceptron-eager", title: "The lecture's perceptron, 100 samples, not compiled",
      workload: Workload(.perceptron), contestants: [.myelinEager, .torch, .tensorflowEager]),
    Work(
      name: "perceptron", title: "The lecture's perceptron, 100 samples, compiled",
      workload: Workload(.perceptron),
      contestants: [.myelinScan, .tensorflow, .xla, .jaxScan, .sklearn, .sklearnPartial]),
  ]

  private static let inferences = [
    inference("latency", "Outputs of 784-512-512-10, one row", batch: 1),
    inference("throughput", "Outputs of 784-512-512-10, 10,000 rows", batch: 10_000),
  ]

  /// What a user waits for, and what it takes.
  private static let whole = [
    Work(
      name: "fashion", title: "Epoch of Fashion-MNIST, 784-512-512-10, batch 128",
      workload: Workload(.fashion, batch: 128, folder: fashionFolder),
      contestants: [.myelinFit, .torch, .keras, .jaxScan, .sklearn]),
    Work(
      name: "first-step", title: "First step of 128-(128×20)-10, batch 128: recording, tracing, compiling",
      workload: Workload(.firstStep, sizes: deepSizes, batch: 128),
      contestants: [.myelin, .torch, .torchCompiled, .tensorflow, .xla, .jax]),
    Work(
      name: "startup", title: "From a process's start to its first step, 2-16-16-2, batch 32", quantity: .start,
      workload: Workload(.firstStep, sizes: [2, 16, 16, 2], batch: 32),
      contestants: [.myelin, .torch, .torchCompiled, .tensorflow, .xla, .jax]),
    Work(
      name: "memory", title: "Peak memory of an epoch of Fashion-MNIST, data included", quantity: .memory,
      workload: Workload(.fashion, batch: 128, folder: fashionFolder),
      contestants: [.myelinFit, .torch, .keras, .jaxScan, .sklearn]),
  ]

  /// Work on files.
  private static let files = [
    Work(
      name: "csv", title: "Reading a CSV file of 500,000 rows, 20 numbers and a label (197 MB)",
      workload: Workload(.csvTable, folder: tablePath), contestants: [.myelinRead, .pandas, .polars]),
    Work(
      name: "csv-predict", title: "Answers of 20-64-64-1 for this file, read and written in pieces of 8,192 rows",
      workload: prediction, contestants: [.myelinRead, .pandasPieces, .polars]),
    Work(
      name: "csv-memory", title: "Peak memory of these answers", quantity: .memory, workload: prediction,
      contestants: [.myelinRead, .pandasPieces, .polars]),
  ]

  private static let prediction = Workload(.csvPrediction, sizes: [20, 64, 64, 1], batch: 8192, folder: tablePath)

  private static func training(
    _ name: String, _ title: String, _ sizes: [Int], _ batch: Int, _ contestants: [Contestant]
  ) -> Work {
    var workload = Workload(.training, sizes: sizes, batch: batch)
    // A loop of about 2 billion operations: long enough to hide the call, short enough to take turns.
    workload.stepsAtOnce = min(max(Int(2e9 / (workload.operations ?? 1)), 10), 1000)
    return Work(name: name, title: "Training step \(title)", workload: workload, contestants: contestants)
  }

  private static func inference(_ name: String, _ title: String, batch: Int) -> Work {
    Work(
      name: name, title: title, workload: Workload(.inference, sizes: [784, 512, 512, 10], batch: batch),
      contestants: [.myelin, .torch, .torchCompiled, .tensorflow, .xla, .jax, .sklearn])
  }

  private static func width(_ width: Int) -> Work {
    training(
      "width-\(width)", "10-\(width)-\(width)-10, batch 128", [10, width, width, 10], 128, [.myelin, .torch, .jax])
  }
}
