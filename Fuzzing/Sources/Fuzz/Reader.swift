import Foundation
import Myelin

/// A reader of files, and how it is tried.
struct Reader: Sendable {
  let name: String
  /// The folder of its sound files, if it shares that with another.
  var folder: String?
  /// Texts that mean something in its format.
  var tokens: [String] = []
  /// How many bytes it may allocate for an input of so many.
  let allowance: @Sendable (Int) -> Int
  /// Sound files besides those in the corpus.
  var made: @Sendable () throws -> [[UInt8]] = { [] }
  /// A damaged file with right checksums.
  var mended: @Sendable ([UInt8]) -> [UInt8] = { $0 }
  /// Reads an input; what it throws is its answer.
  let read: @Sendable ([UInt8]) throws -> Void

  /// All readers, by what they read.
  static let all = arrays + images + tables + models
}

/// A file in memory for readers that take paths only.
enum ReadFile {
  private static let path = "/dev/shm/myelin-fuzz-\(ProcessInfo.processInfo.processIdentifier)"

  /// Runs `body` with a file of these bytes.
  static func with(_ bytes: [UInt8], _ body: (String) throws -> Void) throws {
    // SQLite's own files of an input before would belong to this one.
    for ending in ["", "-wal", "-shm", "-journal"] { unlink(path + ending) }
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
    guard count == bytes.count else { throw CocoaError(.fileWriteUnknown) }
    try body(path)
  }

  /// The bytes of the file that `body` writes.
  static func bytes(_ body: (String) throws -> Void) throws -> [UInt8] {
    try body(path)
    return [UInt8](try Data(contentsOf: URL(filePath: path)))
  }
}
