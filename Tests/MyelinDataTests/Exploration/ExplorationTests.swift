import Foundation
import TestSupport
import Testing

@testable import MyelinData

/// What an exploration says of tables, against pandas.
struct ExplorationTests {
  /// A table of all types, with missing values, copies and infinities.
  private static let mixed: String = {
    var random = NumPyRandomState(seed: 5)
    var lines = ["id,size,count,group,flag,day"]
    for row in 0..<180 {
      let size = random.uniform() < 0.1 ? "" : "\((random.normal() * 1e4).rounded() / 100)"
      let group = random.uniform() < 0.2 ? "NA" : ["red", "green", "blue"][Int(random.uniform() * 3)]
      let flag = random.uniform() < 0.3 ? "true" : "false"
      let day = "202\(row % 4)-0\(row % 9 + 1)-1\(row % 10)"
      lines.append("\(row),\(size),\(Int(random.uniform() * 20) - 3),\(group),\(flag),\(day)")
    }
    lines += lines[10..<25]
    return lines.joined(separator: "\n") + "\n"
  }()

  private static func file(_ text: String) throws -> (folder: TemporaryFolder, path: String) {
    let folder = try TemporaryFolder()
    try text.write(toFile: folder.file("table.csv"), atomically: true, encoding: .utf8)
    return (folder, folder.file("table.csv"))
  }

  private struct Reference: Decodable {
    struct Column: Decodable {
      let count, distinct: Int
      let mean, std, min, max, median, skew, kurt: Double?
      let top: [Int]
    }
    let duplicates, complete: Int
    let columns: [String: Column]
    let pearson, spearman: [[Double?]]
    let missing: [[Double?]]
  }

  @Test func equalsPandas() throws {
    let (folder, path) = try Self.file(Self.mixed)
    let script = """
      import json, sys
      import numpy as np, pandas as pd
      frame = pd.read_csv(sys.argv[1], parse_dates=["day"])
      number = lambda value: None if not np.isfinite(value) else float(value)
      table = lambda frame: [[number(value) for value in row] for row in frame.values]
      columns = {}
      for name in frame:
        values = frame[name]
        column = {"count": int(values.count()), "distinct": int(values.nunique()),
          "top": [int(count) for count in values.value_counts()[:10]]}
        if name in ("id", "size", "count"):
          column |= {"mean": number(values.mean()), "std": number(values.std()), "min": number(values.min()),
            "max": number(values.max()), "median": number(values.median()), "skew": number(values.skew()),
            "kurt": number(values.kurt())}
        columns[name] = column
      numbers = frame[["id", "size", "count"]]
      print(json.dumps({"duplicates": int(frame.duplicated().sum()), "complete": len(frame.dropna()), "columns": columns,
        "pearson": table(numbers.corr()), "spearman": table(numbers.corr("spearman")),
        "missing": table(frame[["size", "group"]].isna().astype(int).corr())}))
      """
    let reference = try JSONDecoder().decode(Reference.self, from: Data(try python(script, path).utf8))
    let exploration = try Exploration(contentsOf: path)
    #expect(exploration.rowCount == 195)
    #expect(exploration.duplicateRowCount == reference.duplicates)
    #expect(exploration.missing.completeRowCount == reference.complete)
    #expect(exploration.columns.map(\.type) == [.integer, .number, .integer, .text, .boolean, .date])
    for column in exploration.columns {
      let other = try #require(reference.columns[column.name])
      #expect(column.count == other.count)
      #expect(column.distinctCount == other.distinct)
      #expect(column.frequentValues.map(\.count) == other.top)
      guard let numbers = column.numbers else { continue }
      let own = [
        numbers.mean, numbers.standardDeviation, numbers.minimum, numbers.maximum, numbers.quantiles?.median,
        numbers.skewness, numbers.kurtosis,
      ]
      let others = [other.mean, other.std, other.min, other.max, other.median, other.skew, other.kurt]
      for (own, other) in zip(own, others) { #expect(isClose(own, other), "\(column.name)") }
    }
    #expect(exploration.relations.numberColumns == ["id", "size", "count"])
    for (own, other) in zip(exploration.relations.pearson.joined(), reference.pearson.joined()) {
      #expect(isClose(own, other))
    }
    for (own, other) in zip(exploration.relations.spearman.joined(), reference.spearman.joined()) {
      #expect(isClose(own, other))
    }
    for (own, other) in zip(exploration.missing.correlations.joined(), reference.missing.joined()) {
      #expect(isClose(own, other))
    }
    _ = folder
  }

  private func isClose(_ own: Double?, _ other: Double?) -> Bool {
    guard let own, let other else { return own == nil && other == nil }
    return abs(own - other) <= 1e-9 * max(1, abs(other))
  }

  @Test func iris() throws {
    let exploration = try Exploration(of: BundledData.iris.table, target: "target")
    let target = try #require(exploration.target)
    #expect(target.task == .multiclassClassification)
    #expect(target.classes.map(\.count) == [50, 50, 50])
    #expect(target.missingCount == 0)
    #expect(Set(target.features.prefix(2).map(\.name)) == ["petal length (cm)", "petal width (cm)"])
    #expect(target.features.allSatisfy { (0...1).contains($0.predictability ?? -1) })
    #expect(target.features[0].informationShare > 0.7)
    guard case .distributions(let edges, let counts) = target.features[0].view else {
      Issue.record("numbers by class are distributions")
      return
    }
    #expect(counts.count == 3 && counts.allSatisfy { $0.count == edges.count - 1 && $0.reduce(0, +) == 50 })
    #expect(!exploration.warnings.contains { $0.severity > .low })
  }

  @Test func regression() throws {
    let exploration = try Exploration(of: BundledData.diabetes().table, target: "target")
    let target = try #require(exploration.target)
    #expect(target.task == .regression)
    #expect(target.classes.isEmpty)
    #expect(Set(target.features.prefix(2).map(\.name)) == ["bmi", "s5"])
    guard case .points(let x, let y, let trendX, let trendY) = target.features[0].view else {
      Issue.record("numbers against numbers are points")
      return
    }
    #expect(x.count == y.count && x.count <= Exploration.Scatter.pointLimit)
    #expect(trendX.count == trendY.count && trendX == trendX.sorted() && trendX.count > 5)
  }

  @Test func theTaskCanBeForced() throws {
    let table = try Table([
      TableColumn("x", numbers: (0..<60).map(Double.init)),
      TableColumn("y", integers: (0..<60).map { Int64($0 % 3) }),
    ])
    #expect(try Exploration(of: table, target: "y").target?.task == .multiclassClassification)
    var options = Exploration.Options()
    options.task = .regression
    #expect(try Exploration(of: table, target: "y", options: options).target?.task == .regression)
    let texts = try table.adding(TableColumn("y", texts: (0..<60).map { "\($0 % 3)x" }))
    #expect(throws: TableError.self) { try Exploration(of: texts, target: "y", options: options) }
    #expect(throws: TableError.self) { try Exploration(of: table, target: "z") }
  }

  @Test func isTheSameEveryTimeAndSurvivesJSON() throws {
    let (folder, path) = try Self.file(Self.mixed)
    let exploration = try Exploration(contentsOf: path, target: "flag")
    #expect(try Exploration(contentsOf: path, target: "flag") == exploration)
    // A plain encoder refuses NaN and infinities: there are none.
    let data = try JSONEncoder().encode(exploration)
    #expect(try JSONDecoder().decode(Exploration.self, from: data) == exploration)
    _ = folder
  }

  @Test func oddTables() throws {
    let empty = try Exploration(of: Table([]))
    #expect(empty.rowCount == 0 && empty.columns.isEmpty && empty.warnings.map(\.kind) == [.noRows])

    let (folder, path) = try Self.file("a,b\n")
    let header = try Exploration(contentsOf: path, target: "b")
    #expect(header.columns.map(\.name) == ["a", "b"] && header.target == nil)
    #expect(header.warnings.map(\.kind) == [.noRows])
    _ = folder

    let row = try Exploration(
      of: Table([TableColumn("a", numbers: [1]), TableColumn("b", texts: ["x"])]), target: "b")
    #expect(row.target == nil && row.warnings.contains { $0.kind == .unusableTarget })

    let missing = try Table([
      TableColumn("a", numbers: [.nan, .nan, .nan]), TableColumn("b", texts: [nil, nil, nil]),
      TableColumn("c", dates: [.nan, .nan, .nan]), TableColumn("d", booleans: [nil, nil, nil]),
      TableColumn("e", integers: [nil, nil, nil]),
    ])
    for target in [nil, "a", "b", "c", "d", "e"] {
      let exploration = try Exploration(of: missing, target: target)
      #expect(exploration.missingCellCount == 15 && exploration.missing.completeRowCount == 0)
      #expect(exploration.columns.allSatisfy { $0.distinctCount == 0 && $0.frequentValues.isEmpty })
      #expect(try JSONEncoder().encode(exploration).count > 0)
    }
    let infinite = try Table([
      TableColumn("a", numbers: [.infinity, -.infinity, .nan, .infinity]),
      TableColumn("y", numbers: [1, .infinity, 2, 3.5]),
    ])
    let exploration = try Exploration(of: infinite, target: "y")
    #expect(exploration.columns[0].numbers?.infiniteCount == 3 && exploration.columns[0].numbers?.mean == nil)
    #expect(exploration.columns[0].distinctCount == 2)
    #expect(try JSONEncoder().encode(exploration).count > 0)
  }

  @Test func readsAtMostSoManyRows() throws {
    let (folder, path) = try Self.file(Self.mixed)
    var options = Exploration.Options()
    options.reading.rowLimit = 50
    let part = try Exploration(contentsOf: path, options: options)
    #expect(part.rowCount == 50 && part.isTruncated && part.warnings.contains { $0.kind == .truncated })
    options.reading.rowLimit = 195
    #expect(try !Exploration(contentsOf: path, options: options).isTruncated)
    _ = folder
  }

  @Test func relationsComeFromASample() throws {
    let values = (0..<5000).map(Double.init)
    let table = try Table([
      TableColumn("a", numbers: values), TableColumn("b", numbers: values.map { $0 * $0 }),
    ])
    var options = Exploration.Options()
    options.relationRowLimit = 500
    let exploration = try Exploration(of: table, options: options)
    #expect(exploration.relations.rowCount == 500)
    #expect(exploration.relations.spearman[0][1] == 1)
    #expect(exploration.columns[0].count == 5000)
    let rows = RowSample.rows(of: 5000, atMost: 500)
    #expect(rows == rows.sorted() && Set(rows).count == 500 && (2200.0...2800).contains(Double(rows[250])))
  }

  @Test func longIntegersKeepTheirDigits() throws {
    let table = try Table([
      TableColumn("key", integers: [9_007_199_254_740_993, 9_007_199_254_740_992, 9_007_199_254_740_993])
    ])
    let column = try Exploration(of: table).columns[0]
    #expect(column.distinctCount == 2)
    #expect(column.frequentValues[0] == .init(value: "9007199254740993", count: 2))
    let target = try #require(try Exploration(of: table, target: "key").target)
    #expect(target.classes.map(\.value) == ["9007199254740992", "9007199254740993"])
    #expect(target.classes.map(\.count) == [1, 2])
  }

  @Test func wrongOptionsStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      var options = Exploration.Options()
      options.relationRowLimit = 0
      _ = try Exploration(of: Table([]), options: options)
    }
  }
}
