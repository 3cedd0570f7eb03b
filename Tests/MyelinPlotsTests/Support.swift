import Foundation
import Testing

@testable import MyelinPlots

/// A directory that is removed when the test ends.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "/myelin plots '\(UUID().uuidString)\" 그림"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  var names: [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
}

func bytes(_ path: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) }

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// The drawn texts of an SVG, as a reader sees them; of a name that is cut, what is shown under the pointer.
func drawnTexts(_ svg: String) -> [String] {
  svg.components(separatedBy: "<text").dropFirst().compactMap { part in
    guard let start = part.firstIndex(of: ">"), let end = part.range(of: "</text>") else { return nil }
    let drawn = part[part.index(after: start)..<end.lowerBound].replacing("</title>", with: "")
    return String(drawn.split(separator: "<title>", maxSplits: 1).last ?? "")
      .replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
      .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&amp;", with: "&")
  }
}

/// A generator whose numbers are the same in every run.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func normal() -> Double {
    let radius = (-2 * log(Double.random(in: Double.leastNonzeroMagnitude..<1, using: &self))).squareRoot()
    return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &self))
  }
}

/// Where the marks of an SVG are.
func markPlaces(_ svg: String) -> [(x: Double, y: Double)] {
  svg.components(separatedBy: "<use xlink:href='#gpPt").dropFirst().compactMap { part in
    guard let start = part.range(of: "transform='translate("), let end = part.range(of: ") scale(") else { return nil }
    let numbers = part[start.upperBound..<end.lowerBound].split(separator: ",").compactMap { Double($0) }
    return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
  }
}
