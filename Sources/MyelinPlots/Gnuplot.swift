import Glibc
import Subprocess

/// The program gnuplot, run without a shell: the script goes to its standard input, the figure comes from its
/// standard output.
struct Gnuplot {
  /// The directories in which gnuplot is looked for, separated by colons; `nil` takes the environment's PATH.
  var searchPath: String?

  /// Runs a script and returns what it drew.
  func run(_ script: String) async throws -> [UInt8] {
    guard let program = Self.locate(in: searchPath ?? Self.variable("PATH") ?? "/usr/bin:/bin") else {
      throw PlotError.gnuplotMissing
    }
    let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
    do {
      // -d: nobody's gnuplotrc changes the figure. Subprocess feeds and drains the pipes at once, so long
      // scripts and pictures never wait for each other.
      result = try await Subprocess.run(
        .path(.init(program)), arguments: ["-d", "-"], environment: .custom(Self.environment),
        input: .string(script), output: .bytes(limit: 1 << 30), error: .string(limit: 1 << 24))
    } catch let error as CancellationError {
      throw error
    } catch {
      try Task.checkCancellation()
      throw PlotError.gnuplotFailed(message: "\(error)")
    }
    let complaint = Self.firstMessage(in: result.standardError)
    guard case .exited(0) = result.terminationStatus else {
      throw PlotError.gnuplotFailed(message: complaint ?? "\(result.terminationStatus)")
    }
    guard !result.standardOutput.isEmpty else {
      throw PlotError.gnuplotFailed(message: complaint ?? "it drew nothing")
    }
    return result.standardOutput
  }

  /// The first executable file called gnuplot in directories separated by colons.
  private static func locate(in searchPath: String) -> String? {
    for directory in searchPath.split(separator: ":") {
      let candidate = "\(directory)/gnuplot"
      var status = stat()
      if stat(candidate, &status) == 0, status.st_mode & S_IFMT == S_IFREG, access(candidate, X_OK) == 0 {
        return candidate
      }
    }
    return nil
  }

  /// What of the user's environment gnuplot sees: where fonts and their caches lie, and nothing that changes figures.
  private static var environment: [Environment.Key: String] {
    var environment: [Environment.Key: String] = ["LC_ALL": "C.UTF-8"]
    let kept: [Environment.Key] = [
      "PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "FONTCONFIG_FILE",
      "FONTCONFIG_PATH", "LD_LIBRARY_PATH",
    ]
    for key in kept {
      if let value = variable(key.rawValue) { environment[key] = value }
    }
    return environment
  }

  private static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// The first line in which gnuplot says what is wrong, without the echo of the script and the mark below it.
  private static func firstMessage(in standardError: String) -> String? {
    let lines = standardError.split(whereSeparator: \.isNewline).map { line in
      var line = line.drop(while: \.isWhitespace)
      while line.last?.isWhitespace == true { line.removeLast() }
      return String(line)
    }
    return lines.first { line in
      !line.isEmpty && line != "^" && !line.hasPrefix("gnuplot>") && !line.contains("warning:")
    } ?? lines.first { !$0.isEmpty }
  }
}
