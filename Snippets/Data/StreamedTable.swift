// Trains on a CSV file in passes, without ever holding more of it than a buffer to shuffle in.
import Foundation
import Myelin

let path = FileManager.default.temporaryDirectory.appending(path: "flights.csv").path(percentEncoded: false)
var lines = "distance,hour,delay\n"
for index in 0..<5000 { lines += "\(index % 997),\(index % 24),\(Double(index % 24) / 10)\n" }
try lines.write(toFile: path, atomically: true, encoding: .utf8)

let options = CSVOptions(types: ["distance": .number, "hour": .number, "delay": .number])
let flights = TableStream(csv: path, options: options) { table in
  Dataset(
    try table.tensor(of: ["distance", "hour"]) / ([1000, 24] as Tensor), try table.tensor(of: ["delay"]))
}
let loader = DataLoader(streaming: flights, batchSize: 100, shuffleBuffer: 1000)
let trainer = Trainer(
  withRandomSeed(1) { Sequential { Dense(2, 1) } }, loss: meanSquaredError, optimizer: Adam(learningRate: 0.05))
let history = try trainer.fit(loader, validation: flights, epochs: 3, seed: 1)
print(history.validationLosses)

// Several files as one, begun in another order in every epoch; and rows that are left out.
let both = InterleavedStream([flights, flights], open: 2, samples: 50, shuffled: true)
let late = both.map { piece in
  let rows = piece.y.scalars.indices.filter { piece.y.scalars[$0] > 1 }
  return piece.taking(Tensor(shape: [rows.count], rows))
}
print(try trainer.evaluate(late).loss)

do {
  try "distance,hour,delay\n1,2,3\n1,noon,3\n".write(toFile: path, atomically: true, encoding: .utf8)
  try trainer.fit(flights)
} catch let error as TableError {
  // The line of the file, though another thread was reading it.
  print("line \(error.line ?? 0): \(error.message)")
}
