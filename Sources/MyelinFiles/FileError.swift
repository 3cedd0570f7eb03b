import Glibc

/// A fault of a file: what is wrong with it, and what to do.
///
/// The `description` is one line that starts with the file's path:
///
///     output/penguins.myelin: the file ends after 96 of 128 bytes of data: get a whole copy of it
public struct FileError: Error, CustomStringConvertible, Hashable, Sendable {
  /// The sorts of faults that a program may want to tell apart.
  public enum Kind: Hashable, Sendable {
    /// The file, or the folder that it should be in, does not exist.
    case missing
    /// The system does not let this user read or write there.
    case notPermitted
    /// The disk or the user's share of it is full.
    case diskFull
    /// The system reported another fault of reading or writing.
    case inputOutput
    /// The file is of another format than the one that was asked for.
    case wrongFormat
    /// The file was made by a newer version of Myelin.
    case newerVersion
    /// The file ends too early.
    case truncated
    /// The file breaks a rule of its format, or its checksum does not match.
    case corrupt
    /// The file is sound, but what it holds is not what the program expects.
    case unexpectedContent
  }

  /// Where in a file a fault is.
  public enum Place: Hashable, Sendable {
    /// The byte, from 0.
    case byte(Int)
    /// The line and, where it is known, the character in it, both from 1.
    case line(Int, column: Int? = nil)
  }

  /// The sort of the fault.
  public let kind: Kind

  /// The file's path, as the program gave it.
  public let path: String

  /// Where in the file it is, where that is known.
  public let place: Place?

  /// What is wrong.
  public let problem: String

  /// What the user can do.
  public let remedy: String

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - kind: The sort of the fault.
  ///   - path: The file's path, as the program gave it.
  ///   - place: Where in the file it is, if that is known.
  ///   - problem: What is wrong, in a few words without a full stop.
  ///   - remedy: What the user can do, in a few words without a full stop.
  public init(_ kind: Kind, path: String, at place: Place? = nil, problem: String, remedy: String) {
    self.kind = kind
    self.path = path
    self.place = place
    self.problem = problem
    self.remedy = remedy
  }

  /// One line with the path, the place in the file, what is wrong and what to do.
  public var description: String {
    let start =
      switch place {
      case nil: path
      case .byte(let offset): "\(path): at byte \(offset)"
      case .line(let line, let column?): "\(path):\(line):\(column)"
      case .line(let line, nil): "\(path):\(line)"
      }
    return "\(start): \(problem): \(remedy)".withoutControlCharacters
  }
}

extension FileError {
  /// The error for a system call that failed with `code`; `action` names what was tried, such as "write".
  package static func system(_ code: Int32, path: String, action: String) -> FileError {
    let text = "cannot \(action) (\(String(cString: strerror(code))))"
    switch code {
    case ENOENT:
      return FileError(.missing, path: path, problem: text, remedy: "check the path")
    case ENOTDIR:
      return FileError(.missing, path: path, problem: text, remedy: "a part of the path is a file: check the path")
    case EISDIR:
      return FileError(.inputOutput, path: path, problem: text, remedy: "name a file, not a folder")
    case EACCES, EPERM:
      return FileError(
        .notPermitted, path: path, problem: text, remedy: "change the permissions or choose another place")
    case EROFS:
      return FileError(.notPermitted, path: path, problem: text, remedy: "choose a place that can be written")
    case ENOSPC, EDQUOT:
      return FileError(.diskFull, path: path, problem: text, remedy: "free some space")
    case ENAMETOOLONG:
      return FileError(.inputOutput, path: path, problem: text, remedy: "choose a shorter name")
    default:
      return FileError(.inputOutput, path: path, problem: text, remedy: "check the disk and try again")
    }
  }

  /// The error for a file that breaks a rule of its format.
  package static func corrupt(_ problem: String, path: String, at place: Place? = nil) -> FileError {
    FileError(.corrupt, path: path, at: place, problem: problem, remedy: "the file is damaged: get a sound copy of it")
  }

  /// The error for a file that ends too early.
  package static func truncated(_ problem: String, path: String, at place: Place? = nil) -> FileError {
    FileError(.truncated, path: path, at: place, problem: problem, remedy: "get a whole copy of it")
  }
}

extension String {
  /// The text with control characters replaced, so that a name out of a hostile file can neither break an error
  /// into lines nor steer a terminal.
  package var withoutControlCharacters: String {
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator: result.append("\u{FFFD}")
      default: result.append(scalar)
      }
    }
    return String(result)
  }

  /// The text in quotes, cut to a length that suits an error message.
  package var quotedForMessage: String {
    count <= 60 ? "'\(self)'" : "'\(prefix(57))...'"
  }
}
