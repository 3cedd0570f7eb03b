/// The modules of a model that do the work, with the variables that are their own.
///
/// These are modules with parameters of their own, whatever else they hold, and modules that hold no others.
struct ModuleTree {
  struct Entry {
    /// The way from the model, such as `layers.0`; empty for the model itself.
    let path: String
    /// What kind of module it is.
    let name: String
    /// The variables of this module and of modules within it, the trained ones first.
    var variables: [(name: String, variable: Variable, isTrained: Bool)]
  }

  private(set) var entries: [Entry] = []
  /// For every variable the entry that it belongs to: the first one that holds it.
  private(set) var owners: [ObjectIdentifier: Int] = [:]

  init(_ model: some Module) {
    visit(model, path: "")
    for (index, entry) in entries.enumerated() {
      for (_, variable, _) in entry.variables where owners[ObjectIdentifier(variable)] == nil {
        owners[ObjectIdentifier(variable)] = index
      }
    }
  }

  /// Objects that were visited: these may refer to each other in circles.
  private var seen: Set<ObjectIdentifier> = []

  private mutating func visit(_ module: any Module, path: String) {
    if Mirror(reflecting: module).displayStyle == .class {
      guard seen.insert(ObjectIdentifier(module as AnyObject)).inserted else { return }
    }
    var found = Contents(module: path)
    found.visit(propertiesOf: module, path: path)
    if found.variables.isEmpty, !found.modules.isEmpty {
      for (path, module) in found.modules { visit(module, path: path) }
      return
    }
    var entry = Entry(path: path, name: ModuleTree.name(of: module), variables: found.variables)
    var inner: [(path: String, module: any Module)] = []
    for part in found.modules {
      // An activation within a layer is the layer's; a network within it isn't.
      var parts = Contents(module: part.path)
      parts.visit(propertiesOf: part.module, path: part.path)
      if !parts.variables.isEmpty || !parts.modules.isEmpty { inner.append(part) }
    }
    entry.variables.sort { $0.isTrained && !$1.isTrained }
    entries.append(entry)
    for (path, module) in inner { visit(module, path: path) }
  }

  /// How a kind of module is written.
  private static func name(of module: any Module) -> String {
    if let activation = module as? Activation { return "Activation.\(activation.name)" }
    let mirror = Mirror(reflecting: module)
    let type = "\(type(of: module))"
    return mirror.displayStyle == .enum && mirror.children.isEmpty ? "\(type).\(module)" : type
  }

  /// What a module holds itself, in properties and containers.
  private struct Contents {
    let module: String
    var variables: [(name: String, variable: Variable, isTrained: Bool)] = []
    var modules: [(path: String, module: any Module)] = []

    init(module: String) { self.module = module }

    mutating func visit(propertiesOf value: Any, path: String) {
      var mirrors = [Mirror(reflecting: value)]
      while let parent = mirrors[mirrors.count - 1].superclassMirror { mirrors.append(parent) }
      for mirror in mirrors.reversed() {
        switch mirror.displayStyle {
        case .optional: for child in mirror.children { visit(child.value, path: path) }
        case .dictionary:
          let entries = mirror.children.compactMap { entry -> (key: String, value: Any)? in
            let parts = Array(Mirror(reflecting: entry.value).children)
            return parts.count == 2 ? ("\(parts[0].value)", parts[1].value) : nil
          }
          for (key, value) in entries.sorted(by: { $0.key < $1.key }) { visit(value, path: join(path, key)) }
        default:
          for (index, child) in mirror.children.enumerated() {
            let label = child.label.map { $0.hasPrefix(".") ? String($0.dropFirst()) : $0 } ?? String(index)
            visit(child.value, path: join(path, label))
          }
        }
      }
    }

    private mutating func visit(_ value: Any, path: String) {
      if let variable = (value as? Parameter)?.projectedValue ?? value as? Variable {
        variables.append((name(at: path), variable, true))
        return
      }
      if let module = value as? any Module {
        modules.append((path, module))
        return
      }
      let mirror = Mirror(reflecting: value)
      switch mirror.displayStyle {
      case .optional, .collection, .dictionary, .tuple: visit(propertiesOf: value, path: path)
      case .struct:
        // A property wrapper around a variable that isn't trained.
        if mirror.children.count == 1, let variable = mirror.children.first?.value as? Variable {
          variables.append((name(at: path), variable, false))
        }
      default: break
      }
    }

    /// What a variable is called in its module: the storage of `@Parameter var w` is called `_w`.
    private func name(at path: String) -> String {
      let name = path.dropFirst(module.isEmpty ? 0 : module.count + 1)
      return String(name.hasPrefix("_") ? name.dropFirst() : name)
    }

    private func join(_ path: String, _ label: String) -> String { path.isEmpty ? label : "\(path).\(label)" }
  }
}
