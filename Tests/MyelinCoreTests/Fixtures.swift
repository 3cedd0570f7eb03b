import Foundation
import MyelinCore

/// An array in a fixture: its shape and its elements in row-major order.
struct FixtureArray: Decodable, Sendable {
  /// The type of the elements; nil where a file has arrays of one type only.
  let type: DType?
  let shape: [Int]
  let values: [Double]

  private enum CodingKeys: CodingKey { case type, shape, values }

  /// A number, or a text that spells one that JSON has no form for.
  private struct Number: Decodable {
    let value: Double

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        value = number
      } else if let number = Double(try container.decode(String.self)) {
        value = number
      } else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "this is no number")
      }
    }
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    type = try container.decodeIfPresent(DType.self, forKey: .type)
    shape = try container.decode([Int].self, forKey: .shape)
    values = try container.decode([Number].self, forKey: .values).map(\.value)
  }

  /// The array in its own type, or in the given one.
  func tensor(_ type: DType? = nil) -> Tensor { Tensor(shape: shape, values, type: type ?? self.type) }
}

/// The content of a JSON file in `Tests/Fixtures`. Tests have nothing to say without it, so that a file that can't be read
/// stops them.
func loadFixture<Content: Decodable>(_ name: String, as type: Content.Type) -> Content {
  let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Fixtures/\(name)")
  do {
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  } catch {
    fatalError("\(file.path): \(error)")
  }
}
