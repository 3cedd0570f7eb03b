import CZip
import Glibc
import MyelinCore
import MyelinFiles

extension NPZFile {
  /// Writes tensors, replacing an old file only once all is written.
  ///
  /// - Parameters:
  ///   - tensors: The arrays and their names, all different.
  ///   - path: Where the file shall be.
  ///   - compressed: Whether they are packed, as `numpy.savez_compressed` does.
  /// - Throws: ``FileError``; the old file, if there was one, is then unchanged.
  public static func write(
    _ tensors: [(name: String, tensor: Tensor)], to path: String, compressed: Bool = false
  ) throws(FileError) {
    try AtomicFile.write([encoded(tensors, compressed: compressed, name: path)], to: path)
  }

  /// The bytes of a file; see ``write(_:to:compressed:)``.
  public static func encoded(
    _ tensors: [(name: String, tensor: Tensor)], compressed: Bool = false, name: String = "NPZ data"
  ) throws(FileError) -> [UInt8] {
    guard Set(tensors.map(\.name)).count == tensors.count else {
      fatalError("NPZFile: two tensors have the same name: give each its own")
    }
    // An archive without entries would be deleted; this is what Python writes.
    if tensors.isEmpty { return [0x50, 0x4b, 5, 6] + [UInt8](repeating: 0, count: 18) }
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    func failure(_ text: UnsafePointer<CChar>?) -> FileError {
      let reason = text.map { String(cString: $0) } ?? "unknown"
      return FileError(
        .inputOutput, path: name, problem: "libzip can't make it (\(reason))", remedy: "free some memory")
    }
    guard let target = zip_source_buffer_create(nil, 0, 0, &error),
      let archive = zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error)
    else { throw failure(zip_error_strerror(&error)) }
    // The archive lets go of its bytes when it is closed; these are still wanted then.
    zip_source_keep(target)
    defer { zip_source_free(target) }
    var isOpen = true
    defer { if isOpen { zip_discard(archive) } }
    for (key, tensor) in tensors {
      let bytes = NPYFile.encoded(tensor)
      // libzip reads it when the archive is closed, and frees it then.
      guard let copy = malloc(bytes.count) else { throw failure(nil) }
      bytes.withUnsafeBytes { copy.copyMemory(from: $0.baseAddress.unsafelyUnwrapped, byteCount: bytes.count) }
      guard let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 1) else {
        free(copy)
        throw failure(zip_strerror(archive))
      }
      let index = zip_file_add(archive, key + ".npy", source, UInt32(ZIP_FL_ENC_UTF_8))
      guard index >= 0 else {
        zip_source_free(source)
        throw failure(zip_strerror(archive))
      }
      zip_set_file_compression(archive, UInt64(index), compressed ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0)
      // The same tensors give the same bytes: the time is the first that the format has.
      zip_file_set_dostime(archive, UInt64(index), 0, 0x21, 0)
    }
    guard zip_close(archive) == 0 else { throw failure(zip_strerror(archive)) }
    isOpen = false
    return try bytes(of: target, name: name)
  }

  /// What has been written into a source.
  private static func bytes(of source: OpaquePointer, name: String) throws(FileError) -> [UInt8] {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_source_open(source) == 0 else {
      throw FileError(.inputOutput, path: name, problem: "libzip can't make it", remedy: "free some memory")
    }
    defer { zip_source_close(source) }
    zip_source_stat(source, &status)
    let size = Int(clamping: status.size)
    let result = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      count = max(0, Int(zip_source_read(source, buffer.baseAddress, UInt64(size))))
    }
    guard result.count == size else {
      throw FileError(.inputOutput, path: name, problem: "libzip can't make it", remedy: "free some memory")
    }
    return result
  }
}
