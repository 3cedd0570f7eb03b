import ArgumentParser
import Myelin

/// What is predicted, as an argument.
enum TaskArgument: String, ExpressibleByArgument, CaseIterable {
  case binary, multiclass, regression

  var task: PredictionTask {
    switch self {
    case .binary: .binaryClassification
    case .multiclass: .multiclassClassification
    case .regression: .regression
    }
  }
}

/// The activations that hidden layers learn with: the sign has no derivative, and softmax mixes the units.
enum HiddenActivation: String, ExpressibleByArgument, CaseIterable {
  case relu, tanh, sigmoid, identity

  var activation: Activation {
    switch self {
    case .relu: .relu
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    case .identity: .identity
    }
  }
}

/// An optimizer, as an argument.
enum OptimizerArgument: String, ExpressibleByArgument, CaseIterable {
  case adam, sgd

  func optimizer(learningRate: Double?) -> any Optimizer {
    switch self {
    case .adam: Adam(learningRate: learningRate ?? 1e-3)
    case .sgd: SGD(learningRate: learningRate ?? 0.05, momentum: 0.9)
    }
  }
}

/// How much classes count, as an argument.
enum ClassWeightsArgument: String, ExpressibleByArgument, CaseIterable {
  case none, balanced
}

/// Layer sizes with commas between them, as an argument; empty or 0 for none.
struct SizeList: Sendable, CustomStringConvertible {
  let sizes: [Int]

  init(sizes: [Int]) { self.sizes = sizes }

  /// Reads an argument.
  ///
  /// - Throws: `ValidationError` that says what is allowed.
  init(parsing argument: String) throws {
    if argument.isEmpty || argument == "0" || argument == "none" {
      sizes = []
      return
    }
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    sizes = parts.compactMap { Int($0) }
    guard sizes.count == parts.count, sizes.allSatisfy({ (1...65_536).contains($0) }), sizes.count <= 1_000 else {
      throw ValidationError("give sizes of 1 to 65536 with commas between them, 1000 at most, or none")
    }
  }

  var description: String { sizes.map(String.init).joined(separator: ",") }
}

/// Names with commas between them, as an argument. A name that holds a comma stands in double quotes, as in a CSV file.
struct NameList: ExpressibleByArgument, Sendable {
  let names: [String]

  init(names: [String]) { self.names = names }

  init?(argument: String) {
    var names: [String] = []
    var name = ""
    var (beginsQuoted, isQuoted) = (false, false)
    for character in argument {
      switch character {
      case "\"" where beginsQuoted:
        // The second of two quotes is one of the name's own.
        if !isQuoted { name.append(character) }
        isQuoted.toggle()
      case "\"" where name.isEmpty: (beginsQuoted, isQuoted) = (true, true)
      case "," where !isQuoted:
        names.append(name)
        (name, beginsQuoted) = ("", false)
      default: name.append(character)
      }
    }
    guard !isQuoted else { return nil }
    self.names = (names + [name]).filter { !$0.isEmpty }
  }

  /// The argument that gives these names.
  var argument: String {
    names.map { name in
      name.contains(",") || name.hasPrefix("\"") ? "\"" + name.replacing("\"", with: "\"\"") + "\"" : name
    }.joined(separator: ",")
  }

  var defaultValueDescription: String { names.isEmpty ? "none" : argument }
}
