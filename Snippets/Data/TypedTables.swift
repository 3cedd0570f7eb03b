// A table with typed columns: rows are chosen, sorted and turned into a tensor.
import Foundation
import Myelin

let path = FileManager.default.temporaryDirectory.appending(path: "visits.csv").path(percentEncoded: false)
let visits = try Table([
  TableColumn("day", dates: [1_709_164_800, 1_709_251_200, .nan]),
  TableColumn("visitors", integers: [120, nil, 95]),
  TableColumn("open", booleans: [true, false, true]),
  TableColumn("weather", texts: ["sun", "rain", nil]),
])
try visits.write(to: path)

// Separator and types are found out; a type that is declared isn't.
var options = CSVOptions(types: ["visitors": .number])
options.missing = MissingMarkers(["-", "unknown"])
let table = try Table(contentsOf: path, options)
for column in table.columns { print(column.name, column.type, "missing:", column.missingCount) }

let open = table.filter { $0["open"].boolean == true }
let sorted = try open.sorted(by: "visitors", descending: true)
print(try sorted.selecting(["day", "visitors"]).tensor(of: ["visitors"]))
for row in sorted.rows {
  if case .date = row["day"] { print("row \(row.index) has a day") }
}

// A file larger than memory, piece by piece.
let reader = try CSVReader(path: path, options: options)
while let piece = try reader.nextTable(rows: 1000) { print(piece.rowCount, "rows") }
