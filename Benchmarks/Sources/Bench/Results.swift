import Foundation
import Messages

/// All that a run measured.
struct Results: Codable {
  var date = Date()
  var machine: Machine
  /// Versions by library.
  var versions: [String: String] = [:]
  var works: [WorkResult] = []
}

/// What was measured of one work.
struct WorkResult: Codable {
  let name: String
  let title: String
  let quantity: Work.Quantity
  let workload: Workload
  var scores: [Score]

  /// The best of Myelin's ways, and the best peer, by their medians.
  var myelin: Score? { scores.filter(\.isMyelin).min { $0.median < $1.median } }
  var peer: Score? { scores.filter { !$0.isMyelin }.min { $0.median < $1.median } }

  /// Myelin's measurement divided by the best peer's, round by round.
  var ratios: [Double]? {
    guard let myelin, let peer else { return nil }
    return zip(myelin.values, peer.values).map { $0 / $1 }
  }

  /// The time that the machine needs for a step at least: the matrix products' operations, and the optimizer's pass over
  /// memory if the parameters don't fit into the cache.
  func floor(on machine: Machine) -> Double? {
    guard quantity == .step, let operations = workload.operations, machine.operations > 0 else { return nil }
    let optimizer = workload.kind == .training && 16 * workload.weights > machine.cache
    return operations / machine.operations + (optimizer ? Double(28 * workload.weights) / machine.bytes : 0)
  }
}

/// A contestant's measurements, one for each round.
struct Score: Codable {
  let name: String
  let isMyelin: Bool
  var values: [Double] = []
  /// Processor time divided by time, round by round.
  var cores: [Double] = []
  /// The loss of the tenth training step.
  var tenthLoss: Double?
  /// What else the last round told.
  var figures: [String: Double]?

  var median: Double { values.median }
}

extension [Double] {
  /// The middle of the numbers in order; NaN if there are none.
  var median: Double {
    if isEmpty { return .nan }
    let sorted = self.sorted()
    return (sorted[count / 2] + sorted[(count - 1) / 2]) / 2
  }
}
