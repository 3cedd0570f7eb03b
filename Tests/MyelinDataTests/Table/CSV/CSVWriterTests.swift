import Foundation
import MyelinData
import Testing

struct CSVWriterTests {
  @Test func textsAreReadBack() throws {
    let file = try TemporaryFile("old")
    let rows = [["plain", "a,b"], ["say \"hi\"", "two\nlines"], [" spaces ", "\r"], ["", "ü🐧"]]
    let writer = try CSVWriter(path: file.path, header: ["one", "two, too"])
    for row in rows { try writer.write(row) }
    try writer.finish()
    let reader = try CSVReader(path: file.path)
    #expect(reader.header == ["one", "two, too"])
    var read: [[String]] = []
    while let row = try reader.nextRow() { read.append(row.fields.map(\.text)) }
    #expect(read == rows)
    #expect(try file.names == ["table.csv"])
  }

  @Test func aLoneEmptyFieldIsNoBlankLine() throws {
    let file = try TemporaryFile("")
    let writer = try CSVWriter(path: file.path, header: ["a"])
    try writer.write([""])
    try writer.finish()
    #expect(try file.text == "a\n\"\"\n")
  }

  @Test func numbersAreReadBackExactly() throws {
    let numbers = [0.1 + 0.2, 1, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 123_456_789.125, 1 / 3]
    let file = try TemporaryFile("")
    let writer = try CSVWriter(path: file.path, header: ["x"])
    for number in numbers { try writer.write([number]) }
    try writer.finish()
    let table = try Table(contentsOf: file.path)
    #expect(table.columns[0].numbers == numbers)
  }

  @Test func withoutFinishTheOldFileStays() throws {
    let file = try TemporaryFile("old")
    var writer: CSVWriter? = try CSVWriter(path: file.path, header: ["a"])
    try writer?.write(["x"])
    #expect(try file.text == "old")
    writer = nil
    #expect(try file.names == ["table.csv"])
    #expect(try file.text == "old")
  }

  @Test func linksAndPermissionsStay() throws {
    let file = try TemporaryFile("old")
    let link = file.directory.appending(path: "link.csv")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: URL(filePath: file.path))
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: file.path)
    let writer = try CSVWriter(path: link.path(percentEncoded: false), header: ["a"])
    try writer.finish()
    #expect(try file.text == "a\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: file.path)
    #expect(attributes[.posixPermissions] as? Int == 0o640)
    #expect(try Set(file.names) == ["table.csv", "link.csv"])
  }

  @Test func placesThatCannotBeWritten() throws {
    expectError(.cannotWrite, "/x.csv: its folder does not exist") {
      _ = try CSVWriter(path: "/nowhere/x.csv", header: ["a"])
    }
    expectError(.cannotWrite, "/proc/x.csv: cannot write") {
      _ = try CSVWriter(path: "/proc/x.csv", header: ["a"])
    }
    expectError(.cannotWrite, "/tmp: cannot write (Is a directory)") { _ = try CSVWriter(path: "/tmp", header: ["a"]) }
    expectError(.cannotWrite, "can't be a file's name") { _ = try CSVWriter(path: "", header: ["a"]) }
  }

  @Test func aFullDisk() throws {
    let writer = try CSVWriter(path: "/dev/full", header: ["a"])
    expectError(.cannotWrite, "/dev/full: cannot write (No space left on device)") { try writer.finish() }
  }
}
