import Foundation
import MyelinData
import MyelinFiles
import TestSupport
import Testing

/// Tables of a million columns.
struct WideTableTests {
  @Test func aMillionColumnsOfJSON() throws {
    var text = "{"
    for index in 0..<1_000_000 { text += "\(index == 0 ? "" : ",")\"c\(index)\":\(index)" }
    text += "}\n{\"c999999\":null,\"c7\":1}\n"
    let table = try #require(try JSONLinesReader(bytes: Array(text.utf8)).table())
    #expect(table.shape == [2, 1_000_000])
    #expect(table["c7"]?.integers == [7, 1] && table["c999999"]?.integers == [999_999, nil])
  }
}
