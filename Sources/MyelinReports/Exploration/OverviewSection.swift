import MyelinData

/// The table's size, and how many columns there are of each type.
struct OverviewSection: PageSection {
  let exploration: Exploration
  let anchor = "overview"
  let title = "Overview"
  let isShown = true

  init(_ exploration: Exploration) { self.exploration = exploration }

  func write(to page: inout Page) {
    let cells = exploration.cellCount
    var facts = [
      ("Rows", PageText.count(exploration.rowCount)),
      ("Columns", PageText.count(exploration.columns.count)),
      ("Missing cells", PageText.part(exploration.missingCellCount, of: cells)),
      ("Complete rows", PageText.part(exploration.missing.completeRowCount, of: exploration.rowCount)),
      ("Duplicate rows", PageText.part(exploration.duplicateRowCount, of: exploration.rowCount)),
      ("In memory", PageText.bytes(exploration.byteCount)),
    ]
    for type in ColumnType.allCases {
      let count = exploration.columns.count { $0.type == type }
      if count > 0 { facts.append(("\(Self.name(type)) columns", PageText.count(count))) }
    }
    page.add("<dl class=\"facts\">")
    for (name, value) in facts { page.add("<div><dt>\(name)</dt><dd>\(value)</dd></div>") }
    page.add("</dl>\n")
  }

  private static func name(_ type: ColumnType) -> String {
    switch type {
    case .integer: "Integer"
    case .number: "Number"
    case .boolean: "Boolean"
    case .date: "Date"
    case .text: "Text"
    }
  }
}
