import Foundation
import MyelinData
import TestSupport
import Testing

/// Hard files, read as Python's csv module and pandas read them.
struct CSVPythonTests {
  /// A file of random fields with all that makes CSV hard, and what Python reads in it: rows of texts, as JSON.
  private static let generator = """
    import csv, io, json, random, sys
    folder, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    random.seed(seed)
    pieces = ["a", "1", "0.5", " ", "\\t", ",", ";", '"', '""', "\\n", "\\r\\n", "\\r", "ü", "한", "🐧", "x,y", "#", "\\\\"]
    known = []
    for index in range(count):
        columns = random.randint(1, 6)
        header = [f"c{c}" for c in range(columns)]
        rows = [["".join(random.choices(pieces, k=random.choice([0, 1, 1, 2, 5, 70]))) for _ in header]
                for _ in range(random.randint(1, 8))]
        separator, end = random.choice(",;\\t|"), random.choice(["\\n", "\\r\\n", "\\r"])
        quoting = random.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
        # Python quotes a lone carriage return or line feed only where it ends lines.
        quoting = quoting if end == "\\r\\n" else csv.QUOTE_ALL
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=separator, lineterminator=end, quoting=quoting)
        writer.writerows([header] + rows)
        text = text.getvalue()
        if random.random() < 0.3:
            text = text[: -len(end)]
        with open(f"{folder}/{index}.csv", "w", newline="", encoding=random.choice(["utf-8", "utf-8-sig"])) as file:
            file.write(text)
        read = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        known.append({"separator": separator, "rows": [row for row in read if row]})
    json.dump(known, open(f"{folder}/known.json", "w"))
    """

  private struct Known: Decodable {
    let separator: String
    let rows: [[String]]
  }

  @Test func fieldsAreThoseOfPython() throws {
    let folder = try TemporaryFolder()
    let count = Int(ProcessInfo.processInfo.environment["MYELIN_CSV_FILES"] ?? "") ?? 60
    try python(Self.generator, folder.path, "\(count)", "\(count == 60 ? 1 : Int.random(in: 0..<1_000_000))")
    let known = try JSONDecoder().decode([Known].self, from: Data(contentsOf: URL(filePath: folder.file("known.json"))))
    #expect(known.count == count)
    for (index, file) in known.enumerated() {
      let path = folder.file("\(index).csv")
      let separator = try #require(file.separator.unicodeScalars.first)
      for size in [1, 64, 1 << 18] {
        let reader = try CSVReader(path: path, options: CSVOptions(separator: separator), blockSize: size)
        var rows = [reader.header]
        while let row = try reader.nextRow() { rows.append(row.fields.map(\.text)) }
        #expect(rows == file.rows, "file \(index) in blocks of \(size)")
      }
      var options = CSVOptions(separator: separator)
      (options.spaces, options.inferredTypes, options.missing) = (.none, [.text], .empty)
      let table = try Table(contentsOf: path, options)
      for (column, values) in table.columns.enumerated() {
        let texts = values.texts.map { $0 ?? "" }
        // A text of spaces is a missing value.
        let expected = file.rows.dropFirst().map { row in
          row[column].allSatisfy { $0 == " " || $0 == "\t" } ? "" : row[column]
        }
        #expect(texts == expected, "file \(index), column \(column)")
      }
    }
  }

  @Test func oddValuesGoToPandasAndBack() throws {
    let folder = try TemporaryFolder()
    let (there, back) = (folder.file("there.csv.gz"), folder.file("back.csv"))
    let table = try Table([
      TableColumn(
        "n", numbers: [-0.0, .leastNonzeroMagnitude, .infinity, -.infinity, .nan, 0.1 + 0.2, 1.7976931348623157e308]),
      TableColumn("i", integers: [.max, .min, 0, -1, 9_007_199_254_740_993, 7, 1]),
      TableColumn("t", texts: ["\"", "a\r\nb", "\n", ",", "  spaces ", "\u{feff}bom", "👩‍👩‍👧"]),
      TableColumn("d", dates: [0, -62_135_596_800, 253_402_300_799, 1.5, 86_400.25, 1_709_209_805, 60]),
      TableColumn("b", booleans: [true, false, nil, true, true, false, false]),
    ])
    try table.write(to: there)
    let seen = try python(
      """
      import sys, pandas
      table = pandas.read_csv(sys.argv[1])
      print(*[repr(x) for x in table.n], *table.i, *[repr(x) for x in table.t], sep="|")
      table.to_csv(sys.argv[2], index=False, lineterminator="\\r\\n")
      """, there, back)
    #expect(
      seen
        == "-0.0|5e-324|inf|-inf|nan|0.30000000000000004|1.7976931348623157e+308|9223372036854775807|-9223372036854775808|0|-1|"
        + "9007199254740993|7|1|'\"'|'a\\r\\nb'|'\\n'|','|'  spaces '|'\\ufeffbom'|'👩\\u200d👩\\u200d👧'\n")
    var options = CSVOptions()
    options.allowsInfinity = true
    let returned = try Table(contentsOf: back, options)
    for (column, original) in zip(returned.columns, table.columns) where original.name != "t" {
      #expect(column == original, "\(original.name)")
    }
    #expect(returned["n"]?.numbers?.first?.sign == .minus)
    // pandas doesn't quote texts for the spaces around them.
    options.spaces = .none
    #expect(try Table(contentsOf: back, options)["t"] == table["t"])
  }

  @Test func datesWithZonesAreThoseOfPandas() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("dates.csv")
    let moments = try python(
      """
      import sys, pandas
      zones = ["UTC", "Asia/Seoul", "America/New_York", "Asia/Kolkata"]
      dates = [pandas.Timestamp(2024, 3, 10, 1, 59, 59, 250000).tz_localize(zone) + pandas.Timedelta(hours=h)
               for zone in zones for h in range(0, 8000, 777)]
      pandas.DataFrame({"d": [str(d) for d in dates]}).to_csv(sys.argv[1], index=False)
      print(*[d.timestamp() for d in dates])
      """, path)
    let column = try #require(Table(contentsOf: path)["d"])
    #expect(column.type == .date)
    #expect(column.numbers == moments.split(whereSeparator: \.isWhitespace).map { Double($0) })
  }
}
