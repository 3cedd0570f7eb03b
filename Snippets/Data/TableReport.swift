// A look at a table before learning from it: warnings, what predicts the target, and a page for the browser.
import Myelin

let table: Table = BundledData.wine.table
let exploration = try Exploration(of: table, target: "target")

for warning in exploration.warnings { print("\(warning.severity): \(warning.message) \(warning.advice)") }
if let target = exploration.target {
  for feature in target.features.prefix(3) {
    print(feature.name, feature.predictability ?? 0, feature.informationShare)
  }
}
if let strongest = exploration.relations.strongestPairs.first {
  print(strongest.first, strongest.second, strongest.measure.symbol, strongest.value)
}

do {
  let page = try await exploration.page(title: "Wine")
  print("a page of \(page.utf8.count / 1000) kB")  // AtomicFile.write(page, to: "wine.html")
} catch {
  print(error)  // gnuplot draws the figures; the error says how to install it
}
