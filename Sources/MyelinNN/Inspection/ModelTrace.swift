import MyelinCore

/// Runs a part of a model under a name, so that inspection and messages can tell it from others.
///
/// Layers with parameters are known by these, and what `Sequential` and its like run by its place. So this is only needed for
/// parts of models written as plain structs that have no parameters:
///
/// ```swift
/// func callAsFunction(_ x: Tensor) -> Tensor {
///   output(inLayer("activation") { hidden(x).relu() })
/// }
/// ```
@inline(__always)
public func inLayer<Result>(_ name: StaticString, _ body: () throws -> Result) rethrows -> Result {
  try OperationTrace.inLayer(name, -1, body)
}

/// The operations of a model's run, each with the module that it belongs to.
///
/// An operation belongs to the module whose parameters it uses; where it uses none, to the module that a container such as
/// `Sequential` was running, or else to the module that its latest input belongs to.
struct ModelTrace {
  let trace: OperationTrace
  let tree: ModuleTree
  /// The way to the module of every value, and `lossPath` for what follows the model.
  let paths: [String]
  /// The runs of layers that others ran, with what they gave.
  private let spans: [(path: String, output: Int?)]

  /// Where operations of the loss belong.
  static let lossPath = "the loss"
  /// The marks behind the model and behind the loss.
  private static let (modelMark, lossMark) = ("model", "loss")

  /// Records a model's run and what follows.
  ///
  /// - Parameters:
  ///   - arguments: The shapes and types of the arguments of `body`.
  ///   - body: Runs the model, calls `endOfModel`, computes the loss, calls `endOfLoss`, and goes back.
  init(_ model: some Module, _ arguments: [(shape: [Int], type: DType)], _ body: ([Tensor]) -> [Tensor]) {
    let tree = ModuleTree(model)
    let trace = OperationTrace(arguments, body)
    let owners = ModelTrace.owners(trace, tree)
    var resolving = Places(tree)
    let places = trace.values.map { value in
      resolving.resolved(value.path, owner: value.inputs.reversed().lazy.compactMap { owners[$0]?.path }.first)
    }
    paths = ModelTrace.paths(trace, places, owners, tree)
    spans = trace.spans.map { span in
      // What was noted within, or just before, tells what stands before the way.
      let near = ([span.values.lowerBound, span.values.lowerBound - 1]).first {
        $0 >= 0 && $0 < trace.values.count && !trace.values[$0].path.isEmpty
      }
      let prefix = near.map { places[$0].dropLast(trace.values[$0].path.count) } ?? ""
      return (prefix + span.path, span.output)
    }
    (self.tree, self.trace) = (tree, trace)
  }

  static func endOfModel() { OperationTrace.mark(modelMark) }
  static func endOfLoss() { OperationTrace.mark(lossMark) }

  /// The number of values up to the model's output.
  var modelCount: Int { trace.count(before: ModelTrace.modelMark) }
  /// The number of values up to the loss: all others belong to the way back.
  var lossCount: Int { trace.count(before: ModelTrace.lossMark) }

  private static func paths(
    _ trace: OperationTrace, _ places: [String], _ owners: [Owner?], _ tree: ModuleTree
  ) -> [String] {
    let (modelCount, lossCount) = (trace.count(before: modelMark), trace.count(before: lossMark))
    var paths: [String] = []
    for (index, value) in trace.values.enumerated() {
      guard case .operation = value.origin else {
        paths.append(owners[index]?.path ?? places[index])
        continue
      }
      let parameter = value.inputs.reversed().lazy.compactMap { owners[$0] }.first
      if index < modelCount {
        if let parameter {
          // Of several modules that share a parameter, the one that runs.
          let sharer = tree.entries.first { entry in
            isWithin(entry.path, places[index])
              && entry.variables.contains { ObjectIdentifier($0.variable) == parameter.variable }
          }
          paths.append(places[index].isEmpty ? parameter.path : sharer?.path ?? parameter.path)
        } else {
          let latest = value.inputs.last { !isSource(trace.values[$0].origin) }.map { paths[$0] }
          paths.append(latest.flatMap { isWithin($0, places[index]) ? $0 : nil } ?? places[index])
        }
      } else if index < lossCount {
        paths.append(lossPath)
      } else {
        // On the way back, what a derivative needs of the way there tells whose it is.
        let there = value.inputs.filter { $0 < lossCount && !isSource(trace.values[$0].origin) }.max()
        paths.append(parameter?.path ?? (there ?? value.inputs.max()).map { paths[$0] } ?? lossPath)
      }
    }
    return paths
  }

  /// A variable, and the first module that holds it.
  private typealias Owner = (variable: ObjectIdentifier, path: String)

  /// The variable that a value is, perhaps transposed or converted.
  private static func owners(_ trace: OperationTrace, _ tree: ModuleTree) -> [Owner?] {
    var owners: [Owner?] = []
    for value in trace.values {
      switch value.origin {
      case .variable(let variable):
        let name = ObjectIdentifier(variable)
        owners.append(tree.owners[name].map { (name, tree.entries[$0].path) })
      case .operation where !value.inputs.isEmpty && value.inputs.allSatisfy({ owners[$0] != nil }):
        owners.append(owners[value.inputs[0]])
      default: owners.append(nil)
      }
    }
    return owners
  }

  /// The ways to the layers that were running, from the whole model.
  ///
  /// A `Sequential` that is a property of a plain struct doesn't know its name. Its layers' parameters tell it, else the names
  /// of the modules that there are.
  private struct Places {
    let tree: ModuleTree
    private var prefix = ""

    init(_ tree: ModuleTree) { self.tree = tree }

    mutating func resolved(_ place: String, owner: String?) -> String {
      if place.isEmpty { return "" }
      if let owner, let found = Places.prefix(of: place, in: owner) {
        prefix = found
      } else if !isKnown(prefix + place) {
        prefix = tree.entries.lazy.compactMap { Places.prefix(of: place, in: $0.path) }.first ?? ""
      }
      return prefix + place
    }

    private func isKnown(_ path: String) -> Bool {
      tree.entries.contains { isWithin($0.path, path) || isWithin(path, $0.path) && !$0.path.isEmpty }
    }

    /// What stands before a part of a way.
    private static func prefix(of place: String, in path: String) -> String? {
      if isWithin(path, place) { return "" }
      var start = path.startIndex
      while let dot = path[start...].firstIndex(of: ".") {
        start = path.index(after: dot)
        if isWithin(String(path[start...]), place) { return String(path[..<start]) }
      }
      return nil
    }
  }

  private static func isSource(_ origin: OperationTrace.Origin) -> Bool {
    if case .operation = origin { false } else { true }
  }

  /// Whether a way leads through a place.
  static func isWithin(_ path: String, _ place: String) -> Bool {
    place.isEmpty || path == place || path.hasPrefix(place + ".")
  }

  // MARK: Modules

  /// What a module did in the run.
  struct Part {
    let entry: ModuleTree.Entry
    /// The operations that belong to it, in order.
    let operations: [Int]
    /// What it gave at last; `nil` if it wasn't seen.
    let output: Int?
  }

  /// The modules in the order of the properties.
  var parts: [Part] {
    var operations: [String: [Int]] = [:]
    for index in 0..<min(modelCount, paths.count) {
      if case .operation = trace.values[index].origin { operations[paths[index], default: []].append(index) }
    }
    let spans = Dictionary(spans.map { ($0.path, $0.output) }, uniquingKeysWith: { $1 })
    return tree.entries.map { entry in
      let own = operations.filter { ModelTrace.isWithin($0.key, entry.path) && isOwn($0.key, entry.path) }
        .flatMap(\.value).sorted()
      return Part(entry: entry, operations: own, output: (spans[entry.path] ?? nil) ?? own.last)
    }
  }

  /// Whether no other module on the list is nearer to a way than this one.
  private func isOwn(_ path: String, _ entry: String) -> Bool {
    !tree.entries.contains { $0.path.count > entry.count && ModelTrace.isWithin(path, $0.path) }
  }
}
