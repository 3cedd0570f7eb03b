import Foundation
import MyelinData
import TestSupport
import Testing

/// Tables that go to pandas and come back.
struct PandasTests {
  @Test func tablesGoToPandasAndBack() throws {
    let folder = try TemporaryFolder()
    let table = try Table([
      TableColumn("count", integers: [1, -9_007_199_254_740_993, 3, .max]),
      TableColumn("size, in cm", numbers: [0.1, .nan, -1.7976931348623157e308, 2.2250738585072014e-308]),
      TableColumn("open", booleans: [true, false, true, true]),
      TableColumn("day", dates: [0, 951_782_400.25, .nan, -86_400]),
      TableColumn("text", texts: ["a,\"b\"", nil, "line\nbreak", "한국어 🐧"]),
    ])
    let (there, back) = (folder.file("there.csv"), folder.file("back.csv"))
    try table.write(to: there)
    let types = try python(
      """
      import sys
      import pandas
      table = pandas.read_csv(sys.argv[1], parse_dates=["day"])
      table.to_csv(sys.argv[2], index=False)
      print(*[d.kind for d in table.dtypes[:4]], table["text"][0], table["size, in cm"].isna().sum())
      """, there, back)
    #expect(types == "i f b M a,\"b\" 1\n")
    let returned = try Table(contentsOf: back)
    #expect(returned.columnNames == table.columnNames)
    for (column, original) in zip(returned.columns, table.columns) {
      #expect(column == original, "\(original.name)")
    }
  }
}
