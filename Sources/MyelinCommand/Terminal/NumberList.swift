import ArgumentParser

/// Numbers with commas between them, as an argument.
struct NumberList: ExpressibleByArgument, Sendable {
  let numbers: [Double]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in Double(part.trimmingPrefix(while: \.isWhitespace)) }
    guard numbers.count == parts.count, numbers.allSatisfy(\.isFinite) else { return nil }
    self.numbers = numbers
  }
}
