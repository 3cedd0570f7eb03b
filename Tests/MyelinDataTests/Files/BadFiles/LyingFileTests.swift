import Foundation
import MyelinCore
import MyelinData
import MyelinFiles
import TestSupport
import Testing

/// Headers that claim what isn't there, and packed files that unpack to far more than they are.
struct LyingFileTests {
  private static func npy(_ header: String, version: UInt8 = 1) -> [UInt8] {
    let text = header + "\n"
    let length = version == 1 ? [UInt8(text.utf8.count), 0] : [UInt8(text.utf8.count), 0, 0, 0]
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + length + Array(text.utf8) + [UInt8](repeating: 0, count: 64)
  }

  @Test(arguments: [
    "(9223372036854775807,)", "(4611686018427387904, 4)", "(-1,)", "(-8, -1)", "(99999999999999999999999,)",
    "(9, 1000000)",
    "(1.5,)", "(2,", "8", "(True,)", "()x", "(0, 9223372036854775807, 9223372036854775807, -1)",
  ])
  func shapesOfNPY(shape: String) throws {
    for type in ["<f8", "|u1", ">i2"] {
      for version: UInt8 in [1, 2, 3] {
        let bytes = Self.npy("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }", version: version)
        _ = try fileError { _ = try NPYFile.read(bytes: bytes) }
      }
    }
  }

  @Test(
    arguments: [
      [0xff, 0xff, 0xff, 0xff], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff],
      [0, 0, 0, 2, 0xff, 0xff, 0xff, 0xff], [0x80, 0, 0, 0, 0x80, 0, 0, 0, 0x80, 0, 0, 0], [0, 0],
      [0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1],
    ] as [[UInt8]])
  func sizesOfIDX(sizes: [UInt8]) throws {
    for code: UInt8 in [8, 14] {
      let bytes = [0, 0, code, UInt8((sizes.count + 3) / 4)] + sizes + [1, 2, 3]
      _ = try fileError { _ = try IDXFile.read(bytes: bytes) }
    }
  }

  @Test func placesAndSizesInZip() throws {
    let whole = try NPZFile.encoded([("x", Tensor.arange(20)), ("y", Tensor.zeros([30]))])
    // Every number in the archive's directory, of two and four bytes, is made too large.
    for place in whole.count - 150..<whole.count - 1 {
      for width in [2, 4] where place + width <= whole.count {
        var bytes = whole
        bytes.replaceSubrange(place..<place + width, with: [UInt8](repeating: 0xff, count: width))
        for bytes in [bytes, Mending.zip(bytes)] {
          do {
            _ = try NPZFile(bytes: bytes, limit: 1 << 20).tensors()
          } catch {
            #expect(error.description.isOneLine)
          }
        }
      }
    }
  }

  @Test func sizesOfImages() throws {
    let corpus = try FileReader.all.filter { ["png", "jpeg"].contains($0.name) }.flatMap { try $0.corpus.map(\.bytes) }
    for bytes in corpus {
      let isPNG = bytes[0] == 0x89
      // PNG has the sizes behind IHDR, and JPEG behind the mark of a frame.
      let place =
        isPNG
        ? 16
        : try #require((0..<bytes.count - 9).first { bytes[$0] == 0xff && [0xc0, 0xc2].contains(bytes[$0 + 1]) }) + 5
      for size in [
        [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0, 0, 0, 0, 0],
        [0, 0, 0x40, 0, 0x7f, 0xff, 0xff, 0xff],
      ] as [[UInt8]] {
        var lying = bytes
        let width = isPNG ? 8 : 4
        lying.replaceSubrange(place..<place + width, with: size.suffix(width))
        _ = try fileError { _ = try ImageFile.read(bytes: Mending.png(lying)) }
      }
    }
  }

  @Test func numbersInDatabases() throws {
    let folder = try TemporaryFolder()
    let reader = try #require(FileReader.all.first { $0.name == "sqlite" })
    for file in try reader.corpus {
      // The header, and the beginning of each page.
      for place in (0..<file.bytes.count).filter({ $0 < 112 || $0 % 512 < 16 }) {
        for value: UInt8 in [0, 0x7f, 0xff] {
          var bytes = file.bytes
          bytes[place] = value
          try reader.attempt(bytes, in: folder)
        }
      }
    }
  }

  /// Pages that lead SQLite to the same rows again and again: rows without end in a file of a few pages.
  @Test func pagesThatLeadInCircles() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a.db")
    try sql(
      """
      PRAGMA page_size = 512; CREATE TABLE t (s TEXT);
      WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) INSERT INTO t SELECT 'text ' || (i % 10) FROM n;
      """, in: path)
    var bytes = try AtomicFile.read(path)
    #expect(try Table(database: path).rowCount == 9001)
    // An inner page of a table's tree has the kind 5; the first is the root, with few children. It becomes a copy of the fullest
    // one, and all its children are that one.
    func count(_ page: Int) -> Int { Int(bytes[page + 3]) << 8 | Int(bytes[page + 4]) }
    let inner = stride(from: 512, to: bytes.count, by: 512).filter { bytes[$0] == 5 }
    let (root, fullest) = (inner[0], try #require(inner.max { count($0) < count($1) }))
    #expect(count(fullest) > 50)
    bytes.replaceSubrange(root..<root + 512, with: Array(bytes[fullest..<fullest + 512]))
    let number = fullest / 512 + 1
    for index in 0..<count(root) {
      let cell = root + (Int(bytes[root + 12 + 2 * index]) << 8 | Int(bytes[root + 13 + 2 * index]))
      bytes.replaceSubrange(cell..<cell + 4, with: [0, 0, UInt8(number >> 8), UInt8(number & 0xff)])
    }
    try AtomicFile.write([bytes], to: path)
    expectError(.database, "the table has more than the file has room for") { _ = try Table(database: path) }
  }

  @Test func filesThatUnpackToFarMore() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("bomb")
    try python(
      """
      import sys, gzip, struct, zipfile, zlib
      path = sys.argv[1]
      million = 1 << 20
      open(path + ".idx.gz", "wb").write(gzip.compress(b"\\0\\0\\x08\\x01" + struct.pack(">I", 64 * million) + bytes(64 * million)))
      open(path + ".lie.gz", "wb").write(gzip.compress(b"\\0\\0\\x08\\x01" + struct.pack(">I", 4) + bytes(64 * million)))
      open(path + ".jsonl.gz", "wb").write(gzip.compress(b'{"a":"' + b"a" * (80 * million) + b'"}'))
      open(path + ".rows.gz", "wb").write(gzip.compress(b'{"a":1}\\n' * (2 * million)))
      header = b"{'descr': '|u1', 'fortran_order': False, 'shape': (%d,), }" % (64 * million)
      with zipfile.ZipFile(path + ".npz", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("x.npy", b"\\x93NUMPY\\1\\0" + struct.pack("<H", len(header) + 1) + header + b"\\n" + bytes(64 * million))
      def chunk(kind, data): return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
      png = b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8192, 8192, 8, 0, 0, 0, 0))
      open(path + ".png", "wb").write(png + chunk(b"IDAT", zlib.compress(bytes(8192 * 8193))) + chunk(b"IEND", b""))
      """, path)
    let limit = 1 << 20
    for (name, part, read) in [
      (".idx.gz", "unpacks to more than", { _ = try IDXFile.read($0, limit: limit) }),
      (".lie.gz", "more data follows", { _ = try IDXFile.read($0, limit: limit) }),
      (".npz", "unpacks to more than", { _ = try NPZFile($0, limit: limit).tensors() }),
      (".png", "pixels", { _ = try ImageFile.read($0, limit: limit) }),
      (".jsonl.gz", "longer than 64 MiB", { _ = try Table(jsonLines: $0) }),
      (
        ".rows.gz", "unpacks to more than",
        { path in
          var options = JSONLinesOptions()
          options.unpackedLimit = limit
          _ = try Table(jsonLines: path, options)
        }
      ),
    ] as [(String, String, (String) throws -> Void)] {
      do {
        try read(path + name)
        Issue.record("\(name) is read")
      } catch {
        #expect("\(error)".contains(part) && "\(error)".hasPrefix(path + name), "\(error)")
      }
    }
  }
}
