import Glibc
import Subprocess

/// The program gnuplot, run without a shell: the script goes to its standard input, the figure comes from its
/// standard output.
struct Gnuplot {
  /// The directories in which gnuplot is looked for, separated by colons; `nil` takes the environment's PATH.
  var searchPath: String?

  /// Runs a script and returns what it drew.
  func run(_ script: String) async throws -> [UInt8] {
    let program = try locate()
    let result: ExecutionResult<Void, BytesOutput, StringOutput<UTF8>>
    do {
      // -d: nobody's gnuplotrc changes the figure.
      result = try await Subprocess.run(
        .path(.init(program)), arguments: ["-d", "-"], environment: .custom(Self.environment),
        input: .fileDescriptor(.init(rawValue: try Self.memory(holding: script)), closeAfterSpawningProcess: true),
        output: .bytes(limit: 1 << 30), error: .string(limit: 1 << 24))
    } catch let error as CancellationError {
      throw error
    } catch let error as PlotError {
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

  /// The path of the program.
  func locate() throws -> String {
    guard let program = Self.locate(in: searchPath ?? Self.variable("PATH") ?? "/usr/bin:/bin") else {
      throw PlotError.gnuplotMissing
    }
    return program
  }

  /// A file in memory with the script, open at its start.
  ///
  /// Through a pipe a gnuplot that stops early would end this program by SIGPIPE, which a library may not ignore for
  /// the whole process, and a long script and a long picture could wait for each other.
  private static func memory(holding script: String) throws -> Int32 {
    let name = "/myelin-\(getpid())-\(UInt64.random(in: 0...UInt64.max))"
    var descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    if descriptor >= 0 {
      _ = shm_unlink(name)
    } else if let file = tmpfile() {
      // Without /dev/shm, as in some sandboxes, a file on disk that never had a name does as well.
      descriptor = fcntl(fileno(file), F_DUPFD_CLOEXEC, 3)
      _ = fclose(file)
    }
    guard descriptor >= 0 else { throw PlotError.gnuplotFailed(message: String(cString: strerror(errno))) }
    var problem = writeAll(Array(script.utf8), to: descriptor)
    if problem == nil, lseek(descriptor, 0, SEEK_SET) != 0 { problem = errno }
    if let problem {
      _ = close(descriptor)
      throw PlotError.gnuplotFailed(message: String(cString: strerror(problem)))
    }
    return descriptor
  }

  /// Writes all bytes to a descriptor; returns the error number of a failure.
  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
        if count < 0 {
          if errno == EINTR { continue }
          return errno
        }
        written += count
      }
      return nil
    }
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
