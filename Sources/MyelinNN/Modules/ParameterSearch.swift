/// Walks the properties of a module for parameters and buffers, depth first.
struct ParameterSearch {
  /// Every variable once, under the first path that leads to it.
  private(set) var found: [(name: String, variable: Variable)] = []

  /// The same for variables that aren't trained.
  private(set) var buffers: [(name: String, variable: Variable)] = []

  /// Whether the bytes of the module determine what is found: all that was visited are values, constants and variables.
  private(set) var isSteady = true

  /// The number of elements of all tensors that were met.
  private(set) var elementCount = 0

  /// The variables that were found, and the objects whose properties were visited: these may refer to each other in circles.
  private var seen: Set<ObjectIdentifier> = []

  /// Visits the properties of a module, or the elements of a container.
  mutating func visit(propertiesOf value: Any, path: String) {
    var mirrors = [Mirror(reflecting: value)]
    if value is any CustomReflectable, !(value is any SteadilyReflected) { isSteady = false }
    if mirrors[0].displayStyle == .class {
      isSteady = false
      guard seen.insert(ObjectIdentifier(value as AnyObject)).inserted else { return }
    }
    while let parent = mirrors[mirrors.count - 1].superclassMirror { mirrors.append(parent) }
    for mirror in mirrors.reversed() {
      switch mirror.displayStyle {
      case .optional:
        for child in mirror.children { visit(child.value, path: path) }
      case .dictionary:
        for (key, value) in entries(of: mirror) { visit(value, path: join(path, key)) }
      default:
        for (index, child) in mirror.children.enumerated() {
          visit(child.value, path: join(path, label(of: child, at: index)))
        }
      }
    }
  }

  /// Gives variables without a name their paths.
  func nameVariables() {
    for (path, variable) in found + buffers where variable.name == nil { variable.name = path }
  }

  /// Visits one property or element.
  private mutating func visit(_ value: Any, path: String) {
    if let variable = (value as? Parameter)?.projectedValue ?? value as? Variable {
      if seen.insert(ObjectIdentifier(variable)).inserted {
        found.append((path, variable))
        if isSteady { elementCount += variable.value.count }
      }
    } else if let variable = (value as? Buffer)?.projectedValue {
      if seen.insert(ObjectIdentifier(variable)).inserted {
        buffers.append((path, variable))
        if isSteady { elementCount += variable.value.count }
      }
    } else if value is any Module || isContainer(value) {
      visit(propertiesOf: value, path: path)
    } else if isSteady {
      isSteady = isConstant(value)
    }
  }

  /// Keys and values in the order of the keys: a dictionary's own order changes from run to run.
  private func entries(of dictionary: Mirror) -> [(key: String, value: Any)] {
    let entries = dictionary.children.compactMap { entry -> (key: String, value: Any)? in
      let parts = Array(Mirror(reflecting: entry.value).children)
      return parts.count == 2 ? ("\(parts[0].value)", parts[1].value) : nil
    }
    return entries.sorted { $0.key < $1.key }
  }

  /// What a property or element is called in paths.
  private func label(of child: Mirror.Child, at index: Int) -> String {
    guard let label = child.label else { return String(index) }
    // The storage of `@Parameter var w` is called `_w`; the parts of a tuple without labels `.0`, `.1`.
    if child.value is Parameter || child.value is Buffer, label.hasPrefix("_") { return String(label.dropFirst()) }
    return label.hasPrefix(".") ? String(label.dropFirst()) : label
  }

  private func join(_ path: String, _ label: String) -> String { path.isEmpty ? label : "\(path).\(label)" }

  /// Whether a property that has no parameters is a plain value. Objects and closures can change by themselves.
  private mutating func isConstant(_ value: Any) -> Bool {
    if let tensor = value as? Tensor {
      elementCount += tensor.count
      return true
    }
    if value is any Numeric || value is Bool || value is String { return true }
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .struct, .enum, .tuple, .optional:
      return !(value is any CustomReflectable && !(value is any SteadilyReflected))
        && mirror.children.allSatisfy { isConstant($0.value) }
    default: return false
    }
  }

  /// Whether modules may be found among the elements.
  private func isContainer(_ value: Any) -> Bool {
    switch Mirror(reflecting: value).displayStyle {
    case .optional, .collection, .dictionary, .tuple: true
    default: false
    }
  }
}

/// Types with a mirror of their own that shows nothing but what the value itself holds.
protocol SteadilyReflected {}

extension Array: SteadilyReflected {}
extension Dictionary: SteadilyReflected {}
extension Optional: SteadilyReflected {}
extension Dense: SteadilyReflected {}
extension Linear: SteadilyReflected {}
extension BatchNorm: SteadilyReflected {}
extension LayerNorm: SteadilyReflected {}
extension RMSNorm: SteadilyReflected {}
extension Lambda: SteadilyReflected {}
