import Synchronization

/// The parameters of the small modules that gradients were taken at lately: to search for them by reflection takes longer
/// than a step of such a module.
///
/// A module is known by its type and its bytes. It must consist of values, so that a change of any property changes the
/// bytes; and the cache keeps a copy, so that no address in the bytes can come to mean something else.
enum ParameterCache {
  private final class Entry: Sendable {
    let type: ObjectIdentifier
    let bytes: [UInt8]
    let copy: any Module
    let variables: [Variable]

    init(_ type: ObjectIdentifier, _ bytes: [UInt8], _ copy: any Module, _ variables: [Variable]) {
      (self.type, self.bytes, self.copy, self.variables) = (type, bytes, copy, variables)
    }
  }

  private static let entries = Mutex<[Entry]>([])

  /// How many modules are known at a time.
  private static let limit = 4
  /// Modules with more elements than this aren't kept in memory for the sake of a search.
  private static let elementLimit = 1 << 16

  /// The parameters of a module, in the order of its properties.
  static func parameters<Model: Module>(of module: Model) -> [Variable] {
    let type = ObjectIdentifier(Model.self)
    let known = withUnsafeBytes(of: module) { bytes in
      // The closure runs at once and only reads them; the compiler can't know that it doesn't keep the pointer.
      nonisolated(unsafe) let bytes = bytes
      return entries.withLock { entries -> [Variable]? in
        for index in 0..<entries.count where entries[index].type == type && hasBytes(entries[index].bytes, bytes) {
          return entries[index].variables
        }
        return nil
      }
    }
    return known ?? search(module, type)
  }

  @inline(__always)
  private static func hasBytes(_ known: [UInt8], _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard known.count == bytes.count else { return false }
    return known.withUnsafeBytes { known in
      var place = 0
      while place + 8 <= bytes.count {
        let word = known.loadUnaligned(fromByteOffset: place, as: UInt.self)
        if word != bytes.loadUnaligned(fromByteOffset: place, as: UInt.self) { return false }
        place += 8
      }
      while place < bytes.count {
        if known[place] != bytes[place] { return false }
        place += 1
      }
      return true
    }
  }

  private static func search(_ module: some Module, _ type: ObjectIdentifier) -> [Variable] {
    var search = ParameterSearch()
    search.visit(propertiesOf: module, path: "")
    search.nameVariables()
    let variables = search.found.map(\.variable)
    guard search.isSteady, search.elementCount <= elementLimit else { return variables }
    let copy = module
    let bytes = withUnsafeBytes(of: copy) { Array($0) }
    let entry = Entry(type, bytes, copy, variables)
    let dropped = entries.withLock { entries in
      entries.insert(entry, at: 0)
      return entries.count > limit ? entries.removeLast() : nil
    }
    // Released here, without the lock.
    _ = dropped
    return variables
  }
}
