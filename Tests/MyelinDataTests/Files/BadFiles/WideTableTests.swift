import Foundation
import MyelinData
import MyelinFiles
import TestSupport
import Testing

/// Tables of a million columns.
struct WideTableTests {
  @Test func aMillionColumnsOfJSON() throws {
    var bytes = Array("{".utf8)
    for index in 0..<1_000_000 {
      bytes += "\"c".utf8
      bytes += String(index).utf8
      bytes += "\":7,".utf8
    }
    bytes[bytes.count - 1] = UInt8(ascii: "}")
    bytes += "\n{\"c999999\":null,\"c7\":1}\n".utf8
    let table = try #require(try JSONLinesReader(bytes: bytes).table())
    #expect(table.shape == [2, 1_000_000])
    #expect(table["c7"]?.integers == [7, 1] && table["c999999"]?.integers == [7, nil])
  }
}
