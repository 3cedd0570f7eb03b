import Foundation
import Myelin
import TestSupport
import Testing

@Suite struct RealDatasetTests {
  @Test(arguments: [
    ("iris", BundledData.iris), ("wine", BundledData.wine), ("breast-cancer", BundledData.breastCancer),
    ("diabetes", BundledData.diabetes()), ("diabetes --unscaled", BundledData.diabetes(isScaled: false)),
    ("digits", BundledData.digits),
  ])
  func isTheLibrarysTable(arguments: String, data: SampleTable) async throws {
    let folder = try TemporaryFolder()
    let (table, figure) = (folder.file("table.csv"), folder.file("figure.png"))
    let outcome = try await shell("\"$M\" dataset \(arguments) --output '\(table)' --figure '\(figure)'")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let written = try Table(contentsOf: table)
    #expect(written.columnNames == data.table.columnNames)
    #expect(try written.tensor(of: data.featureNames, type: .float64).scalars == data.x.scalars)
    #expect(written["target"]?.texts == data.table["target"]?.texts || data.classNames == nil)
    #expect(try bytes(figure).starts(with: [0x89, 0x50, 0x4e, 0x47]))
  }

  @Test func rowsAreDrawnBySeed() async throws {
    let outcome = try await myelin("dataset", "iris", "--samples", "4", "--seed", "7")
    let rows = try BundledData.iris.table.sampled(count: 4, seed: 7)
    #expect(outcome.lines.dropFirst().map { $0.split(separator: ",").last.map(String.init) } == rows["target"]?.texts)
  }

  @Test func imagesComeFromAFolder() async throws {
    let folder = try TemporaryFolder()
    for (part, count) in [("train", 30), ("t10k", 5)] {
      let images = Tensor.arange(count * 12).reshaped(to: [count, 4, 3]) % 256
      try IDXFile.write(images, to: folder.file("\(part)-images-idx3-ubyte"), as: .uint8)
      try IDXFile.write(Tensor.arange(count) % 10, to: folder.file("\(part)-labels-idx1-ubyte.gz"), as: .uint8)
    }
    let outcome = try await myelin(
      "dataset", "fashion-mnist", "--folder", folder.path, "--test", "--figure", folder.file("sheet.png"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count == 6)
    #expect(outcome.lines.first?.hasPrefix("pixel_0_0,pixel_0_1,pixel_0_2,pixel_1_0") == true)
    #expect(outcome.lines.dropFirst(2).first == "12,13,14,15,16,17,18,19,20,21,22,23,1")
    #expect(try bytes(folder.file("sheet.png")).starts(with: [0x89, 0x50, 0x4e, 0x47]))
  }

  @Test(arguments: [
    ("iris --samples 0", "--samples must be from 1 to the 150 rows, but is 0"),
    ("digits --seed -1", "--seed must be from 0 to 4294967295, but is -1"),
    ("fashion-mnist --folder /nowhere", "/nowhere: Fashion-MNIST isn't there: install it with 'sudo apt-get install"),
  ])
  func mistakesAreOneLine(arguments: String, message: String) async throws {
    let outcome = try await shell("\"$M\" dataset \(arguments)")
    #expect(outcome.status != 0)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.hasPrefix("myelin: \(message)"), "\(outcome.errors)")
  }
}
