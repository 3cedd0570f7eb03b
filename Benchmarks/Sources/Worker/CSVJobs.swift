import Messages
import Myelin

/// A whole CSV file as a table.
func csvTableJob(_ workload: Workload) -> Job {
  { steps in
    var rows = 0
    for _ in 0..<steps { rows = try Table(contentsOf: workload.folder).rowCount }
    return Outcome(steps: steps, figures: ["rows": Double(rows)])
  }
}

/// A network's answers for the rows of a CSV file, read and written piece by piece as `myelin predict` does.
func csvPredictionJob(_ workload: Workload) -> Job {
  let network = makeNetwork(workload.sizes)
  return { steps in
    var rows = 0
    for _ in 0..<steps {
      rows = 0
      let reader = try CSVReader(path: workload.folder)
      let writer = try CSVWriter(path: "/dev/null", header: ["prediction", "no", "yes"])
      while let piece = try reader.nextTable(rows: workload.batch) {
        let inputs = try piece.tensor(of: Array(piece.columnNames.prefix(20)))
        let logits = withoutGradient { network(inputs) }.cast(to: .float64)
        let (first, second) = ((-logits).sigmoid().scalars, logits.sigmoid().scalars)
        let codes: [Int32] = zip(first, second).map { $1 > $0 ? 1 : 0 }
        try writer.write(
          Table([
            TableColumn("prediction", categories: ["no", "yes"], codes: codes), TableColumn("no", numbers: first),
            TableColumn("yes", numbers: second),
          ]))
        rows += piece.rowCount
      }
      try writer.finish()
    }
    return Outcome(steps: steps, figures: ["rows": Double(rows)])
  }
}
