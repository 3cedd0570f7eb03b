import CZip
import Glibc
import MyelinCore
import MyelinFiles

/// Files of several arrays by name, as `numpy.savez` and `numpy.savez_compressed` write them: zip archives of `.npy` files.
///
/// ```swift
/// try NPZFile.write([("x", images), ("y", labels)], to: "digits.npz", compressed: true)
/// let arrays = try NPZFile("digits.npz")
/// print(arrays.names)                       // ["x", "y"]
/// let images = try arrays.tensor("x")
/// ```
///
/// An array is read when it is asked for.
public final class NPZFile {
  /// An array may unpack to this many bytes unless told otherwise: 4 GiB.
  public static let defaultLimit = 1 << 32

  /// The names of the arrays in the order of the file, without `.npy`.
  public let names: [String]

  private let archive: OpaquePointer
  private let name: String
  private let limit: Int
  /// What libzip reads from; it copies nothing.
  private let memory: UnsafeMutableRawBufferPointer?
  private let places: [String: UInt64]

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: Where the file is. It stays open as long as this object lives.
  ///   - limit: How many bytes an array may unpack to.
  /// - Throws: ``FileError`` if the file can't be read, or is no zip archive of arrays.
  public convenience init(_ path: String, limit: Int = defaultLimit) throws(FileError) {
    // This refuses what isn't a file; libzip opens it again by itself.
    try Self.checkSize(InputFile(path).size, name: path)
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &code) else { throw Self.notAnArchive(path, code: code) }
    try self.init(archive, memory: nil, name: path, limit: limit)
  }

  /// Opens a file that is in memory already.
  ///
  /// - Parameters:
  ///   - bytes: The file's bytes.
  ///   - name: What errors call it.
  ///   - limit: How many bytes an array may unpack to.
  public convenience init(bytes: [UInt8], name: String = "NPZ data", limit: Int = defaultLimit) throws(FileError) {
    try Self.checkSize(bytes.count, name: name)
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
    memory.copyBytes(from: bytes)
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    let source = zip_source_buffer_create(memory.baseAddress, UInt64(bytes.count), 0, &error)
    guard let archive = zip_open_from_source(source, ZIP_RDONLY, &error) else {
      zip_source_free(source)
      memory.deallocate()
      throw Self.notAnArchive(name, code: error.zip_err)
    }
    try self.init(archive, memory: memory, name: name, limit: limit)
  }

  private init(
    _ archive: OpaquePointer, memory: UnsafeMutableRawBufferPointer?, name: String, limit: Int
  ) throws(FileError) {
    self.archive = archive
    self.memory = memory
    self.name = name
    self.limit = limit
    var names: [String] = []
    var places: [String: UInt64] = [:]
    for index in 0..<max(zip_get_num_entries(archive, 0), 0) {
      // Raw: libzip would otherwise guess at the encoding.
      guard let text = zip_get_name(archive, UInt64(index), UInt32(ZIP_FL_ENC_RAW)) else { continue }
      let entry = String(cString: text)
      guard entry.hasSuffix(".npy") else { continue }
      let key = String(entry.dropLast(4))
      if places.updateValue(UInt64(index), forKey: key) == nil { names.append(key) }
    }
    self.names = names
    self.places = places
  }

  deinit {
    zip_discard(archive)
    memory?.deallocate()
  }

  /// Reads an array.
  ///
  /// - Parameter name: Which one.
  /// - Throws: ``FileError`` if there is none of this name, or it can't be read; see ``NPYFile``.
  public func tensor(_ name: String) throws(FileError) -> Tensor {
    guard let index = places[name] else {
      let shown = names.prefix(20).joined(separator: ", ") + (names.count > 20 ? ", …" : "")
      throw FileError(
        .unexpectedContent, path: self.name, problem: "it has no array \(name.quotedForMessage)",
        remedy: names.isEmpty ? "name another file: it has no arrays" : "the arrays are: \(shown)")
    }
    let stream = try ZipEntryStream(archive, index: index, name: "\(self.name)/\(name).npy", limit: limit)
    let result = try NPYFile.read(stream)
    // The checksum is compared at the end.
    while try !stream.isAtEnd() {}
    return result
  }

  /// Reads all arrays, in the order of ``names``.
  ///
  /// - Throws: ``FileError`` if one can't be read.
  public func tensors() throws(FileError) -> [(name: String, tensor: Tensor)] {
    var result: [(name: String, tensor: Tensor)] = []
    for name in names { result.append((name, try tensor(name))) }
    return result
  }

  /// libzip takes an empty file for an archive without entries; a real one has 22 bytes.
  private static func checkSize(_ count: Int, name: String) throws(FileError) {
    guard count >= 22 else {
      throw FileError(
        .wrongFormat, path: name, problem: "it is too short for an .npz file",
        remedy: "name one that numpy.savez has written")
    }
  }

  private static func notAnArchive(_ name: String, code: Int32) -> FileError {
    var error = zip_error_t()
    zip_error_init_with_code(&error, code)
    defer { zip_error_fini(&error) }
    let reason = zip_error_strerror(&error).map { String(cString: $0) } ?? "error \(code)"
    return FileError(
      .wrongFormat, path: name, problem: "it can't be read as an .npz file (\(reason))",
      remedy: "name one that numpy.savez has written")
  }
}
