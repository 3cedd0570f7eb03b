// What is in a table, numbers for groups of rows, and tables put together.
import Myelin

let iris = BundledData.iris.table
let summary: TableSummary = iris.describe()
print(summary)
if let length: ColumnSummary = summary["petal length (cm)"] { print(length.mean ?? .nan, length.quantiles) }
print(try iris.valueCounts(of: "target"), iris["target"]?.uniqueValues().texts ?? [])

// One function of several columns under their own names, or several functions under names of their own.
let species: GroupedTable = try iris.grouped(by: "target")
print(try species.aggregated(.mean))
let some = try species.aggregated([
  Aggregate(.minimum, of: "petal width (cm)"), Aggregate(.standardDeviation, of: "petal width (cm)", as: "spread"),
])
print(some, try species.sizes(), species.table(ofGroup: 0).rowCount)
print(Aggregate.Function.allCases.map(\.rawValue))

// Joins have pandas' order of rows.
let colors = try Table([
  TableColumn("target", texts: ["setosa", "virginica", "iberica"]),
  TableColumn("color", texts: ["violet", "blue", nil]),
])
for kind in JoinKind.allCases { print(kind, try some.joined(with: colors, on: "target", how: kind).shape) }

// Rows below each other: columns are found by their names, and types that differ become one.
let choice: Table.ColumnChoice = .all
let more = Table(rowsOf: [iris.prefix(2), some, colors], columns: choice)
print(more.shape, more["color"]?.missingCount ?? 0)
print(try iris.prefix(2).appendingColumns(of: colors.dropping(["target"]).prefix(2)).columnNames)
