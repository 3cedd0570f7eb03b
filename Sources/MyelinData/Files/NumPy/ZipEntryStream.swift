import CZip
import MyelinFiles

/// What a file in a zip archive unpacks to.
final class ZipEntryStream: ByteStream {
  let name: String
  let limit: Int
  private(set) var position = 0
  private let file: OpaquePointer
  /// What it can unpack to at most.
  private let greatestCount: Int

  init(_ archive: OpaquePointer, index: UInt64, name: String, limit: Int) throws(FileError) {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_stat_index(archive, index, 0, &status) == 0, let file = zip_fopen_index(archive, index, 0) else {
      let reason = zip_strerror(archive).map { String(cString: $0) } ?? "unknown"
      throw FileError.corrupt("it can't be unpacked (\(reason))", path: name)
    }
    self.file = file
    self.name = name
    self.limit = limit
    // The sizes are claims, but libzip has found as many packed bytes in the file; an entry that is shorter than it claims is
    // found out when it is read.
    let packed = Int(clamping: status.comp_size)
    let (most, overflow) = (packed + 64).multipliedReportingOverflow(by: GzipStream.greatestRatio)
    greatestCount = min(Int(clamping: status.size), overflow ? .max : most)
  }

  deinit { zip_fclose(file) }

  var bound: Int { greatestCount - position }

  func read(into target: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard target.count > 0 else { return 0 }
    let count = Int(zip_fread(file, target.baseAddress, UInt64(target.count)))
    guard count >= 0 else {
      let reason = zip_file_strerror(file).map { String(cString: $0) } ?? "unknown"
      throw FileError.corrupt("it can't be unpacked (\(reason))", path: name, at: .byte(position))
    }
    position += count
    guard position <= limit else { throw overLimit }
    return count
  }
}
