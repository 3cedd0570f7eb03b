import Foundation
import MyelinCore

/// TensorFlow Playground's data sets: points in the plane, of two classes or with a number.
///
/// ```swift
/// let (x, y) = try Playground(.spiral, noise: 0.1).samples(seed: 0)
/// ```
///
/// The formulas are Playground's, and so is the order in which random numbers are drawn, each from
/// ``NumPyRandomState/uniform()`` in place of the browser's `Math.random()`: the same seed gives the same points here, but
/// not those that a browser draws. Its positive class (blue) is class 1, the negative one (orange) class 0.
///
/// Source: `src/dataset.ts` of https://github.com/tensorflow/playground.
public struct Playground: SampleGenerator {
  /// One of the data sets.
  public enum Problem: String, Sendable, CaseIterable {
    /// Two classes: a disc and the ring around it.
    case circle
    /// Two classes: opposite quarters of a square.
    case xor
    /// Two classes: two normal clusters.
    case gauss
    /// Two classes: two spirals.
    case spiral
    /// A number: a slope along the diagonal.
    case plane
    /// A number: three hills and three hollows.
    case multiGauss = "multi-gauss"

    /// Whether the targets are numbers; classes otherwise.
    public var isRegression: Bool { self == .plane || self == .multiGauss }
  }

  /// Which data set.
  public var problem: Problem
  /// The number of samples; of two classes, the positive one has one more if the number is odd.
  public var samples: Int
  /// How noisy the data are, from 0 to 0.5: Playground's slider divided by 100.
  public var noise: Double
  /// Whether the samples are put in random order, as Playground does before it divides them.
  public var shuffle: Bool

  /// A data set with Playground's sizes unless told otherwise: 500 samples of classes, 1,200 with numbers.
  public init(_ problem: Problem, samples: Int? = nil, noise: Double = 0, shuffle: Bool = true) {
    (self.problem, self.noise, self.shuffle) = (problem, noise, shuffle)
    self.samples = samples ?? (problem.isRegression ? 1200 : 500)
  }

  /// Makes the samples: two features, and classes or numbers.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    try GeneratorError.check(samples: samples, width: 2)
    guard (0...0.5).contains(noise) else { throw GeneratorError("noise", noise, "from 0 to 0.5") }
    var points: [Point]
    switch problem {
    case .circle: points = circle(&random)
    case .xor: points = xor(&random)
    case .gauss: points = gauss(&random)
    case .spiral: points = spiral(&random)
    case .plane: points = numbers(&random) { ($0 + $1) / 10 }
    case .multiGauss: points = numbers(&random, Self.hills)
    }
    if shuffle {
      for last in stride(from: points.count - 1, through: 0, by: -1) {
        points.swapAt(last, Int(random.uniform() * Double(last + 1)))
      }
    }
    let labels = points.map(\.label)
    return GeneratedSamples(
      features: points.flatMap { [$0.x, $0.y] }, featureCount: 2,
      targets: problem.isRegression ? .numbers(labels, perSample: 1) : .classes(labels.map { $0 > 0 ? 1 : 0 }))
  }

  private typealias Point = (x: Double, y: Double, label: Double)

  /// How many points the positive and the negative class have.
  private var halves: [(label: Double, count: Int)] { [(1, samples - samples / 2), (-1, samples / 2)] }

  private func circle(_ random: inout NumPyRandomState) -> [Point] {
    halves.flatMap { label, count in
      (0..<count).map { _ -> Point in
        let radius = label > 0 ? random.uniform(from: 0, to: 2.5) : random.uniform(from: 3.5, to: 5)
        let angle = random.uniform(from: 0, to: 2 * .pi)
        let (x, y) = (radius * sin(angle), radius * cos(angle))
        let (shiftedX, shiftedY) = shifted(x, y, 5, &random)
        return (x, y, (shiftedX * shiftedX + shiftedY * shiftedY).squareRoot() < 2.5 ? 1 : -1)
      }
    }
  }

  private func xor(_ random: inout NumPyRandomState) -> [Point] {
    (0..<samples).map { _ -> Point in
      // A gap between the quarters.
      func coordinate() -> Double {
        let place = random.uniform(from: -5, to: 5)
        return place + (place > 0 ? 0.3 : -0.3)
      }
      let x = coordinate()
      let y = coordinate()
      let (shiftedX, shiftedY) = shifted(x, y, 5, &random)
      return (x, y, shiftedX * shiftedY >= 0 ? 1 : -1)
    }
  }

  private func gauss(_ random: inout NumPyRandomState) -> [Point] {
    let share = noise / 0.5
    let deviation = (0.5 * (1 - share) + 4 * share).squareRoot()
    return halves.flatMap { label, count in
      (0..<count).map { _ -> Point in
        let x = 2 * label + deviation * Self.normal(&random)
        return (x, 2 * label + deviation * Self.normal(&random), label)
      }
    }
  }

  private func spiral(_ random: inout NumPyRandomState) -> [Point] {
    halves.flatMap { label, count in
      (0..<count).map { index -> Point in
        let place = Double(index) / (Double(samples) / 2)
        let angle = 1.75 * place * 2 * .pi + (label > 0 ? 0 : .pi)
        let x = 5 * place * sin(angle) + random.uniform(from: -1, to: 1) * noise
        return (x, 5 * place * cos(angle) + random.uniform(from: -1, to: 1) * noise, label)
      }
    }
  }

  private func numbers(_ random: inout NumPyRandomState, _ label: (Double, Double) -> Double) -> [Point] {
    (0..<samples).map { _ -> Point in
      let x = random.uniform(from: -6, to: 6)
      let y = random.uniform(from: -6, to: 6)
      let shifted = shifted(x, y, 6, &random)
      return (x, y, label(shifted.x, shifted.y))
    }
  }

  /// Where a point counts as being when its label is settled.
  private func shifted(
    _ x: Double, _ y: Double, _ radius: Double, _ random: inout NumPyRandomState
  ) -> (x: Double, y: Double) {
    let shiftX = random.uniform(from: -radius, to: radius) * noise
    return (x + shiftX, y + random.uniform(from: -radius, to: radius) * noise)
  }

  /// Cones of radius 2, up and down in turn; where several reach, the highest or deepest.
  private static func hills(_ x: Double, _ y: Double) -> Double {
    let centers: [(Double, Double, Double)] = [
      (-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1),
    ]
    return centers.reduce(0.0) { label, center in
      let (dx, dy) = (x - center.0, y - center.1)
      let height = center.2 * (1 - min((dx * dx + dy * dy).squareRoot() / 2, 1))
      return abs(height) > abs(label) ? height : label
    }
  }

  /// A standard normal number by the polar method, one of each pair; Playground draws them so.
  private static func normal(_ random: inout NumPyRandomState) -> Double {
    while true {
      let first = 2 * random.uniform() - 1
      let second = 2 * random.uniform() - 1
      let square = first * first + second * second
      if square <= 1, square > 0 { return (-2 * log(square) / square).squareRoot() * first }
    }
  }
}
