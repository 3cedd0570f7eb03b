/// The number by which trials are put in order.
public struct Score: Sendable, Hashable {
  fileprivate let metric: String?
  /// Which of two numbers is the better one.
  public let direction: Monitor.Direction

  /// The loss: the lower the better.
  public static let loss = Score(metric: nil, direction: .lowest)
  /// The metric of that name: the higher the better.
  public static func highest(_ metric: String) -> Score { Score(metric: metric, direction: .highest) }
  /// The metric of that name: the lower the better.
  public static func lowest(_ metric: String) -> Score { Score(metric: metric, direction: .lowest) }

  /// The number of an evaluation; NaN for one without the metric.
  public func value(of evaluation: Evaluation) -> Double {
    metric.map { evaluation.metrics[$0] ?? .nan } ?? evaluation.loss
  }
}

/// What a search has found: a table of trials that can be sorted, printed and saved.
public struct SearchResults: Sendable, Hashable, Codable {
  /// The result of one trial.
  public struct Result: Sendable, Hashable, Codable {
    /// The combination of hyper-parameters.
    public let trial: Trial
    /// The loss and metrics; a loss of NaN if the trial failed.
    public let evaluation: Evaluation
    /// Why the trial failed, if it did.
    public let failure: String?
  }

  /// The names of the hyper-parameters, in the order of the search space.
  public let parameters: [String]
  /// The results, in the order of the trials or as they were sorted.
  public let results: [Result]

  /// The results with the best ones first; those that failed last. Those that are as good stay in their order.
  public func sorted(by score: Score) -> SearchResults {
    let order = results.enumerated().sorted { first, second in
      let values = (score.value(of: first.element.evaluation), score.value(of: second.element.evaluation))
      if values.0.isNaN || values.1.isNaN {
        return values.0.isNaN == values.1.isNaN ? first.offset < second.offset : values.1.isNaN
      }
      if values.0 == values.1 { return first.offset < second.offset }
      return score.direction == .lowest ? values.0 < values.1 : values.0 > values.1
    }
    return SearchResults(parameters: parameters, results: order.map(\.element))
  }

  /// The best result; `nil` if all trials failed. In a search by halving, only those that trained longest count.
  public func best(by score: Score = .loss) -> Result? {
    let longest = results.compactMap(\.trial.epochs).max()
    return sorted(by: score).results.first {
      $0.trial.epochs == longest && !score.value(of: $0.evaluation).isNaN
    }
  }

  /// The table's fields: a row of names, then a row for each result.
  private func rows(_ number: (Double) -> String, _ value: (HyperParameterValue) -> String) -> [[String]] {
    let metrics = Set(results.flatMap(\.evaluation.metrics.keys)).sorted()
    let hasEpochs = results.contains { $0.trial.epochs != nil }
    let header = ["trial"] + parameters + (hasEpochs ? ["epochs"] : []) + ["loss"] + metrics
    return [header]
      + results.map { result in
        var row = ["\(result.trial.number)"] + parameters.map { result.trial.values[$0].map(value) ?? "" }
        if hasEpochs { row.append(result.trial.epochs.map(String.init) ?? "") }
        row.append(result.failure == nil ? number(result.evaluation.loss) : "failed")
        return row + metrics.map { result.evaluation.metrics[$0].map(number) ?? "" }
      }
  }

  /// The table as CSV, with all digits.
  public var csv: String {
    let rows = rows({ "\($0)" }) { value in
      if case .number(let number) = value { "\(number)" } else { value.description }
    }
    return rows.map { row in
      row.map { field in
        let isPlain = !field.contains { $0 == "," || $0 == "\"" || $0.isNewline }
        return isPlain
          ? field
          : "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
      }.joined(separator: ",") + "\n"
    }.joined()
  }
}

extension SearchResults: CustomStringConvertible {
  /// The table, with columns in line.
  public var description: String {
    let rows = rows(\.shortText, \.description)
    return TextTable(header: rows[0], rows: Array(rows.dropFirst())).description
  }
}
