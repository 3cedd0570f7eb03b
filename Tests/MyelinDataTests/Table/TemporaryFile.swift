import Foundation
import MyelinData
import Testing

/// A directory of its own with one file, removed with the last reference to it.
final class TemporaryFile {
  let directory: URL
  let path: String

  init(_ bytes: Data, name: String = "table.csv") throws {
    directory = FileManager.default.temporaryDirectory.appending(path: "myelin-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let file = directory.appending(path: name)
    path = file.path(percentEncoded: false)
    try bytes.write(to: file)
  }

  convenience init(_ text: String) throws {
    try self.init(Data(text.utf8))
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  var text: String {
    get throws { try String(contentsOfFile: path, encoding: .utf8) }
  }

  var names: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: directory.path(percentEncoded: false)) }
  }
}

/// Checks that a text read as a table or rows fails with one kind of error, whose description ends as given.
func expectError(
  _ kind: TableError.Kind, _ ending: String, sourceLocation: SourceLocation = #_sourceLocation,
  from action: () throws -> Void
) {
  let error = #expect(throws: TableError.self, sourceLocation: sourceLocation) { try action() }
  guard let error else { return }
  #expect(error.kind == kind, sourceLocation: sourceLocation)
  let message = "\(error)"
  #expect(message.contains(ending), "\(message)", sourceLocation: sourceLocation)
  #expect(!message.contains("\n"), sourceLocation: sourceLocation)
}

/// What `action` gives for the table of a CSV text, while the file is there: errors about cells look at it again.
func withTable<Result>(
  _ text: String, types: [String: ColumnType] = [:], _ action: (Table) throws -> Result
) throws -> Result {
  let file = try TemporaryFile(text)
  return try withExtendedLifetime(file) { try action(Table(contentsOf: file.path, CSVOptions(types: types))) }
}

/// The table of a CSV text.
func table(_ text: String, types: [String: ColumnType] = [:]) throws -> Table {
  let file = try TemporaryFile(text)
  return try Table(contentsOf: file.path, CSVOptions(types: types))
}

/// The Palmer penguins that come with the package.
let penguinsPath = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../../Data/penguins.csv").standardized.path(percentEncoded: false)
