/// A division of rows that isn't possible: its sizes, its classes or its seed. The description is one line.
public struct SplitError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, and what to do.
  public let description: String

  init(_ description: String) { self.description = description }

  /// The most positions that divisions may hold together: 8 GB of them.
  static let positionLimit = 1_000_000_000

  /// Throws unless so many divisions of so many rows are possible.
  static func check(_ divisions: Int, _ name: String, rows: Int) throws(SplitError) {
    guard divisions >= 1 else { throw SplitError("\(name) must be 1 or more, but is \(divisions)") }
    let (count, overflows) = divisions.multipliedReportingOverflow(by: max(rows, 1))
    guard !overflows, count <= positionLimit else {
      throw SplitError("\(name) must be so few that \(name) × rows stays below \(positionLimit), but is \(divisions)")
    }
  }

  /// Throws unless rows can be put into so many folds.
  static func check(folds: Int, rows: Int) throws(SplitError) {
    guard folds >= 2 else {
      throw SplitError("folds must be 2 or more, one to test with and others to train on, but is \(folds)")
    }
    guard folds <= rows else {
      throw SplitError("folds must be no more than the \(rows) rows, but is \(folds); take fewer folds")
    }
  }
}

extension NumPyRandomState {
  /// The state of a seed, or one that differs in every run.
  init(checking seed: Int?) throws(SplitError) {
    guard let seed else {
      self.init()
      return
    }
    guard let seed = UInt32(exactly: seed) else {
      throw SplitError("seed must be from 0 to 2^32 - 1, but is \(seed)")
    }
    self.init(seed: seed)
  }
}
