import ArgumentParser

/// How far samples lie from where their shape has them.
struct NoiseOption: ParsableArguments {
  @Option(parsing: .unconditional, help: "The standard deviation of what is added to the features.")
  var noise: Double?
}

/// The order of samples.
struct OrderOption: ParsableArguments {
  @Flag(inversion: .prefixedNo, help: "Put the samples in random order.")
  var shuffle = true
}

/// The value of a choice that a text names, in small letters or capitals.
///
/// - Parameter kind: What messages call the choice.
func choice<Value: CaseIterable & RawRepresentable<String>>(_ kind: String, _ text: String) throws -> Value {
  if let value = Value(rawValue: text.lowercased()) { return value }
  let names = Value.allCases.map(\.rawValue).joined(separator: ", ")
  throw ValidationError("there is no \(kind) '\(text)'; name one of \(names)")
}
