import Foundation
import MyelinData
import TestSupport
import Testing

struct GroupedTableTests {
  @Test func groupsAndCountsEqualPandas() throws {
    let folder = try TemporaryFolder()
    let table = try mixedTable(rows: 300, seed: 8)
    try table.write(to: folder.file("table.csv"))
    try python(
      """
      import sys
      import pandas
      folder = sys.argv[1]
      table = pandas.read_csv(f"{folder}/table.csv", parse_dates=["day"])

      def write(frame, name):
        # Myelin writes truth values in small letters.
        frame = frame.replace({True: "true", False: "false"}) if "open" in frame else frame
        frame.to_csv(f"{folder}/{name}.csv", index=False, date_format="%Y-%m-%dT%H:%M:%S.%f")

      numbers = ["size", "level", "number"]
      for missing in (False, True):
        for keys in (["kind"], ["code", "kind"], ["open"], ["level", "open"]):
          groups = table.groupby(keys, dropna=not missing)
          name = "-".join(keys) + ("-missing" if missing else "")
          rest = [column for column in numbers if column not in keys]
          for function in ("sum", "mean", "std", "median", "min", "max", "first", "last", "count", "nunique"):
            columns = rest if function in ("sum", "std") else rest + ["day"]
            write(groups[columns].agg(function).reset_index(), f"{name}-{function}")
          write(groups.size().rename("size").reset_index(), f"{name}-size")
      for function in ("min", "max", "first", "last", "count", "nunique"):
        write(table.groupby("code")[["kind"]].agg(function).reset_index(), f"texts-{function}")
      write(table.groupby("kind", sort=False)[["size"]].mean().reset_index(), "unsorted")
      write(table["kind"].value_counts().reset_index(), "counts")
      write(table["kind"].value_counts(dropna=False, normalize=True).reset_index(), "proportions")
      write(table.drop_duplicates(["level", "kind"])[["level", "kind", "number"]], "distinct")
      write(pandas.DataFrame({"kind": table["kind"].dropna().unique()}), "unique")
      """, folder.path)
    let functions: [(Aggregate.Function, String)] = [
      (.sum, "sum"), (.mean, "mean"), (.standardDeviation, "std"), (.median, "median"), (.minimum, "min"),
      (.maximum, "max"), (.first, "first"), (.last, "last"), (.count, "count"), (.distinctCount, "nunique"),
    ]
    for missing in [false, true] {
      for keys in [["kind"], ["code", "kind"], ["open"], ["level", "open"]] {
        let groups = try table.grouped(by: keys, includingMissing: missing)
        let name = keys.joined(separator: "-") + (missing ? "-missing" : "")
        let rest = ["size", "level", "number"].filter { !keys.contains($0) }
        for (function, pandas) in functions {
          let columns = [.sum, .standardDeviation].contains(function) ? rest : rest + ["day"]
          try expectEqual(
            groups.aggregated(function, of: columns), writtenTo: folder.file("\(name)-\(pandas).csv"),
            "\(name) \(pandas)")
        }
        try expectEqual(groups.sizes(), writtenTo: folder.file("\(name)-size.csv"), name)
      }
    }
    for (function, pandas) in functions.dropFirst(4) {
      let found = try table.grouped(by: "code").aggregated(function, of: ["kind"])
      try expectEqual(found, writtenTo: folder.file("texts-\(pandas).csv"), "texts \(pandas)")
    }
    try expectEqual(
      table.grouped(by: "kind", sorted: false).aggregated(.mean, of: ["size"]), writtenTo: folder.file("unsorted.csv"),
      "unsorted")
    try expectEqual(table.valueCounts(of: "kind"), writtenTo: folder.file("counts.csv"), "counts")
    try expectEqual(
      table.valueCounts(of: "kind", normalized: true, includingMissing: true),
      writtenTo: folder.file("proportions.csv"), "proportions")
    try expectEqual(
      table.droppingDuplicates(of: ["level", "kind"]).selecting(["level", "kind", "number"]),
      writtenTo: folder.file("distinct.csv"), "distinct")
    #expect(try Table(rowsOf: [table, table]).droppingDuplicates() == table.droppingDuplicates())
    let unique = try #require(table["kind"]).uniqueValues()
    try expectEqual(Table([unique]), writtenTo: folder.file("unique.csv"), "unique")
  }

  @Test func resultsHaveTheirTypesAndNames() throws {
    let table = try Table([
      TableColumn("k", texts: ["b", "a", "b", nil]), TableColumn("i", integers: [1, nil, 3, 4]),
      TableColumn("b", booleans: [true, nil, false, true]), TableColumn("d", dates: [0, 86_400, 172_800, 0]),
      TableColumn("t", texts: ["x", "y", nil, "z"]),
    ])
    let groups = try table.grouped(by: "k")
    #expect(groups.count == 2 && groups.rows == [[1], [0, 2]])
    #expect(groups.keys["k"]?.texts == ["a", "b"])
    #expect(groups.table(ofGroup: 1) == table.taking(rows: [0, 2]))
    let found = try groups.aggregated([
      Aggregate(.sum, of: "i"), Aggregate(.sum, of: "b", as: "opened"), Aggregate(.mean, of: "d"),
      Aggregate(.last, of: "t"), Aggregate(.maximum, of: "b"),
    ])
    #expect(found.columnNames == ["k", "i_sum", "opened", "d_mean", "t_last", "b_maximum"])
    #expect(found["i_sum"]?.integers == [0, 4])
    #expect(found["opened"]?.integers == [0, 1])
    #expect(found["d_mean"]?.texts == ["1970-01-02", "1970-01-02"])
    #expect(found["t_last"]?.texts == ["y", "x"])
    #expect(found["b_maximum"]?.booleans == [nil, true])
    #expect(try groups.aggregated(.mean).columnNames == ["k", "i", "b"])
    #expect(try groups.aggregated(.first).columnNames == ["k", "i", "b", "d", "t"])
    #expect(table["t"]?.uniqueValues(includingMissing: true).texts == ["x", "y", nil, "z"])
  }

  @Test func mistakesAreThrown() throws {
    let table = try Table([
      TableColumn("count", integers: [.max, 1, 1]), TableColumn("t", texts: ["a", "a", "a"]),
      TableColumn("d", dates: [0, 0, 0]),
    ])
    let groups = try table.grouped(by: "t")
    expectError(.noSuchColumn, "has no column 'tt'") { _ = try table.grouped(by: "tt") }
    expectError(.badOption, "grouped by no column") { _ = try table.grouped(by: []) }
    expectError(.wrongType, "'t' is of the type text, which has no mean") {
      _ = try groups.aggregated(.mean, of: ["t"])
    }
    expectError(.wrongType, "'d' is of the type date, which has no sum") { _ = try groups.aggregated(.sum, of: ["d"]) }
    expectError(.wrongType, "no standardDeviation") { _ = try groups.aggregated(.standardDeviation, of: ["d"]) }
    expectError(.wrongValue, "does not fit 64 bits") { _ = try groups.aggregated(.sum, of: ["count"]) }
    expectError(.duplicateColumnName, "'t'") { _ = try groups.aggregated([Aggregate(.count, of: "d", as: "t")]) }
    expectError(.duplicateColumnName, "'count'") { _ = try table.valueCounts(of: "count") }
    #expect(try table.prefix(0).grouped(by: "t").aggregated(.mean).rowCount == 0)
    #expect(try table.prefix(0).valueCounts(of: "t").rowCount == 0)
  }
}
