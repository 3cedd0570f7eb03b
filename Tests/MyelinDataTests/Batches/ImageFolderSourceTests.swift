import Foundation
import MyelinCore
import MyelinData
import MyelinFiles
import MyelinNN
import TestSupport
import Testing

/// Images of a folder, decoded as batches are made.
@Suite struct ImageFolderSourceTests {
  private func makeFolder() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for (number, name) in ["rose", "tulip"].enumerated() {
      try FileManager.default.createDirectory(atPath: folder.file(name), withIntermediateDirectories: true)
      for index in 0..<5 {
        let image = withRandomSeed(10 * number + index) { Tensor.randomUniform([6 + index, 8, 3]) }
        try ImageFile.write(image, to: folder.file("\(name)/\(index).png"))
      }
    }
    return folder
  }

  @Test func batchesAreThoseOfTheFolder() throws {
    let folder = try makeFolder()
    let images = try ImageFolder(folder.path)
    let source = ImageFolderSource(images, height: 6, width: 6)
    let (x, y) = try images.tensors(height: 6, width: 6)
    #expect(source.count == 10 && source.targets().scalars == y.scalars)
    for threads in [1, 2, 4] {
      let loader = DataLoader(
        source, batchSize: 3, sampler: .stratified(), augmentations: [.horizontalFlip()], threads: threads, seed: 1)
      let expected = DataLoader(
        Dataset(x, y), batchSize: 3, sampler: .stratified(), augmentations: [.horizontalFlip()], seed: 1
      ).batches()
      let batches = loader.batches()
      while let batch = try batches.next() {
        let other = try #require(try expected.next())
        #expect(batch.x.isIdentical(to: other.x) && batch.y.isIdentical(to: other.y))
      }
    }
  }

  @Test(arguments: [1, 3]) func anImageThatIsDamagedIsNamed(threads: Int) throws {
    let folder = try makeFolder()
    let source = ImageFolderSource(try ImageFolder(folder.path), height: 6, width: 6)
    let path = folder.file("tulip/3.png")
    let bytes = try Data(contentsOf: URL(filePath: path))
    try bytes.prefix(bytes.count / 2).write(to: URL(filePath: path))
    let batches = DataLoader(source, batchSize: 2, threads: threads).batches()
    let error = try fileError { while try batches.next() != nil {} }
    #expect(error.path == path)
  }
}
