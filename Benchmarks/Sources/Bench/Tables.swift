import Foundation

extension WorkResult {
  /// One line for each contestant, the fastest first.
  func table(on machine: Machine) -> TextTable {
    let floor = floor(on: machine)
    let hasCores = scores.contains { !$0.cores.isEmpty }
    let names = Set(scores.flatMap { $0.figures.map { Array($0.keys) } ?? [] }).sorted()
    var header = ["", "median", "least … most", "÷ best peer"]
    if hasCores { header.append("cores used") }
    if workload.operations != nil && quantity == .step { header.append("GFLOP/s") }
    if floor != nil { header.append("of the limit") }
    var table = TextTable(header: header + names)
    for score in scores.sorted(by: { $0.median < $1.median }) {
      var row = [
        score.name, text(score.median), "\(text(score.values.min() ?? .nan)) … \(text(score.values.max() ?? .nan))",
        peer.map { (score.median / $0.median).rounded(3) } ?? "–",
      ]
      if hasCores { row.append(score.cores.isEmpty ? "–" : score.cores.median.rounded(2)) }
      if let operations = workload.operations, quantity == .step {
        row.append((operations / score.median / 1e9).rounded(3))
      }
      if let floor { row.append(percent(floor / score.median)) }
      table.rows.append(row + names.map { score.figures?[$0].map { $0.rounded(3) } ?? "–" })
    }
    return table
  }

  /// How far the contestants' tenth losses lie apart; `nil` if fewer than two can be told.
  var disagreement: Double? {
    let losses = scores.compactMap(\.tenthLoss)
    guard losses.count > 1, let least = losses.min(), let most = losses.max() else { return nil }
    return most - least
  }

  /// A measurement with its unit.
  func text(_ value: Double) -> String {
    switch quantity {
    case .memory: "\((value / 1e6).rounded(3)) MB"
    case .step, .start:
      value < 1e-3
        ? "\((value * 1e6).rounded(3)) µs" : value < 1 ? "\((value * 1e3).rounded(3)) ms" : "\(value.rounded(3)) s"
    }
  }
}

extension Results {
  /// One line for each work: Myelin beside the best peer.
  var summary: TextTable {
    var table = TextTable(header: ["", "best peer", "Myelin", "Myelin ÷ best peer", "of the machine's limit"])
    for work in works {
      guard let myelin = work.myelin else { continue }
      let peer = work.peer.map { "\(work.text($0.median)) (\($0.name))" } ?? "–"
      let ratios = work.ratios.map {
        "\($0.median.rounded(2)) (\(($0.min() ?? .nan).rounded(2)) … \(($0.max() ?? .nan).rounded(2)))"
      }
      let limit = work.floor(on: machine).map { percent($0 / myelin.median) }
      table.rows.append([
        work.title, peer, "\(work.text(myelin.median)) (\(myelin.name))", ratios ?? "–", limit ?? "–",
      ])
    }
    return table
  }

  /// The document of all that was measured.
  func markdown(figure: String?) -> String {
    let versions = versions.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    var text = """
      # Results of the benchmarks

      Written by `make bench` on \(date.formatted(.iso8601.year().month().day())). Contestants took turns in one run, each with
      \(machine.threads) threads; a time is the median of the rounds. A ratio is the median of the rounds' ratios, with the least and the
      greatest in brackets; below 1, Myelin is faster. [README.md](README.md) says what is measured and how.

      Processor: \(machine.processor). Versions: \(versions).

      The machine's limits as measured: \(machine.limits).

      \(summary.markdown)

      """
    if let figure { text += "\n![Time of a training step against the width of the network](\(figure))\n" }
    if let growth = widthGrowth { text += "\nWhat a doubling of the width costs:\n\n\(growth.markdown)\n" }
    for work in works {
      text += "\n## \(work.title)\n\n`\(work.name)`"
      if let floor = work.floor(on: machine) { text += ": the machine needs \(work.text(floor)) at least" }
      if let disagreement = work.disagreement {
        text += "; the losses of the tenth step differ by \(disagreement.rounded(2)) at most"
      }
      text += ".\n\n\(work.table(on: machine).markdown)\n"
    }
    return text
  }
}

extension Machine {
  /// The limits in words.
  var limits: String {
    "\((operations / 1e9).rounded(3)) GFLOP/s of float32 multiply-adds on \(threads) cores, "
      + "\((operationsOnOne / 1e9).rounded(3)) on one; \((bytes / 1e9).rounded(3)) GB/s of memory on Adam's seven streams, "
      + "\((bytesOnOne / 1e9).rounded(3)) from one core"
  }
}

/// A share in percent.
private func percent(_ share: Double) -> String { "\((share * 100).rounded(2)) %" }

extension Double {
  /// The number with so many significant digits, but all digits before the point.
  fileprivate func rounded(_ digits: Int) -> String {
    guard isFinite else { return "–" }
    let magnitude = self == 0 ? 0 : Int(Foundation.log10(abs(self)).rounded(.down))
    let places = max(0, digits - 1 - magnitude)
    return formatted(.number.precision(.fractionLength(places)).locale(Locale(identifier: "en_US")))
  }
}
