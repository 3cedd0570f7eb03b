import Foundation
import Testing

/// The Python interpreter in the environment that `make test-python` makes.
package let pythonPath = URL(filePath: #filePath).deletingLastPathComponent()
  .appending(path: "../../.venv-tests/bin/python").standardized.path

/// Runs a Python script in the environment that `make test-python` makes (NumPy, pandas and Pillow).
///
/// - Parameters:
///   - script: The program's text.
///   - arguments: What it finds in `sys.argv[1:]`.
/// - Returns: What it printed.
@discardableResult
package func python(_ script: String, _ arguments: String...) throws -> String {
  guard FileManager.default.isExecutableFile(atPath: pythonPath) else {
    throw PythonFailure(description: "there is no \(pythonPath): run 'make test-python'")
  }
  let folder = try TemporaryFolder()
  // A file, not a pipe: nobody has to empty it while the program runs.
  let outputPath = folder.file("output")
  #expect(FileManager.default.createFile(atPath: outputPath, contents: nil))
  let output = try #require(FileHandle(forWritingAtPath: outputPath))
  try script.write(toFile: folder.file("script.py"), atomically: true, encoding: .utf8)
  let process = Process()
  process.executableURL = URL(filePath: pythonPath)
  process.arguments = [folder.file("script.py")] + arguments
  process.standardOutput = output
  process.standardError = output
  try process.run()
  process.waitUntilExit()
  let text = try String(contentsOfFile: outputPath, encoding: .utf8)
  guard process.terminationStatus == 0 else { throw PythonFailure(description: "Python failed:\n\(text)") }
  return text
}

/// A script that failed, or an interpreter that isn't there.
package struct PythonFailure: Error, CustomStringConvertible {
  package let description: String
}
