import Foundation
import MyelinCore
import MyelinData
import MyelinFiles
import MyelinNN
import TestSupport
import Testing

/// Rows of arrays in files, read when they are asked for.
@Suite struct ArrayFileTests {
  /// Whatever the type, the order of bytes and that of axes: the rows are those of the whole array.
  @Test func rowsAreThoseOfTheWholeArray() throws {
    let folder = try TemporaryFolder()
    try python(
      """
      import sys, numpy as np
      number = 0
      for code in ["?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8"]:
          for order in "<>":
              for shape in [(5,), (5, 3), (4, 2, 3), (3, 0)]:
                  for fortran in [False, True]:
                      a = (np.arange(int(np.prod(shape))) * 37 % 101 - (50 if code[0] in "if" else 0))
                      a = a.astype(order + code).reshape(shape)
                      np.save(f"{sys.argv[1]}/{number}.npy", np.asfortranarray(a) if fortran else a)
                      number += 1
      """, folder.path)
    for number in 0..<192 {
      let path = folder.file("\(number).npy")
      let whole = try NPYFile.read(path)
      let places = [2, 0, 2, 1]
      let expected = whole.taking(Tensor(places))
      let file = try ArrayFile(path)
      #expect(file.count == whole.shape[0] && file.rowShape == Array(whole.shape.dropFirst()))
      #expect(try file.rows(places).isIdentical(to: expected), "\(file.layout)")
      for type in [DType.float32, .float64] {
        #expect(try ArrayFile(path, type: type).rows(places).isIdentical(to: expected.cast(to: type)), "\(file.layout)")
        let scaled = try ArrayFile(path, type: type, dividedBy: 7).rows(places)
        #expect(scaled.isIdentical(to: expected.cast(to: type) / 7), "\(file.layout)")
      }
      if whole.type.isInteger {
        #expect(try ArrayFile(path, type: .int64).rows(places).isIdentical(to: expected.cast(to: .int64)))
      }
      let flat = try ArrayFile(path, rowShape: [whole.shape.dropFirst().reduce(1, *)])
      #expect(try flat.rows(places).scalars == expected.scalars)
    }
  }

  @Test func packedAndPlainIDXFiles() throws {
    let folder = try TemporaryFolder()
    let images = Tensor(shape: [7, 4, 3], (0..<84).map { Int32($0 * 3) })
    try IDXFile.write(images, to: folder.file("plain"), as: .uint8)
    try IDXFile.write(images, to: folder.file("packed.gz"), as: .uint8)
    for name in ["plain", "packed.gz"] {
      let file = try ArrayFile(folder.file(name), dividedBy: 255, rowShape: [12])
      let expected = (images.cast(to: .float32) / 255).reshaped(to: [7, 12])
      #expect(try file.rows([6, 0, 3]).isIdentical(to: expected.taking(Tensor([6, 0, 3] as [Int]))))
      #expect(try ArrayFile(folder.file(name)).rows(Array(0..<7)).isIdentical(to: images))
    }
  }

  @Test func aSourceOfFilesGivesTheBatchesOfTensors() throws {
    let folder = try TemporaryFolder()
    let data = withRandomSeed(1) {
      Dataset(
        .randomNormal([30, 4]), .randomIntegers([30], in: 0..<3), weights: .randomUniform([30]),
        more: ["age": .randomNormal([30, 1], type: .float64)])
    }
    try NPYFile.write(data.x, to: folder.file("x.npy"))
    try NPYFile.write(data.y, to: folder.file("y.npy"))
    try NPYFile.write(data.weights ?? .zeros([0]), to: folder.file("w.npy"))
    try NPYFile.write(data["age"], to: folder.file("age.npy"))
    let source = try ArrayFileSource(
      ArrayFile(folder.file("x.npy")), ArrayFile(folder.file("y.npy")), weights: ArrayFile(folder.file("w.npy")),
      more: ["age": ArrayFile(folder.file("age.npy"))])
    #expect(try source.targets().isIdentical(to: data.y))
    for (prefetch, threads) in [(0, 1), (2, 1), (4, 2), (8, 4)] {
      let loader = DataLoader(source, batchSize: 7, prefetch: prefetch, threads: threads, seed: 2)
      let batches = loader.batches(epoch: 1)
      let expected = DataLoader(data, batchSize: 7, seed: 2).batches(epoch: 1)
      while let batch = try batches.next() {
        let other = try #require(try expected.next())
        #expect(batch.x.isIdentical(to: other.x) && batch.y.isIdentical(to: other.y))
        #expect(batch.weights?.scalars == other.weights?.scalars && batch["age"].isIdentical(to: other["age"]))
      }
      #expect(try expected.next() == nil)
    }
  }

  @Test func filesThatDoNotFitAreErrors() throws {
    let folder = try TemporaryFolder()
    try NPYFile.write(.zeros([3, 2]), to: folder.file("three.npy"))
    try NPYFile.write(.zeros([4], type: .int64), to: folder.file("four.npy"))
    try NPYFile.write(.zeros([]), to: folder.file("one.npy"))
    let three = try ArrayFile(folder.file("three.npy"))
    let four = try ArrayFile(folder.file("four.npy"))
    #expect(try fileError { _ = try ArrayFileSource(three, four) }.problem.contains("it has 4 rows, and"))
    #expect(
      try fileError { _ = try ArrayFileSource(four, four, weights: four) }.problem.contains("floating-point number"))
    #expect(try fileError { _ = try ArrayFile(folder.file("one.npy")) }.problem.contains("a single number"))
    #expect(try fileError { _ = try ArrayFile(folder.file("four.npy"), type: .int32) }.problem.contains("can't hold"))
    #expect(
      try fileError { _ = try ArrayFile(folder.file("three.npy"), rowShape: [3]) }.problem.contains("[2], not [3]"))
    #expect(try fileError { _ = try ArrayFile(folder.file("none.npy")) }.kind == .missing)
    #expect(try fileError { _ = try ArrayFile(folder.path) }.kind == .inputOutput)
    try Data("abc".utf8).write(to: URL(filePath: folder.file("text")))
    #expect(try fileError { _ = try ArrayFile(folder.file("text")) }.kind != .missing)
    try Data().write(to: URL(filePath: folder.file("empty")))
    _ = try fileError { _ = try ArrayFile(folder.file("empty")) }
    try python("import sys, numpy as np; np.save(sys.argv[1], np.array([1, 2**63], 'u8'))", folder.file("large.npy"))
    let large = try ArrayFile(folder.file("large.npy"))
    #expect(try large.rows([0]).scalars == [1])
    #expect(try fileError { _ = try large.rows([0, 1]) }.place == .byte(128 + 8))
    #expect(try ArrayFile(folder.file("large.npy"), type: .float64).rows([1]).scalars == [0x1p63])
  }

  /// A file that is shortened while it is read is an error in the loop, not the end of the program.
  @Test(arguments: [0, 2]) func aFileThatIsCutOffIsAnError(prefetch: Int) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x.npy")
    try NPYFile.write(.zeros([4000, 10]), to: path)
    let file = try ArrayFile(path)
    let batches = DataLoader(try ArrayFileSource(file, file), batchSize: 10, prefetch: prefetch).batches()
    _ = try batches.next()
    #expect(truncate(path, 1000) == 0)
    let error = try fileError { while try batches.next() != nil {} }
    #expect(
      error.kind == .truncated && error.place == .byte(1000) && error.problem.contains("was shortened from 160128"))
    #expect(try fileError { _ = try ArrayFile(path) }.kind == .truncated)
  }

  /// Nor does every shorter file open.
  @Test func truncatedFilesAreErrors() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("x")
    for bytes in [
      NPYFile.encoded(.zeros([3, 2])),
      try IDXFile.encoded(Tensor(shape: [3, 2], (0..<6).map { Int32($0) }), as: .uint8),
    ] {
      for length in 0..<bytes.count {
        try Data(bytes.prefix(length)).write(to: URL(filePath: path))
        _ = try fileError { _ = try ArrayFile(path) }
      }
      try Data(bytes).write(to: URL(filePath: path))
      #expect(try ArrayFile(path).count == 3)
    }
  }
}
