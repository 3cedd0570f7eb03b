import MyelinCore
import MyelinData
import MyelinFiles
import TestSupport
import Testing

struct IDXTests {
  @Test(arguments: [
    (StoredElement.uint8, [0.0, 255, 3, 4, 5, 6]), (.int8, [-128, 127, 0, 1, 2, 3]),
    (.int16, [-32768, 32767, 0, 1, 2, 3]),
    (.int32, [-2147483648, 2147483647, 0, 1, 2, 3]), (.float32, [0.1, -2, 3, 4, 5, 6]),
    (.float64, [0.1, -2, 3, 4, 5, 6]),
  ])
  func roundTripsThroughPython(element: StoredElement, values: [Double]) throws {
    let folder = try TemporaryFolder()
    let tensor = Tensor(shape: [2, 3], values, type: .float64)
    let plain = folder.file("a.idx")
    let packed = folder.file("b.idx.gz")
    try IDXFile.write(tensor, to: plain, as: element)
    // Python reads it, and writes it again with its own gzip.
    try python(
      """
      import sys, gzip, numpy as np
      data = open(sys.argv[1], "rb").read()
      types = {8: ">u1", 9: ">i1", 11: ">i2", 12: ">i4", 13: ">f4", 14: ">f8"}
      assert data[:2] == bytes(2) and data[3] == 2
      shape = tuple(np.frombuffer(data, ">u4", 2, 4))
      assert shape == (2, 3)
      a = np.frombuffer(data, types[data[2]], offset=12)
      assert np.array_equal(a, np.array([\(values.map(\.description).joined(separator: ","))]).astype(types[data[2]])), a
      gzip.open(sys.argv[2], "wb").write(data)
      """, plain, packed)
    let expected = element == .float32 ? values.map { Double(Float($0)) } : values
    for path in [plain, packed] {
      let result = try IDXFile.read(path)
      #expect(result.shape == [2, 3] && result.type == element.type && result.scalars == expected)
    }
    try IDXFile.write(tensor, to: packed, as: element)
    #expect(try IDXFile.read(packed).scalars == expected)
    try python(
      "import sys, gzip; assert gzip.open(sys.argv[1]).read() == open(sys.argv[2], 'rb').read()", packed, plain)
    #expect(try IDXFile.layout(of: plain).offset == 12)
    #expect(try fileError { _ = try IDXFile.layout(of: packed) }.kind == .wrongFormat)
  }

  @Test func refusesEveryTruncation() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.gz")
    try IDXFile.write(Tensor.arange(12).reshaped(to: [3, 4]), to: path)
    for whole in [try AtomicFile.read(path), try IDXFile.encoded(Tensor.arange(12).reshaped(to: [3, 4]))] {
      for length in 0..<whole.count {
        _ = try fileError { _ = try IDXFile.read(bytes: Array(whole[..<length])) }
      }
      #expect(try IDXFile.read(bytes: whole).scalars == (0..<12).map(Double.init))
      _ = try fileError { _ = try IDXFile.read(bytes: whole + [7]) }
    }
  }

  @Test func refusesLyingSizesAndBombs() throws {
    let lie: [UInt8] = [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12)
    _ = try fileError { _ = try IDXFile.read(bytes: lie) }
    let folder = try TemporaryFolder()
    let path = folder.file("bomb.gz")
    try IDXFile.write(Tensor.zeros([1000, 1000]), to: path, as: .uint8)
    #expect(try fileError { _ = try IDXFile.read(path, limit: 100_000) }.description.contains("more"))
    #expect(try IDXFile.read(path).count == 1_000_000)
  }

  @Test func refusesNumbersThatDoNotFit() throws {
    for (tensor, element) in [(Tensor([256]), StoredElement.uint8), (Tensor([0.5]), .int32), (Tensor([1]), .uint64)] {
      #expect(try fileError { _ = try IDXFile.encoded(tensor, as: element) }.kind == .unexpectedContent)
    }
    #expect(try fileError { _ = try IDXFile.encoded(Tensor(shape: [1], [Int.max])) }.kind == .unexpectedContent)
  }
}
