/// The memory of tensors: raw bytes, aligned for vector loads, shared until someone writes.
///
/// Sharing across threads is safe because a storage is written only by its single owner: while it is being
/// filled, before anyone else can see it, or after `isKnownUniquelyReferenced` said that nobody does.
final class Storage: @unchecked Sendable {
  /// The start of the memory.
  let bytes: UnsafeMutableRawPointer
  /// The size of the memory.
  let byteCount: Int

  /// The width of the widest vector registers and of a cache line.
  static let alignment = 64

  /// Memory of `byteCount` bytes, not initialized.
  init(byteCount: Int) {
    self.byteCount = byteCount
    bytes = .allocate(byteCount: max(byteCount, 1), alignment: Storage.alignment)
  }

  deinit { bytes.deallocate() }
}
