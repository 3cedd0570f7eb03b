import Foundation
import MyelinData
import TestSupport
import Testing

struct TableSummaryTests {
  private struct Described: Decodable {
    let count: Double
    let unique: Double?
    let top: String?
    let freq: Double?
    let mean: Double?
    let std: Double?
    let min: Double?
    let q05: Double?
    let q50: Double?
    let q80: Double?
    let max: Double?
  }

  @Test func numbersEqualPandas() throws {
    let folder = try TemporaryFolder()
    for (rows, seed) in [(1, 3), (2, 4), (9, 5), (400, 6)] {
      let table = try mixedTable(rows: rows, seed: UInt32(seed))
      try table.write(to: folder.file("\(rows).csv"))
    }
    let output = try python(
      """
      import json, sys
      import pandas
      result = {}
      for rows in (1, 2, 9, 400):
        table = pandas.read_csv(f"{sys.argv[1]}/{rows}.csv", parse_dates=["day"])
        found = {}
        for name, column in table.items():
          described = column.describe(percentiles=[0.05, 0.5, 0.8])
          values = {key.replace("%", ""): value for key, value in described.items() if not pandas.isna(value)}
          if name == "day":
            values = {key: (value - pandas.Timestamp(0)).total_seconds() if key != "count" else value
                      for key, value in values.items()}
          elif name in ("kind", "open") and "top" in values:
            values["top"] = str(values["top"]).lower() if name == "open" else values["top"]
          found[name] = {{"5": "q05", "50": "q50", "80": "q80"}.get(key, key): value if isinstance(value, str) else float(value)
                         for key, value in values.items()}
        result[rows] = found
      print(json.dumps(result))
      """, folder.path)
    let wanted = try JSONDecoder().decode([String: [String: Described]].self, from: Data(output.utf8))
    for (rows, columns) in wanted {
      let table = try Table(contentsOf: folder.file("\(rows).csv"))
      let summary = table.describe(quantiles: [0.05, 0.5, 0.8])
      #expect(summary.columns.count == columns.count)
      for column in summary.columns where column.count > 0 {
        let wanted = try #require(columns[column.name])
        let what = "\(rows) rows, \(column.name)"
        #expect(Double(column.count) == wanted.count, "\(what)")
        #expect(column.distinctCount.map(Double.init) == wanted.unique, "\(what)")
        #expect(column.mostFrequentText == wanted.top, "\(what)")
        #expect(column.frequency.map(Double.init) == wanted.freq, "\(what)")
        for (found, wanted) in [
          (column.mean, wanted.mean), (column.standardDeviation, wanted.std), (column.minimum, wanted.min),
          (column.quantiles.first, wanted.q05), (column.quantiles.dropFirst().first, wanted.q50),
          (column.quantiles.last, wanted.q80), (column.maximum, wanted.max),
        ] {
          #expect((found == nil) == (wanted == nil), "\(what)")
          // pandas rounds the mean of moments to microseconds.
          let tolerance = column.type == .date ? 1e-6 : 1e-12 * max(1, abs(wanted ?? 0))
          #expect(abs((found ?? 0) - (wanted ?? 0)) <= tolerance, "\(what)")
        }
      }
    }
  }

  @Test func printsSeveralTables() throws {
    let table = try Table([
      TableColumn("size", numbers: [1, 2, .nan, 5]), TableColumn("day", dates: [0, 86_400, 172_800, .nan]),
      TableColumn("name", texts: ["b", "a", "b", nil]), TableColumn("open", booleans: [true, false, nil, nil]),
      TableColumn("none", numbers: [.nan, .nan, .nan, .nan]),
    ])
    #expect(
      "\(table.describe())" == """
        4 rows, 5 columns

        numbers  count  missing     mean      std  min  25 %  50 %  75 %  max
        size         3        1  2.66667  2.08167    1   1.5     2   3.5    5
        none         0        4        –        –    –     –     –     –    –

        dates  count  missing                 mean                  min                 25 %                 50 %                 75 %                  max
        day        3        1  1970-01-02T00:00:00  1970-01-01T00:00:00  1970-01-01T12:00:00  1970-01-02T00:00:00  1970-01-02T12:00:00  1970-01-03T00:00:00

        texts and truth values  count  missing  distinct  most frequent  times
        name                        3        1         2              b      2
        open                        2        2         2           true      1
        """)
    #expect("\(try table.selecting([]).describe())" == "4 rows, 0 columns")
    #expect(table.describe()["size"] == table["size"]?.describe())
    #expect(table.describe()["nothing"] == nil)
  }

  @Test func extremeNumbers() {
    let column = TableColumn("x", numbers: [.infinity, -.infinity, .infinity])
    #expect(column.describe().maximum == .infinity)
    #expect(column.describe(quantiles: [1]).quantiles == [.infinity])
  }

  @Test func sharesOutsideStop() async {
    await #expect(processExitsWith: .failure) { _ = TableColumn("x", numbers: [1]).describe(quantiles: [1.5]) }
  }
}
