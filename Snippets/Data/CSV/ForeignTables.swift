// CSV files as other programs and countries write them: read, and written again.
import Foundation
import Myelin

let folder = FileManager.default.temporaryDirectory.path(percentEncoded: false)
let path = folder + "/umsatz.csv"
try """
Umsatz der Filialen
# vorläufig

Filiale;Tag;Umsatz;Bemerkung
Köln;01.03.2024;1.234,50;'gut; sehr gut'
Bonn;02.03.2024;-;
Aachen;03.03.2024;980
""".write(toFile: path, atomically: true, encoding: .utf8)

var options = CSVOptions(separator: ";")
options.skippedLines = 1
options.comment = "#"
options.quote = "'"
(options.decimalMark, options.thousandsMark) = (",", ".")
options.dateFormats = ["%d.%m.%Y"]
options.missing = MissingMarkers.standard.adding(["-"])
options.raggedRows = RaggedRows.fill
options.spaces = SpaceTrimming.all
let table = try Table(contentsOf: path, options)
print(table)
for column in table.columns { print(column.name, column.type) }

// Only what is needed, under other names.
var few = options
few.columns = ColumnChoice.names(["Umsatz", "Filiale"])
print(try Table(contentsOf: path, few).columnNames)
var renamed = options
(renamed.skippedLines, renamed.header) = (4, CSVHeader.names(["branch", "day", "sales", "note"]))
print(try Table(contentsOf: path, renamed).columnNames)

var writing = CSVWritingOptions()
(writing.separator, writing.decimalMark, writing.decimals) = (";", ",", 2)
(writing.quoting, writing.lineEnding, writing.missing) = (.texts, .carriageReturnLineFeed, "-")
let packed = folder + "/umsatz-neu.csv.gz"
try table.write(to: packed, writing)
var reading = CSVOptions(separator: ";")
reading.decimalMark = ","
reading.missing = MissingMarkers(["-"])
print(try Table(contentsOf: packed, reading) == table)
