import Foundation
import MyelinFiles
import Testing

/// A folder for one test, removed at its end.
package final class TemporaryFolder: Sendable {
  package let path: String

  package init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "myelin-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the folder.
  package func file(_ name: String) -> String { path + "/" + name }

  /// The names of all files, hidden ones too.
  package var names: [String] { get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() } }
}

/// The path of a file in Tests/Fixtures.
package func fixture(_ name: String) -> String {
  URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/\(name)").standardized.path
}

/// Runs the body, which must throw a `FileError`, and checks that it is fit to be printed.
package func fileError(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) throws -> FileError {
  let error = try #require(throws: FileError.self, sourceLocation: sourceLocation, performing: body)
  #expect(error.description.isOneLine, sourceLocation: sourceLocation)
  return error
}

extension String {
  /// Whether the text holds no line break.
  package var isOneLine: Bool { !contains { $0.isNewline } }
}
