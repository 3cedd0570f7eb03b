import Foundation
import MyelinData
import MyelinFiles
import TestSupport
import Testing

/// Things that are no files of the format: folders, pipes, devices, nothing, zeros.
struct OddFileTests {
  @Test(arguments: FileReader.all)
  func foldersAndNothing(reader: FileReader) throws {
    let folder = try TemporaryFolder()
    reader.refuse(folder.path)
    reader.refuse(folder.file("none"))
    reader.refuse(folder.file("none/x"))
    try AtomicFile.write("", to: folder.file("empty"))
    reader.refuse(folder.file("empty"))
    reader.refuse("/dev/null")
    #expect(symlink("link", folder.file("link")) == 0)
    reader.refuse(folder.file("link"))
  }

  @Test(arguments: FileReader.all)
  func pipes(reader: FileReader) throws {
    let folder = try TemporaryFolder()
    let pipe = folder.file("pipe")
    #expect(mkfifo(pipe, 0o600) == 0)
    guard reader.readsPipes else {
      // Without a writer: nobody waits for one.
      let text = reader.refuse(pipe)
      #expect(text.contains("pipe"), "\(text)")
      return
    }
    for file in try reader.corpus where file.name != "texts.jsonl" && file.name != "texts.jsonl.gz" {
      try writing(file.bytes, to: pipe) { try reader.read(pipe) }
    }
    // A writer that ends too soon.
    try writing([], to: pipe) { _ = reader.refuse(pipe) }
  }

  @Test(arguments: FileReader.all)
  func zerosAndRandomBytes(reader: FileReader) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("a")
    var generator = SeededGenerator(state: 1)
    for length in [1, 2, 22, 100, 5000] {
      try AtomicFile.write([[UInt8](repeating: 0, count: length)], to: path)
      if !reader.readsAnyText { reader.refuse(path) }
      try AtomicFile.write([(0..<length).map { _ in UInt8.random(in: 128...255, using: &generator) }], to: path)
      reader.refuse(path)
    }
    if !reader.readsPipes { reader.refuse("/dev/zero") }
  }

  @Test func foldersOfImages() throws {
    let folder = try TemporaryFolder()
    func refuse(_ path: String, _ part: String) throws {
      let text = try fileError { _ = try ImageFolder(path).tensors(height: 2, width: 2) }.description
      #expect(text.contains(part), "\(text)")
    }
    try refuse(folder.file("none"), folder.file("none"))
    try refuse(folder.path, folder.path)
    try refuse("/dev/null", "/dev/null")
    try FileManager.default.createDirectory(atPath: folder.file("class/inner.png"), withIntermediateDirectories: true)
    try refuse(folder.path, folder.path)
    #expect(mkfifo(folder.file("class/pipe.png"), 0o600) == 0)
    try refuse(folder.path, folder.path)
    unlink(folder.file("class/pipe.png"))
    try AtomicFile.write("no image", to: folder.file("class/a.png"))
    try refuse(folder.path, "a.png")
  }
}
