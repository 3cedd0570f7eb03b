import Glibc
import MyelinFiles

extension TableError {
  /// The error for a table's file that can't be read.
  init(reading error: FileError) {
    if error.problem.contains(String(cString: strerror(ENOENT))) {
      self.init(.fileNotFound, path: error.path, "no such file; check the path")
      return
    }
    if error.problem.contains(String(cString: strerror(EISDIR))) {
      self.init(.isDirectory, path: error.path, "is a directory; name a file, not a folder")
      return
    }
    let kind: Kind = error.kind == .missing ? .fileNotFound : .unreadable
    let place: String
    if case .byte(let byte) = error.place { place = "at byte \(byte): " } else { place = "" }
    self.init(kind, path: error.path, "\(place)\(error.problem): \(error.remedy)")
  }

  /// The error for a table's file that can't be written.
  init(writing error: FileError) {
    self.init(.cannotWrite, path: error.path, "\(error.problem): \(error.remedy)")
  }
}
