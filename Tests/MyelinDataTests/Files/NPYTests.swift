import Glibc
import MyelinCore
import MyelinData
import MyelinFiles
import TestSupport
import Testing

struct NPYTests {
  /// Every type, order of bytes and of axes, and shape that NumPy writes and a tensor holds.
  @Test func readsWhatNumPyWrites() throws {
    let folder = try TemporaryFolder()
    let listing = try python(
      """
      import sys, numpy as np
      number = 0
      for code in ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]:
          for order in "<>":
              for shape in [(), (3,), (2, 3), (2, 0, 4), (2, 3, 2)]:
                  for fortran in [False, True]:
                      count = int(np.prod(shape))
                      a = (np.arange(count) * 7 % 5 - (2 if code[0] in "if" else 0)).astype(order + code).reshape(shape)
                      if fortran: a = np.asfortranarray(a)
                      np.lib.format.write_array(open(f"{sys.argv[1]}/{number}.npy", "wb"), a, version=(number % 3 + 1, 0))
                      print(number, code, ",".join(map(str, a.shape)), ",".join(str(float(v)) for v in a.ravel()), sep=";")
                      number += 1
      """, folder.path)
    let lines = listing.split(separator: "\n")
    #expect(lines.count == 240)
    for line in lines {
      let parts = line.split(separator: ";", omittingEmptySubsequences: false)
      let tensor = try NPYFile.read(folder.file("\(parts[0]).npy"))
      #expect(tensor.shape == parts[2].split(separator: ",").map { Int($0) ?? -1 }, "\(line)")
      #expect(tensor.scalars == parts[3].split(separator: ",").map { Double($0) ?? .nan }, "\(line)")
      let type: DType =
        switch parts[1] {
        case "?": .bool
        case "u4", "i8", "u8": .int64
        case "f2", "f4": .float32
        case "f8": .float64
        default: .int32
        }
      #expect(tensor.type == type, "\(line)")
      #expect(try NPYFile.read(bytes: AtomicFile.read(folder.file("\(parts[0]).npy"))).scalars == tensor.scalars)
    }
  }

  @Test func writesWhatNumPyReads() throws {
    let folder = try TemporaryFolder()
    let tensors: [Tensor] = [
      Tensor(shape: [2, 2], [true, false, false, true]), Tensor(shape: [3], [Int32.min, 0, .max]),
      Tensor(shape: [1, 2], [Int.min, .max]), Tensor(shape: [], [Float(0.1)]),
      Tensor(shape: [2], [Double.pi, -.infinity], type: .float64), Tensor.zeros([0, 3]),
      Tensor([[1, 2, 3], [4, 5, 6]]).transposed(),
    ]
    for (index, tensor) in tensors.enumerated() { try NPYFile.write(tensor, to: folder.file("\(index).npy")) }
    let listing = try python(
      """
      import sys, numpy as np
      for i in range(\(tensors.count)):
          a = np.load(f"{sys.argv[1]}/{i}.npy")
          print(a.dtype, list(a.shape), [repr(float(v)) for v in a.ravel()], sep=";")
      """, folder.path)
    for (line, tensor) in zip(listing.split(separator: "\n"), tensors) {
      let parts = line.split(separator: ";")
      #expect(parts[0] == tensor.type.rawValue && parts[1] == tensor.shape.description)
      let values = parts[2].dropFirst().dropLast().split(separator: ", ").map {
        Double($0.dropFirst().dropLast()) ?? .nan
      }
      #expect(values == tensor.scalars)
    }
  }

  @Test(arguments: ["c16", "U3", "S3", "O", "M8[s]", "V4", "i4,f4", "f16"])
  func refusesWhatTensorsCannotHold(code: String) throws {
    let folder = try TemporaryFolder()
    try python(
      "import sys, numpy as np; np.save(sys.argv[1], np.zeros(2, dtype=sys.argv[2]), allow_pickle=True)",
      folder.file("a.npy"), code)
    let error = try fileError { _ = try NPYFile.read(folder.file("a.npy")) }
    #expect(error.kind == .unexpectedContent, "\(error)")
  }

  @Test func refusesIntegersBeyondInt64() throws {
    let numbers: [UInt8] = [UInt8](repeating: 0, count: 8) + [UInt8](repeating: 255, count: 8)
    let error = try fileError { _ = try NPYFile.read(bytes: npy("'<u8'", shape: "(2,)") + numbers) }
    #expect(error.kind == .unexpectedContent && error.description.contains("at byte"), "\(error)")
  }

  @Test func refusesEveryTruncation() throws {
    let whole = NPYFile.encoded(Tensor([[1, 2, 3], [4, 5, 6]]))
    for length in 0..<whole.count {
      _ = try fileError { _ = try NPYFile.read(bytes: Array(whole[..<length])) }
    }
    #expect(try NPYFile.read(bytes: whole).scalars == [1, 2, 3, 4, 5, 6])
  }

  @Test(arguments: [
    "(9223372036854775807, 9223372036854775807)", "(4611686018427387904,)", "(1000000000000,)", "(-1,)", "(3.5,)", "3",
    "[2]",
    "(99999999999999999999,)", "(0, 9223372036854775807)", "((((((((((((((((((((1))))))))))))))))))))",
    "(1" + String(repeating: ",1", count: 70) + ")",
    "(2,", "'x", "",
  ])
  func refusesLyingShapes(shape: String) throws {
    _ = try fileError { _ = try NPYFile.read(bytes: npy("'<f8'", shape: shape) + [UInt8](repeating: 0, count: 64)) }
  }

  @Test func refusesWhatIsNoFile() throws {
    let folder = try TemporaryFolder()
    #expect(try fileError { _ = try NPYFile.read(folder.path) }.description.contains("folder"))
    #expect(try fileError { _ = try NPYFile.read(folder.file("none.npy")) }.kind == .missing)
    #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
    #expect(try fileError { _ = try NPYFile.read(folder.file("pipe")) }.description.contains("pipe"))
    #expect(try fileError { _ = try NPYFile.read("/dev/zero") }.description.contains("device"))
  }

  private func npy(_ type: String, shape: String) -> [UInt8] {
    let text = Array("{'descr': \(type), 'fortran_order': False, 'shape': \(shape)}\n".utf8)
    return [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, UInt8(text.count & 255), UInt8(text.count >> 8)] + text
  }
}
