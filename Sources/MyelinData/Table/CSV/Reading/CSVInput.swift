import MyelinFiles

/// The bytes of a CSV file from its beginning to its end: of a file, a pipe, a device, or standard input, packed by
/// gzip or not.
final class CSVInput {
  /// The path, as given; `-` is standard input.
  let path: String
  /// Whether the file can be read again.
  let isRegular: Bool

  private let stream: any ByteStream

  init(path: String, unpackedLimit: Int) throws(TableError) {
    self.path = path
    do throws(FileError) {
      let file = path == "-" ? try FileStream(standardInput: path) : try FileStream(path: path)
      isRegular = path != "-" && file.isRegular
      stream = try file.unpacking(limit: unpackedLimit)
    } catch {
      throw TableError(reading: error)
    }
  }

  /// Whether a path leads to a file that can be read again.
  static func isRegular(_ path: String) -> Bool { path != "-" && FileStatus.isRegular(path) }

  /// Fills the target as far as the file goes.
  ///
  /// - Returns: How many bytes were read; fewer than asked for only at the end.
  func read(into target: UnsafeMutableRawBufferPointer) throws(TableError) -> Int {
    var done = 0
    while done < target.count {
      do throws(FileError) {
        let count = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: target[done...]))
        if count == 0 { break }
        done += count
      } catch {
        throw TableError(reading: error)
      }
    }
    return done
  }
}
