/// Any JSON.
enum JSON: Codable {
  case object([String: JSON])
  case array([JSON])
  case text(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case null

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .flag(value)
    } else if let value = try? container.decode(Int.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .object(let value): try container.encode(value)
    case .array(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    case .integer(let value): try container.encode(value)
    case .number(let value): try container.encode(value)
    case .flag(let value): try container.encode(value)
    case .null: try container.encodeNil()
    }
  }
}

extension JSON {
  /// What a field that holds something else may be given by somebody who wants to do harm.
  static let hostile: [JSON] = [
    .null, .flag(true), .integer(-1), .integer(0), .integer(1), .integer(.max), .integer(.min), .integer(1 << 40),
    .number(1e300), .number(-0.5), .text("nan"), .text("-inf"), .text(""), .array([]), .object([:]),
    .array([.integer(.max), .integer(.max)]), .object(["type": .text("Dense")]),
  ]

  /// The text with one place in it changed: each place in turn, to each of the values, or left out.
  func withOneChange(to values: [JSON]) -> [JSON] {
    var results = values
    switch self {
    case .object(let fields):
      for (key, field) in fields.sorted(by: { $0.key < $1.key }) {
        results.append(.object(fields.filter { $0.key != key }))
        for changed in field.withOneChange(to: values) {
          results.append(.object(fields.merging([key: changed]) { $1 }))
        }
      }
    case .array(let elements):
      results.append(.array(Array(elements.dropLast())))
      results.append(.array(elements + elements))
      for (index, element) in elements.enumerated() {
        for changed in element.withOneChange(to: values) {
          var copy = elements
          copy[index] = changed
          results.append(.array(copy))
        }
      }
    default: break
    }
    return results
  }
}
