extension Activation {
  /// The functions, by their names in files.
  enum Function: String, CaseIterable {
    case identity, sign, step
    case tanh, hardTanh, sigmoid, logSigmoid, hardSigmoid
    case softmax, logSoftmax
    case relu, relu6, leakyRelu, elu, selu, celu
    case gelu, geluTanh, silu, mish
    case softplus, softsign, squaredRelu
    case glu, swiglu

    /// The parameters' names and standard values.
    var parameters: [(name: String, standard: Double)] {
      switch self {
      case .hardTanh: [("minimum", -1), ("maximum", 1)]
      case .leakyRelu: [("slope", 0.01)]
      case .elu, .celu: [("alpha", 1)]
      case .softplus: [("beta", 1)]
      default: []
      }
    }

    /// Whether one half of the last axis gates the other.
    var isGated: Bool { self == .glu || self == .swiglu }

    /// What is wrong with these values of the parameters; `nil` if nothing is.
    func problem(_ first: Double, _ second: Double) -> String? {
      if !first.isFinite || !second.isFinite { return "\(rawValue): the parameters must be finite numbers" }
      switch self {
      case .hardTanh where first > second: return "hardTanh: the minimum \(first) is above the maximum \(second)"
      case .celu where first == 0: return "celu: alpha must not be 0"
      case .softplus where first <= 0: return "softplus: beta must be positive, not \(first)"
      default: return nil
      }
    }
  }

  /// What the function is called, in files too: `leakyRelu`, say.
  public var name: String { function.rawValue }

  /// The parameters by their names, such as `slope`; empty for a function without.
  public var parameters: [String: Double] {
    Dictionary(
      zip(function.parameters.map(\.name), [first, second]).map { ($0, $1) }, uniquingKeysWith: { first, _ in first })
  }

  /// The activation of that name and with those parameters, as a model file tells them.
  ///
  /// - Parameters:
  ///   - name: What `name` gave.
  ///   - parameters: What `parameters` gave; those that are left out have their standard values.
  /// - Throws: `ActivationError` if there is no such function, or no such parameter, or none of such a value.
  public init(name: String, parameters: [String: Double] = [:]) throws {
    guard let function = Function(rawValue: name) else { throw ActivationError.unknownName(name) }
    let known = function.parameters
    let names = known.map(\.name)
    if let odd = parameters.keys.sorted().first(where: { !names.contains($0) }) {
      throw ActivationError.unknownParameter(odd, function: name)
    }
    let values = known.map { parameters[$0.name] ?? $0.standard }
    let (first, second) = (values.first ?? 0, values.count > 1 ? values[1] : 0)
    if let problem = function.problem(first, second) { throw ActivationError.badParameter(problem) }
    self.init(function, first, second)
  }
}

extension Activation: CaseIterable {
  /// Every function once, with its standard parameters.
  public static var allCases: [Activation] { Function.allCases.map { Activation($0) } }
}

extension Activation: CustomStringConvertible {
  /// How the activation is written in Swift, without the point: `relu`, `leakyRelu(slope: 0.2)`.
  public var description: String {
    let known = function.parameters
    if self == Activation(function) { return name }
    let values = zip(known, [first, second]).map { "\($0.name): \($1)" }
    return "\(name)(\(values.joined(separator: ", ")))"
  }
}

extension Activation: Codable {
  private enum Key: String, CodingKey { case name, parameters }

  /// Reads a name, or a name with parameters.
  public init(from decoder: any Decoder) throws {
    do {
      if let name = try? decoder.singleValueContainer().decode(String.self) {
        try self.init(name: name)
        return
      }
      let container = try decoder.container(keyedBy: Key.self)
      try self.init(
        name: container.decode(String.self, forKey: .name),
        parameters: container.decodeIfPresent([String: Double].self, forKey: .parameters) ?? [:])
    } catch let error as ActivationError {
      throw DecodingError.dataCorrupted(
        DecodingError.Context(codingPath: decoder.codingPath, debugDescription: error.description))
    }
  }

  /// Writes the name alone, or with the parameters where these aren't the standard ones.
  public func encode(to encoder: any Encoder) throws {
    if self == Activation(function) {
      var container = encoder.singleValueContainer()
      try container.encode(name)
    } else {
      var container = encoder.container(keyedBy: Key.self)
      try container.encode(name, forKey: .name)
      try container.encode(parameters, forKey: .parameters)
    }
  }
}

/// Why a name and parameters don't tell an activation.
public enum ActivationError: Error, Hashable, CustomStringConvertible {
  /// There is no function of that name.
  case unknownName(String)
  /// The function has no parameter of that name.
  case unknownParameter(String, function: String)
  /// The function has no such value of a parameter; the text says which and why.
  case badParameter(String)

  /// What is wrong, in one line.
  public var description: String {
    switch self {
    case .unknownName(let name):
      "there is no activation '\(name.oneLine)'; there are "
        + Activation.Function.allCases.map(\.rawValue).joined(separator: ", ")
    case .unknownParameter(let parameter, let function):
      "the activation '\(function)' has no parameter '\(parameter.oneLine)'"
    case .badParameter(let problem): problem
    }
  }
}

extension String {
  /// The text with a space for every line break, for messages of one line.
  fileprivate var oneLine: String { String(map { $0.isNewline ? " " : $0 }) }
}
