import Foundation
import MyelinCore
import MyelinData
import MyelinNN
import TestSupport
import Testing

/// Rows of CSV files, in passes.
@Suite struct TableStreamTests {
  private let header = "a,b,name,y\n"

  private func rows(_ range: Range<Int>) -> String {
    range.map { "\($0),\(Double($0) / 4),n\($0),\($0 % 3)\n" }.joined()
  }

  @Test func rowsComeInBatches() throws {
    let file = try TemporaryFile(header + rows(0..<2500))
    let stream = TableStream(csv: file.path, target: "y", targetType: .int64)
    for prefetch in [0, 2] {
      let loader = DataLoader(streaming: stream, batchSize: 300, prefetch: prefetch)
      for _ in 0..<2 {
        let batches = loader.batches()
        var place = 0
        while let batch = try batches.next() {
          let expected = place..<place + batch.count
          #expect(batch.x.shape == [batch.count, 2] && batch.y.shape == [batch.count] && batch.y.type == .int64)
          #expect(batch.x.scalars == expected.flatMap { [Double($0), Double($0) / 4] })
          #expect(batch.y.scalars == expected.map { Double($0 % 3) })
          place += batch.count
        }
        #expect(place == 2500)
      }
    }
    let one = DataLoader(streaming: TableStream(csv: file.path, target: "b", features: ["y"]), batchSize: 4)
    let batch = try #require(try one.batches().next())
    #expect(batch.x.scalars == [0, 1, 2, 0] && batch.y.isIdentical(to: Tensor([[0], [0.25], [0.5], [0.75]])))
  }

  @Test func theBufferShufflesAllRows() throws {
    let file = try TemporaryFile(header + rows(0..<2500))
    let stream = TableStream(csv: file.path, target: "a")
    let loader = DataLoader(streaming: stream, batchSize: 100, shuffleBuffer: 500, seed: 1)
    func targets(_ epoch: Int, from first: Int = 0) throws -> [Double] {
      let batches = loader.batches(epoch: epoch, from: first)
      var result: [Double] = []
      while let batch = try batches.next() { result += batch.y.scalars }
      return result
    }
    let first = try targets(0)
    #expect(first.sorted() == (0..<2500).map { Double($0) } && first != first.sorted())
    #expect(try targets(0) == first && targets(1) != first)
    #expect(try targets(0, from: 20) == Array(first[2000...]))
  }

  /// What is wrong in a file is thrown in the loop, with its line.
  @Test(arguments: [0, 3]) func aBadCellIsNamed(prefetch: Int) throws {
    let file = try TemporaryFile(header + rows(0..<1999) + "7,oops,n,0\n" + rows(2000..<2500))
    let loader = DataLoader(streaming: TableStream(csv: file.path, target: "y"), batchSize: 500, prefetch: prefetch)
    let batches = loader.batches()
    _ = try batches.next()
    let error = #expect(throws: TableError.self) { while try batches.next() != nil {} }
    #expect(error?.line == 2001 && error?.column == 3)
    #expect(error.map { "\($0)".contains("'oops'") } == true)
    let ragged = try TemporaryFile(header + rows(0..<10) + "1,2\n")
    let short = DataLoader(streaming: TableStream(csv: ragged.path, target: "y"), prefetch: prefetch)
    #expect(throws: TableError.self) { try short.batches().next() }
    let missing = DataLoader(streaming: TableStream(csv: "/nowhere/x.csv", target: "y"), prefetch: prefetch)
    let absent = #expect(throws: TableError.self) { try missing.batches().next() }
    #expect(absent?.kind == .fileNotFound)
    let wrong = DataLoader(streaming: TableStream(csv: file.path, target: "z"), prefetch: prefetch)
    #expect(throws: TableError.self) { try wrong.batches().next() }
  }

  @Test func rowsFromElsewhere() throws {
    let file = try TemporaryFile(header + rows(0..<10))
    let path = file.path
    let stream = TableStream {
      var left = try Table(contentsOf: path)
      return { count in
        guard left.rowCount > 0 else { return nil }
        let size = min(count, 3, left.rowCount)
        defer { left = left.suffix(left.rowCount - size) }
        return left.prefix(size)
      }
    } encode: { table in
      let kept = table.filter { ($0["a"].number ?? 0) >= 4 }
      return Dataset(try kept.tensor(of: ["a"]), try kept.tensor(of: ["b"]))
    }
    let batches = DataLoader(streaming: stream, batchSize: 4).batches()
    #expect(try batches.next()?.x.scalars == [4, 5, 6, 7])
    #expect(try batches.next()?.x.scalars == [8, 9])
    #expect(try batches.next() == nil)
  }

  @Test func aModelLearnsFromAFile() throws {
    let file = try TemporaryFile(
      "x,y\n" + (0..<3000).map { "\(Double($0 % 100) / 100),\(Double($0 % 100) / 50 + 1)\n" }.joined())
    let trainer = Trainer(
      withRandomSeed(1) { Sequential { Dense(1, 1) } }, loss: meanSquaredError, optimizer: Adam(learningRate: 0.02))
    let stream = TableStream(csv: file.path, target: "y")
    let history = try trainer.fit(
      DataLoader(streaming: stream, batchSize: 50, shuffleBuffer: 1000), validation: stream, epochs: 6, seed: 1)
    #expect((history.validationLosses.last ?? 1) < 1e-3)
  }
}
