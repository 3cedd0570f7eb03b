import TestSupport
import Testing

/// A short run of what `make fuzz` does for long: readers throw or give a value, whatever they get.
struct DamagedFileTests {
  @Test(arguments: FileReader.all)
  func cutOffAtEveryByte(reader: FileReader) throws {
    let folder = try TemporaryFolder()
    for file in try reader.corpus {
      // Every kind of page is in the first three.
      let step = file.bytes.count > 1536 && reader.name == "sqlite" ? 61 : 1
      for length in stride(from: 0, to: file.bytes.count, by: step) {
        try reader.attempt(Array(file.bytes[..<length]), in: folder)
      }
    }
  }

  @Test(arguments: FileReader.all)
  func damagedAtRandom(reader: FileReader) throws {
    let folder = try TemporaryFolder()
    let tokens = ["descr", "IHDR", "(", "'<f8'", "{\"a\":", "\\ud83d", "\"", "CREATE TABLE "]
    var mutator = Mutator(corpus: try reader.corpus.map(\.bytes), tokens: tokens, seed: 1)
    for count in 0..<1000 {
      let bytes = mutator.next()
      try reader.attempt(count.isMultiple(of: 2) ? reader.mended(bytes) : bytes, in: folder)
    }
  }

  /// What is mended is sound in all but what was damaged.
  @Test(arguments: FileReader.all)
  func mendingLeavesSoundFilesAlone(reader: FileReader) throws {
    for file in try reader.corpus { #expect(reader.mended(file.bytes) == file.bytes, "\(file.name)") }
  }
}
