import MyelinCore
import MyelinFiles
import MyelinNN

/// An array in a `.npy` or IDX file, whose rows are read when they are asked for: the file may be larger than memory.
///
/// ```swift
/// let images = try ArrayFile("train-images-idx3-ubyte", dividedBy: 255, rowShape: [784])
/// let labels = try ArrayFile("train-labels-idx1-ubyte")
/// let some = try images.rows([5, 0, 7])                                   // float32, [3, 784]
/// try trainer.fit(ArrayFileSource(images, labels), epochs: 5)
/// ```
///
/// The file is mapped into memory: the system keeps as much of it there as there is room for. A file that is packed with gzip can't
/// be read at any place, so it is unpacked into memory, where it takes the bytes of its numbers and no more. Column-major `.npy`
/// files are read too, but each number of a row from another place of the file, which is slow unless memory holds it.
///
/// A file may be replaced while it is used (the old one stays until nobody needs it), but must not be written over. That it
/// was shortened is noticed before every batch, and thrown.
public struct ArrayFile: Sendable {
  /// The file's path as given.
  public let path: String
  /// How the array lies in the file.
  public let layout: ArrayLayout
  /// The shape of a row.
  public let rowShape: [Int]
  /// The type of the numbers that are read.
  public let type: DType
  let divisor: Double
  let storage: Storage
  /// Where the numbers of a row lie, counted from its first one, if they are no neighbours.
  let places: [Int]?

  enum Storage: Sendable {
    case file(MappedFile)
    case memory([UInt8])
  }

  /// Opens a file.
  ///
  /// - Parameters:
  ///   - path: Where the file is. What it begins with tells the format, not its name.
  ///   - type: The type of the numbers that are read: any floating-point type, and for integers also one that holds all of theirs.
  ///     By default that which ``StoredElement`` says, or float32 if there is a divisor.
  ///   - divisor: What the numbers are divided by, such as 255 for bytes that shall be from 0 to 1; then the type must be a
  ///     floating-point one.
  ///   - rowShape: The shape of a row, if it shall be another one than in the file, of as many numbers: `[784]` for `[28, 28]`.
  ///   - limit: How many bytes a packed file may unpack to.
  /// - Throws: ``FileError`` if the file can't be read, is of neither format, is truncated or damaged, has no rows of that shape, or
  ///   holds numbers that the type can't.
  public init(
    _ path: String, type: DType? = nil, dividedBy divisor: Double? = nil, rowShape: [Int]? = nil,
    limit: Int = IDXFile.defaultLimit
  ) throws(FileError) {
    if let divisor, divisor == 0 || !divisor.isFinite || type.map({ !$0.isFloatingPoint }) ?? false {
      fatalError(
        "ArrayFile: numbers can't be divided by \(divisor) as \(type?.rawValue ?? "float32"): give a finite number other than "
          + "0, and a floating-point type")
    }
    let (layout, storage) = try Self.open(path, limit: limit)
    guard let count = layout.shape.first else {
      throw FileError(
        .unexpectedContent, path: path, problem: "it holds a single number, not rows", remedy: "name an array with axes"
      )
    }
    let ownShape = Array(layout.shape.dropFirst())
    if let rowShape, rowShape.contains(where: { $0 < 0 }) || rowShape.reduce(1, *) != ownShape.reduce(1, *) {
      throw FileError(
        .unexpectedContent, path: path, problem: "its rows have the shape \(brief(ownShape)), not \(rowShape)",
        remedy: "give a shape of as many numbers")
    }
    self.type = type ?? (divisor == nil ? layout.element.type : .float32)
    guard Self.holds(self.type, layout.element) else {
      throw FileError(
        .unexpectedContent, path: path,
        problem: "\(self.type.rawValue) can't hold its numbers (\(layout.element.rawValue))",
        remedy: "choose \(layout.element.type.rawValue), or float32")
    }
    (self.path, self.layout, self.storage) = (path, layout, storage)
    self.rowShape = rowShape ?? ownShape
    self.divisor = divisor ?? 1
    places = layout.isColumnMajor ? Self.columnMajorPlaces(ownShape, count: count) : nil
  }

  /// The number of rows.
  public var count: Int { layout.shape[0] }

  /// The numbers of a row.
  var rowLength: Int { rowShape.reduce(1, *) }

  /// The rows at the given places, in that order, `[places.count, …]`; a place that isn't there stops the program.
  ///
  /// - Throws: ``FileError`` if the file can't be read any more, or holds a number that fits no tensor.
  public func rows(_ places: [Int]) throws(FileError) -> Tensor {
    var result = Tensor.uninitialized(shape: [places.count] + rowShape, type: type)
    try read(places, into: &result)
    return result
  }

  /// The rows at a request's places, for a source of one's own: in the memory of an earlier batch where that is free.
  public func rows(for request: BatchRequest) throws(FileError) -> Tensor {
    var result = request.uninitialized(shape: [request.count] + rowShape, type: type)
    try read(request.places, into: &result)
    return result
  }

  private static func open(_ path: String, limit: Int) throws(FileError) -> (ArrayLayout, Storage) {
    let source = try ByteSource(path: path)
    func unpacked(_ layout: ArrayLayout, _ stream: any ByteStream) throws(FileError) -> (ArrayLayout, Storage) {
      try stream.require(layout.byteCount, "\(layout.byteCount) bytes of numbers")
      return (layout, .memory(try stream.bytes(layout.byteCount)))
    }
    if try GzipStream.recognizes(source) { return try IDXFile.withArray(in: source, limit: limit, unpacked) }
    let start = try source.bytes(from: 0, count: min(source.count, 1))
    let isNumPy = start == [0x93]
    let layout = try isNumPy ? NPYFile.layout(of: path) : IDXFile.layout(of: path)
    let file = try MappedFile(path)
    // It may be another file by now.
    guard layout.byteCount <= file.size - layout.offset else {
      throw FileError.truncated("the file ends here", path: path, at: .byte(file.size))
    }
    return (layout, .file(file))
  }

  /// Whether a type holds all numbers of a file's, if need be rounded.
  private static func holds(_ type: DType, _ element: StoredElement) -> Bool {
    switch type {
    case .float32, .float64: true
    case .int64: element.type == .int32 || element.type == .int64
    case .int32, .bool: element.type == type
    }
  }

  /// Where the numbers of a row of a column-major array lie, in row-major order.
  private static func columnMajorPlaces(_ shape: [Int], count: Int) -> [Int] {
    var strides: [Int] = []
    var stride = count
    for size in shape {
      strides.append(stride)
      stride *= size
    }
    return shape.contains(0)
      ? []
      : zip(shape, strides).reduce([0]) { places, axis in
        places.flatMap { place in (0..<axis.0).map { place + $0 * axis.1 } }
      }
  }
}
