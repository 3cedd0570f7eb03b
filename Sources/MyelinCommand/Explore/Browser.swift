import Foundation

/// The user's browser.
enum Browser {
  /// Opens a file in the browser, which goes on by itself.
  static func open(_ path: String) throws {
    let programs = ["xdg-open", "open"]
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":")
    let candidates = programs.flatMap { program in folders.map { "\($0)/\(program)" } }
    guard let program = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
      throw CommandError("\(path): there is no xdg-open to open the page with: open it in a browser")
    }
    let process = Process()
    process.executableURL = URL(filePath: program)
    // A name that begins with a hyphen is no option.
    process.arguments = [URL(filePath: path).path]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      throw CommandError("\(path): \(program) cannot be started: open the page in a browser")
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw CommandError("\(path): \(program) failed: open the page in a browser")
    }
  }
}
