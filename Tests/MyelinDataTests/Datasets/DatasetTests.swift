import Foundation
import MyelinCore
import MyelinData
import MyelinFiles
import TestSupport
import Testing

struct DatasetTests {
  private struct Expected: Decodable {
    let shape: [Int]
    let featureNames: [String]
    let classNames: [String]?
    let sums, squares, first, last: [Double]
    let ordered, targets: Double
  }

  /// Against scikit-learn's: Tests/Fixtures/datasets/datasets.py made the sums.
  @Test func bundledTablesEqualScikitLearns() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/datasets/datasets.json").standardized
    let expected = try JSONDecoder().decode([String: Expected].self, from: Data(contentsOf: path))
    let tables = [
      "iris": BundledData.iris, "wine": BundledData.wine, "breast_cancer": BundledData.breastCancer,
      "diabetes": BundledData.diabetes(), "diabetes_raw": BundledData.diabetes(isScaled: false),
      "digits": BundledData.digits,
    ]
    #expect(tables.count == expected.count)
    for (name, table) in tables {
      let wanted = try #require(expected[name])
      func expectClose(_ found: Tensor, _ values: [Double], _ what: String) {
        #expect(found.isClose(to: Tensor(values, type: .float64), relative: 1e-11, absolute: 1e-11), "\(name): \(what)")
      }
      #expect(table.x.shape == wanted.shape)
      #expect(table.featureNames == wanted.featureNames)
      #expect(table.classNames == wanted.classNames)
      expectClose(table.x.sum(axis: 0), wanted.sums, "sums")
      expectClose((table.x * table.x).sum(axis: 0), wanted.squares, "squares")
      expectClose(table.x[0], wanted.first, "first row")
      expectClose(table.x[-1], wanted.last, "last row")
      let places = Tensor((1...wanted.shape[0]).map { Double($0) }, type: .float64)
      #expect(abs((table.x.sum(axis: 1) * places).sum().scalar - wanted.ordered) < 1e-9 * max(1, abs(wanted.ordered)))
      #expect((table.y.cast(to: .float64) * places).sum().scalar == wanted.targets)
      #expect(table.table.columnNames == wanted.featureNames + ["target"])
      #expect(table.table.rowCount == wanted.shape[0])
    }
    #expect(BundledData.iris.table["target"]?.categories == ["setosa", "versicolor", "virginica"])
  }

  private func write(_ folder: TemporaryFolder, prefix: String, count: Int, labels: Int, packed: Bool) throws {
    func file(_ name: String, _ header: [UInt8], _ bytes: [UInt8]) throws {
      let path = folder.file(name)
      try Data(header + bytes).write(to: URL(filePath: path))
      guard packed else { return }
      let gzip = Process()
      gzip.executableURL = URL(filePath: "/usr/bin/env")
      gzip.arguments = ["gzip", path]
      try gzip.run()
      gzip.waitUntilExit()
    }
    let (high, low) = (UInt8(count >> 8), UInt8(count & 255))
    try file(
      "\(prefix)-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, high, low, 0, 0, 0, 2, 0, 0, 0, 3],
      (0..<count * 6).map { UInt8($0 % 256) })
    try file("\(prefix)-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, UInt8(labels)], (0..<labels).map { UInt8($0 % 10) })
  }

  @Test(arguments: [false, true]) func foldersOfIDXFilesAreRead(packed: Bool) throws {
    let folder = try TemporaryFolder()
    try write(folder, prefix: "train", count: 50, labels: 50, packed: packed)
    try write(folder, prefix: "t10k", count: 4, labels: 4, packed: packed)
    let (train, test) = try ImageData.idx(folder: folder.path)
    #expect(train.images.shape == [50, 2, 3])
    #expect(test.labels.scalars == [0, 1, 2, 3])
    #expect(train.images.type == .float32)
    #expect(train.images[0, 1, 2].scalar == Double(Float(5) / 255))
    #expect(try ImageData.fashionMNIST(folder: folder.path).test.images.shape == [4, 2, 3])
  }

  @Test func whatIsMissingIsSaid() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: FileError.self) { try ImageData.fashionMNIST(folder: folder.path) }
    #expect(error?.description.contains("sudo apt-get install dataset-fashion-mnist") == true)
    try write(folder, prefix: "train", count: 5, labels: 4, packed: false)
    let signed = folder.file("train-labels-idx1-ubyte")
    let labels = try Data(contentsOf: URL(filePath: signed))
    try Data([0, 0, 9, 1, 0, 0, 0, 5, 0, 1, 2, 3, 4]).write(to: URL(filePath: signed))
    let wrong = #expect(throws: FileError.self) { try ImageData.idx(folder: folder.path) }
    #expect(wrong?.description.contains("the numbers are of the type int8, not uint8") == true)
    try labels.write(to: URL(filePath: signed))
    let other = #expect(throws: FileError.self) { try ImageData.idx(folder: folder.path) }
    #expect(other?.description.contains("there are 4 labels for 5 images") == true)
  }
}
