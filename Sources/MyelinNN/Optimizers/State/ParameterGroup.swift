/// Parameters that an optimizer treats in their own way.
///
/// ```swift
/// let optimizer = AdamW(learningRate: 1e-3, weightDecay: 0.01)
/// optimizer.groups = [
///   ParameterGroup(named: "*.bias", weightDecay: 0),      // biases aren't drawn to zero
///   ParameterGroup(of: model.head, learningRate: 1e-2),   // and a new head learns faster
/// ]
/// ```
///
/// A parameter belongs to the first group that takes it: here the head's biases learn at the common rate. A schedule changes
/// every group's learning rate from its own start.
public struct ParameterGroup: Sendable {
  /// The learning rate of these parameters, or `nil` for the optimizer's.
  public let learningRate: Double?
  /// The weight decay of these parameters, or `nil` for the optimizer's.
  public let weightDecay: Double?
  private let membership: Membership

  private enum Membership {
    case named([String])
    case listed([Variable])
  }

  /// The parameters whose name, their path in the model, has a form.
  ///
  /// - Parameters:
  ///   - pattern: A name in which `*` stands for any text: `*.bias`, `layers.0.*`.
  ///   - learningRate: Their learning rate, instead of the optimizer's.
  ///   - weightDecay: Their weight decay, instead of the optimizer's.
  public init(named pattern: String, learningRate: Double? = nil, weightDecay: Double? = nil) {
    self.init(
      .named(pattern.split(separator: "*", omittingEmptySubsequences: false).map(String.init)), learningRate,
      weightDecay)
  }

  /// These variables.
  public init(_ variables: [Variable], learningRate: Double? = nil, weightDecay: Double? = nil) {
    self.init(.listed(variables), learningRate, weightDecay)
  }

  /// The parameters of a module: a part of the model.
  public init(of module: some Module, learningRate: Double? = nil, weightDecay: Double? = nil) {
    self.init(.listed(module.parameters), learningRate, weightDecay)
  }

  private init(_ membership: Membership, _ learningRate: Double?, _ weightDecay: Double?) {
    if let learningRate { checkNotNegative(learningRate, "learning rate", in: "ParameterGroup") }
    if let weightDecay { checkNotNegative(weightDecay, "weight decay", in: "ParameterGroup") }
    (self.membership, self.learningRate, self.weightDecay) = (membership, learningRate, weightDecay)
  }

  /// Whether a parameter belongs here.
  func contains(_ variable: Variable) -> Bool {
    switch membership {
    case .listed(let variables): variables.contains { $0 === variable }
    case .named(let parts): variable.name.map { Self.hasForm($0, parts) } ?? false
    }
  }

  /// Whether a name consists of these parts with any texts between them.
  private static func hasForm(_ name: String, _ parts: [String]) -> Bool {
    guard parts.count > 1 else { return name == parts.first }
    guard let (first, last) = parts.first.flatMap({ first in parts.last.map { (first, $0) } }),
      name.hasPrefix(first), name.hasSuffix(last), name.utf8.count >= first.utf8.count + last.utf8.count
    else { return false }
    var rest = name.dropFirst(first.count).dropLast(last.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      // The first place where the part fits leaves the most for those behind it.
      guard let place = rest.indices.first(where: { rest[$0...].hasPrefix(part) }) else { return false }
      rest = rest[place...].dropFirst(part.count)
    }
    return true
  }
}
