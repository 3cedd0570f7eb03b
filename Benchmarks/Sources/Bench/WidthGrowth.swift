extension Results {
  /// What each doubling of the width costs beside what it adds in arithmetic; `nil` without the sweep.
  ///
  /// A step that costs more than the arithmetic's growth and a quarter is a cliff.
  var widthGrowth: TextTable? {
    let sweep = works.filter { $0.name.hasPrefix("width-") }
    guard sweep.count > 1 else { return nil }
    let names = sweep[0].scores.map(\.name)
    var table = TextTable(header: ["w", "arithmetic ×", "at most ×"] + names.map { "\($0) ×" })
    for (narrow, wide) in zip(sweep, sweep.dropFirst()) {
      guard let before = narrow.workload.operations, let after = wide.workload.operations else { continue }
      let growth = after / before
      let times = names.map { name -> String in
        guard let first = narrow.scores.first(where: { $0.name == name }),
          let second = wide.scores.first(where: { $0.name == name })
        else { return "–" }
        let ratio = second.median / first.median
        return "\((ratio * 100).rounded() / 100)" + (ratio > 1.25 * growth ? " (a cliff)" : "")
      }
      table.rows.append(
        [
          "\(narrow.workload.sizes[1]) → \(wide.workload.sizes[1])", "\((growth * 100).rounded() / 100)",
          "\((125 * growth).rounded() / 100)",
        ] + times)
    }
    return table
  }
}
