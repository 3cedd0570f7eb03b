import Foundation
import TestSupport
import Testing

/// Another process that has a database for itself until it is told to end.
final class SQLiteHolder {
  private let process = Process()
  private let input = Pipe()

  init(_ path: String) throws {
    let output = Pipe()
    process.executableURL = URL(filePath: pythonPath)
    process.arguments = [
      "-c",
      """
      import sys, sqlite3
      c = sqlite3.connect(sys.argv[1], isolation_level=None)
      c.execute("BEGIN EXCLUSIVE")
      print("locked", end="", flush=True)
      sys.stdin.read()
      c.execute("COMMIT")
      """, path,
    ]
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    #expect(text == "locked")
  }

  func end() throws {
    try input.fileHandleForWriting.close()
    process.waitUntilExit()
  }
}
