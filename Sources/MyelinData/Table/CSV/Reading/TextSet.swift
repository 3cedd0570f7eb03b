import CMyelinKernels

/// Distinct texts as bytes, in the order in which they came.
final class TextSet: @unchecked Sendable {
  // Only its maker adds texts, before anybody else sees the set.
  private let texts: OpaquePointer

  init() {
    guard let texts = myelin_texts_make(Self.seed) else { fatalError("TextSet: no memory") }
    self.texts = texts
  }

  deinit { myelin_texts_free(texts) }

  /// A secret of the process. The order of the texts doesn't depend on it.
  private static let seed = UInt64.random(in: .min ... .max)

  var count: Int { Int(myelin_texts_count(texts)) }

  /// The position of a text, which is added if it isn't there.
  func add(_ bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    myelin_texts_add(texts, bytes.baseAddress, bytes.count)
  }

  /// The bytes of a text.
  subscript(code: Int) -> UnsafeBufferPointer<UInt8> {
    var count = 0
    let start = myelin_texts_at(texts, Int32(code), &count)
    return UnsafeBufferPointer(start: start, count: count)
  }

  /// Adds a column's texts.
  ///
  /// - Returns: The position of each.
  func add(_ slice: CSVSlice, column: Int, _ format: CellFormat) -> [Int32] {
    let rows = slice.rows
    return [Int32](unsafeUninitializedCapacity: rows.count) { codes, count in
      withUnsafePointer(to: slice.piece.fieldsOfRecords) { piece in
        withUnsafePointer(to: format.dialect) {
          myelin_csv_texts(
            piece, column, rows.lowerBound, rows.upperBound, $0, format.trimming, texts, codes.baseAddress)
        }
      }
      count = rows.count
    }
  }
}
