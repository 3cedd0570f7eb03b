import Glibc
import MyelinFiles

extension TableError {
  /// The error for a table's file that can't be read.
  init(reading error: FileError) {
    let kind: Kind =
      if error.kind == .missing {
        .fileNotFound
      } else if error.problem.contains(String(cString: strerror(EISDIR))) {
        .isDirectory
      } else {
        .unreadable
      }
    let place: String
    if case .byte(let byte) = error.place { place = "at byte \(byte): " } else { place = "" }
    self.init(kind, path: error.path, "\(place)\(error.problem): \(error.remedy)")
  }

  /// The error for a table's file that can't be written.
  init(writing error: FileError) {
    self.init(.cannotWrite, path: error.path, "\(error.problem): \(error.remedy)")
  }
}
