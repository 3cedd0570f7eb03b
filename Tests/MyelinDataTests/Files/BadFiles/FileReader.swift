import Foundation
import MyelinData
import MyelinFiles
import TestSupport
import Testing

/// A reader of files, given files that are no good.
struct FileReader: Sendable, CustomTestStringConvertible {
  let name: String
  /// Whether it reads pipes and devices.
  var readsPipes = false
  /// Whether it takes any text for a file of its own.
  var readsAnyText = false
  var mended: @Sendable ([UInt8]) -> [UInt8] = { $0 }
  /// Reads a file from its path.
  let read: @Sendable (String) throws -> Void
  /// Reads a file in memory; nil if it can't.
  var readBytes: (@Sendable ([UInt8]) throws -> Void)?

  var testDescription: String { name }

  static let all = [
    FileReader(name: "npy", read: { _ = try NPYFile.read($0) }, readBytes: { _ = try NPYFile.read(bytes: $0) }),
    FileReader(
      name: "npz", mended: Mending.zip, read: { _ = try NPZFile($0).tensors() },
      readBytes: { _ = try NPZFile(bytes: $0, limit: 1 << 20).tensors() }),
    FileReader(name: "idx", read: { _ = try IDXFile.read($0) }, readBytes: { _ = try IDXFile.read(bytes: $0) }),
    FileReader(
      name: "idx.gz", read: { _ = try IDXFile.read($0) }, readBytes: { _ = try IDXFile.read(bytes: $0, limit: 1 << 20) }
    ),
    FileReader(
      name: "png", mended: Mending.png, read: { _ = try ImageFile.read($0) },
      readBytes: { _ = try ImageFile.read(bytes: $0, limit: 1 << 14) }),
    FileReader(
      name: "jpeg", read: { _ = try ImageFile.read($0) },
      readBytes: { _ = try ImageFile.read(bytes: $0, limit: 1 << 14) }),
    FileReader(name: "csv", readsPipes: true, readsAnyText: true, read: { _ = try Table(contentsOf: $0) }),
    FileReader(
      name: "jsonl", readsPipes: true, read: { _ = try Table(jsonLines: $0) },
      readBytes: { _ = try JSONLinesReader(bytes: $0).table() }),
    FileReader(
      name: "sqlite",
      read: { path in
        let file = try SQLiteFile(path, waiting: 0)
        var options = SQLiteOptions()
        options.blobs = .base64
        for table in try file.tables { _ = try file.table(table.name, options) }
      }),
  ]

  /// The sound files that the fuzzer begins with, by name.
  var corpus: [(name: String, bytes: [UInt8])] {
    get throws {
      let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../Fuzzing/Corpus/\(name)").standardized.path
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(!names.isEmpty)
      return try names.map { ($0, try AtomicFile.read("\(folder)/\($0)")) }
    }
  }

  /// Reads a file that may be damaged: what is thrown must be fit to be printed.
  func attempt(_ bytes: [UInt8], in folder: TemporaryFolder) throws {
    do {
      if let readBytes {
        try readBytes(bytes)
      } else {
        let path = folder.file("input")
        // SQLite's own files of an input before would belong to this one.
        for name in try folder.names { unlink(folder.file(name)) }
        try Data(bytes).write(to: URL(filePath: path))
        try read(path)
      }
    } catch {
      Self.check(error)
    }
  }

  /// Reads a file that is no good; gives the error's text.
  @discardableResult
  func refuse(_ path: String, sourceLocation: SourceLocation = #_sourceLocation) -> String {
    do {
      try read(path)
      Issue.record("\(name) reads \(path)", sourceLocation: sourceLocation)
      return ""
    } catch {
      Self.check(error, sourceLocation: sourceLocation)
      #expect("\(error)".hasPrefix(path), "\(error)", sourceLocation: sourceLocation)
      return "\(error)"
    }
  }

  private static func check(_ error: any Error, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(error is FileError || error is TableError, "\(error)", sourceLocation: sourceLocation)
    #expect("\(error)".isOneLine, "\(error)", sourceLocation: sourceLocation)
  }
}
