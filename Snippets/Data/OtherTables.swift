// Tables in JSON lines and in a database of SQLite.
import Foundation
import Myelin

let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-tables").path
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)

// One object in each line, packed because of the name.
let lines = "\(folder)/events.jsonl"
let text = """
  {"time": "2024-02-29T12:30:00Z", "user": {"name": "Ada", "age": 36}, "score": 1}
  {"time": "2024-03-01T08:00:00Z", "user": {"name": "Kim"}, "score": 2.5}
  """
try Data(text.utf8).write(to: URL(filePath: lines))
var options = JSONLinesOptions(types: ["score": .number])
options.nested = .flattened(separator: ".")
let events = try Table(jsonLines: lines, options)
print(events)
try events.writeJSONLines(to: "\(folder)/flat.jsonl.gz")

// Pieces of a file larger than memory go from one file to another.
let reader = try JSONLinesReader(path: "\(folder)/flat.jsonl.gz")
let writer = try JSONLinesWriter(path: "\(folder)/copy.jsonl")
while let piece = try reader.nextTable(rows: 1000) { try writer.write(piece) }
try writer.finish()

// A database: written in one go, then asked.
let path = "\(folder)/events.sqlite"
try events.write(toDatabase: path, table: "events", .replace)
let file = try SQLiteFile(path)
for table in try file.tables { print(table.name, table.columns.map(\.declaredType)) }
let parameters: SQLiteParameters = ["least": .number(2)]
print(try file.table(query: "SELECT time, \"user.name\" AS name FROM events WHERE score >= :least", parameters))
let rows = try file.reader(table: "events", SQLiteOptions(types: ["user.age": .number]))
while let piece = try rows.nextTable(rows: 1000) { print(piece.rowCount, "rows") }

// Any format by the file's name.
if let format = TableFormat(path: "\(folder)/events.npz") {
  try events.dropping(["user.name"]).write(to: "\(folder)/events.npz", as: format)
  print(try Table(contentsOf: "\(folder)/events.npz", as: format).columnNames)
}
