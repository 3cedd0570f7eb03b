import MyelinCore
import MyelinData
import MyelinFiles
import TestSupport
import Testing

struct NPZTests {
  @Test(arguments: ["savez", "savez_compressed"])
  func readsWhatNumPyWrites(function: String) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.npz")
    try python(
      """
      import sys, numpy as np
      getattr(np, sys.argv[2])(sys.argv[1], x=np.arange(60000.0).reshape(300, 200), **{"größe": np.array([3], "u1"), "a/b": np.array(True)})
      """, path, function)
    for file in [try NPZFile(path), try NPZFile(bytes: AtomicFile.read(path))] {
      #expect(file.names == ["x", "größe", "a/b"])
      let x = try file.tensor("x")
      #expect(x.type == .float64 && x.shape == [300, 200] && x.scalars == (0..<60000).map(Double.init))
      #expect(try file.tensor("größe").scalars == [3])
      #expect(try file.tensor("a/b").shape == [])
      #expect(try fileError { _ = try file.tensor("y") }.description.contains("größe"))
    }
    #expect(try fileError { _ = try NPZFile(path, limit: 100_000).tensor("x") }.description.contains("limit"))
  }

  @Test(arguments: [false, true])
  func writesWhatNumPyReads(compressed: Bool) throws {
    let folder = try TemporaryFolder()
    let tensors: [(name: String, tensor: Tensor)] = [
      ("x", Tensor.arange(1000).reshaped(to: [10, 100])), ("naïve", Tensor([0.5])), ("empty", Tensor.zeros([0, 2])),
    ]
    try NPZFile.write(tensors, to: folder.file("a.npz"), compressed: compressed)
    try NPZFile.write([], to: folder.file("none.npz"), compressed: compressed)
    try python(
      """
      import sys, numpy as np
      a = np.load(sys.argv[1])
      assert a.files == ["x", "naïve", "empty"], a.files
      assert np.array_equal(a["x"], np.arange(1000).reshape(10, 100)) and a["x"].dtype == np.int64
      assert a["naïve"].tolist() == [0.5] and a["empty"].shape == (0, 2)
      assert np.load(sys.argv[2]).files == []
      """, folder.file("a.npz"), folder.file("none.npz"))
    let again = try NPZFile(folder.file("a.npz")).tensors()
    #expect(again.map(\.name) == tensors.map(\.name))
    #expect(zip(again, tensors).allSatisfy { $0.tensor.isIdentical(to: $1.tensor) })
    #expect(try NPZFile(folder.file("none.npz")).names.isEmpty)
    #expect(try AtomicFile.read(folder.file("a.npz")) == NPZFile.encoded(tensors, compressed: compressed))
  }

  @Test func refusesEveryTruncationAndDamage() throws {
    let whole = try NPZFile.encoded([("x", Tensor.arange(20)), ("y", Tensor.zeros([30]))], compressed: true)
    for length in 0..<whole.count {
      _ = try fileError { _ = try NPZFile(bytes: Array(whole[..<length])).tensors() }
    }
    for place in whole.indices {
      var damaged = whole
      damaged[place] ^= 0x11
      _ = try? NPZFile(bytes: damaged).tensors()
    }
    let folder = try TemporaryFolder()
    #expect(try fileError { _ = try NPZFile(folder.path) }.description.contains("folder"))
    #expect(try fileError { _ = try NPZFile(folder.file("none")) }.kind == .missing)
  }
}
