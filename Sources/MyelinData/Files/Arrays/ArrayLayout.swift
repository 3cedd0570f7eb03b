import MyelinFiles

/// How an array lies in a file: what a reader needs to fetch a part of it.
public struct ArrayLayout: Sendable, Hashable {
  /// The type of the numbers in the file.
  public let element: StoredElement
  /// Whether the first byte of a number is its most significant one.
  public let isBigEndian: Bool
  /// The size of every axis; empty for a single number.
  public let shape: [Int]
  /// Whether the first axis is the one along which neighbours lie side by side, as in Fortran; otherwise it is the last.
  public let isColumnMajor: Bool
  /// The byte at which the first number begins.
  public let offset: Int
  /// The number of elements.
  public let count: Int

  /// The bytes that the numbers take.
  public var byteCount: Int { count * element.byteCount }

  /// - Throws: ``FileError`` if the sizes are more than a tensor can have.
  init(
    element: StoredElement, isBigEndian: Bool, shape: [Int], isColumnMajor: Bool = false, offset: Int, name: String
  ) throws(FileError) {
    // Sizes beside a 0 must make sense too: they are a tensor's shape.
    var product = 1
    for size in shape where size != 0 {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard size > 0, !overflow, next <= Int.max / 8 else {
        throw FileError.corrupt("no array can have the shape \(brief(shape))", path: name)
      }
      product = next
    }
    self.element = element
    self.isBigEndian = isBigEndian
    self.shape = shape
    self.isColumnMajor = isColumnMajor && shape.count > 1
    self.offset = offset
    count = shape.contains(0) ? 0 : product
  }
}

/// A shape for a message: out of a hostile file it may be long.
func brief(_ shape: [Int]) -> String {
  shape.count <= 8 ? "\(shape)" : "[\(shape.prefix(8).map(String.init).joined(separator: ", ")), …]"
}
