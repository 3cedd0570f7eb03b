/// What a worker is asked, one JSON object in a line of its standard input.
public struct Request: Codable, Sendable {
  /// What to do.
  public enum Command: String, Codable, Sendable {
    /// Say which versions of which libraries are used.
    case versions
    /// Make ready for a workload, warm up, and forget the one before.
    case prepare
    /// Do the work and say how long it took.
    case measure
  }

  /// What to do.
  public var command: Command
  /// `prepare`: the work.
  public var workload: Workload?
  /// `measure`: how many steps at least.
  public var steps: Int?

  /// A request.
  public init(_ command: Command, workload: Workload? = nil, steps: Int? = nil) {
    self.command = command
    self.workload = workload
    self.steps = steps
  }
}

/// What a worker answers, one JSON object in a line of its standard output.
public struct Reply: Codable, Sendable {
  /// Why the request failed; all else is then missing.
  public var error: String?
  /// `versions`: version by library.
  public var versions: [String: String]?
  /// `prepare`: the loss of the tenth step, to see that everybody computes the same; `nil` if it can't be told.
  public var tenthLoss: Double?
  /// `prepare`, `measure`: how many steps were done.
  public var steps: Int?
  /// `prepare`, `measure`: how long they took.
  public var seconds: Double?
  /// `measure`: the processor time they took, over all cores; `nil` if `seconds` isn't the whole time.
  public var processorSeconds: Double?
  /// `measure`: the most memory that the process has had so far.
  public var peakBytes: Int?
  /// `measure`: what else is worth telling, such as an accuracy.
  public var figures: [String: Double]?

  /// An empty answer.
  public init() {}
}
