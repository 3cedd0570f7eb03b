import MyelinData

/// What to mend, the most important first.
struct WarningsSection: PageSection {
  let exploration: Exploration
  let anchor = "warnings"
  let isShown = true

  init(_ exploration: Exploration) { self.exploration = exploration }

  var title: String {
    let count = exploration.warnings.count
    return count == 0 ? "Warnings" : "Warnings (\(PageText.count(count)))"
  }

  func write(to page: inout Page) {
    guard !exploration.warnings.isEmpty else {
      page.add("<p>None: nothing stands out.</p>\n")
      return
    }
    // What is said and advised of several columns is said once.
    var groups: [[Exploration.Warning]] = []
    for warning in exploration.warnings {
      let place = groups.lastIndex { group in
        let first = group[0]
        return first.kind == warning.kind && first.severity == warning.severity && first.reason == warning.reason
          && first.advice == warning.advice
      }
      if let place { groups[place].append(warning) } else { groups.append([warning]) }
    }
    for group in groups { write(group, to: &page) }
  }

  private func write(_ group: [Exploration.Warning], to page: inout Page) {
    let first = group[0]
    let level =
      switch first.severity {
      case .high: ("high", "High")
      case .medium: ("medium", "Medium")
      case .low: ("low", "Note")
      }
    page.add("<div class=\"warning\"><div class=\"level \(level.0)\">\(level.1)</div><div>")
    if group.count <= 3 {
      for warning in group { page.add("<p>\(message(warning))</p>") }
    } else {
      let items = group.dropFirst().map { "<li>\(message($0))</li>" }.joined()
      page.add(
        "<p>\(message(first))</p><details><summary>and \(group.count - 1) more like it</summary><ul>\(items)</ul></details>"
      )
    }
    page.add("<p class=\"why\">\(PageText.escaped("\(first.reason) \(first.advice)"))</p></div></div>\n")
  }

  private func message(_ warning: Exploration.Warning) -> String {
    let text = "<bdi>\(PageText.escaped(warning.message))</bdi>"
    guard warning.columns.count == 1, let name = warning.columns.first,
      let index = exploration.columns.prefix(ColumnsSection.cardLimit).firstIndex(where: { $0.name == name })
    else { return text }
    return "\(text)&nbsp;<a href=\"#c\(index)\" aria-label=\"show the column\">→</a>"
  }
}
