import Foundation
import MyelinData
import MyelinFiles
import TestSupport
import Testing

/// A short run of what `make fuzz` does for long: readers throw or give a value, whatever they get.
struct DamagedFileTests {
  private static let corpus = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Fuzzing/Corpus").standardized

  private static let readers: [(name: String, read: @Sendable ([UInt8]) throws -> Void)] = [
    ("npy", { _ = try NPYFile.read(bytes: $0) }),
    ("npz", { _ = try NPZFile(bytes: $0, limit: 1 << 20).tensors() }),
    ("idx", { _ = try IDXFile.read(bytes: $0) }),
    ("idx.gz", { _ = try IDXFile.read(bytes: $0, limit: 1 << 20) }),
    ("png", { _ = try ImageFile.read(bytes: $0, limit: 1 << 14) }),
    ("jpeg", { _ = try ImageFile.read(bytes: $0, limit: 1 << 14) }),
  ]

  @Test(arguments: readers.indices)
  func throwsOrReads(reader: Int) throws {
    let (name, read) = Self.readers[reader]
    let folder = Self.corpus.appending(path: name).path
    let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted().map {
      try AtomicFile.read("\(folder)/\($0)")
    }
    #expect(!files.isEmpty)
    func attempt(_ bytes: [UInt8]) {
      do {
        try read(bytes)
      } catch {
        #expect((error as? FileError)?.description.isOneLine == true, "\(error)")
      }
    }
    for file in files {
      for length in 0...file.count { attempt(Array(file[..<length])) }
    }
    var mutator = Mutator(corpus: files, tokens: ["descr", "IHDR", "(", "'<f8'"], seed: 1)
    for _ in 0..<1000 { attempt(mutator.next()) }
  }
}
