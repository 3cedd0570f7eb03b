import Synchronization

/// The types of fitted transforms that files may name.
///
/// ```swift
/// TransformRegistry.register(MyTransform.Fitted.self)   // before a file with such a step is read
/// ```
public enum TransformRegistry {
  private static let types = Mutex<[String: any FittedTransform.Type]>(
    Dictionary(library.map { ($0.typeName, $0) }, uniquingKeysWith: { first, _ in first }))

  /// The library's own types.
  private static var library: [any FittedTransform.Type] {
    [
      StandardScaler.Fitted.self, MinMaxScaler.Fitted.self, MaxAbsScaler.Fitted.self, RobustScaler.Fitted.self,
      QuantileTransformer.Fitted.self, Normalizer.Fitted.self, SimpleImputer.Fitted.self, OneHotEncoder.Fitted.self,
      OrdinalEncoder.Fitted.self, Clipper.Fitted.self, DateParts.Fitted.self, PowerTransformer.Fitted.self,
      LogTransform.Fitted.self, PolynomialFeatures.Fitted.self, KBinsDiscretizer.Fitted.self,
    ]
  }

  /// Makes a type of your own known, so that steps of it can be read from files. A name that another type has already stops the
  /// program.
  public static func register(_ type: any FittedTransform.Type) {
    let known = types.withLock { types in
      let known = types[type.typeName]
      if known == nil { types[type.typeName] = type }
      return known
    }
    if let known, known != type {
      fatalError("TransformRegistry: \(known) is already called '\(type.typeName)': give \(type) another typeName")
    }
  }

  /// The type of that name, if it is known.
  static func type(named name: String) -> (any FittedTransform.Type)? { types.withLock { $0[name] } }
}

/// A fitted transform of any type, in files under the name of its type.
struct CodedTransform: Sendable, Equatable, Codable {
  let transform: any FittedTransform

  private enum CodingKeys: String, CodingKey { case type, learnt }

  init(_ transform: any FittedTransform) { self.transform = transform }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    let name = try values.decode(String.self, forKey: .type)
    guard let type = TransformRegistry.type(named: name) else {
      throw DecodingError.dataCorruptedError(
        forKey: .type, in: values,
        debugDescription: "there is no transform \(quoted(name)); make it known with TransformRegistry.register")
    }
    transform = try values.decode(type, forKey: .learnt)
    if let problem = transform.inputCount < 0 ? "the number of columns is negative" : transform.problem {
      throw DecodingError.dataCorruptedError(forKey: .learnt, in: values, debugDescription: "\(name): \(problem)")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(Swift.type(of: transform).typeName, forKey: .type)
    try values.encode(transform, forKey: .learnt)
  }

  static func == (first: CodedTransform, second: CodedTransform) -> Bool {
    first.transform.isEqual(to: second.transform)
  }
}
