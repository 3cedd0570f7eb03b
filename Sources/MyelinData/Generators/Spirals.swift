import Foundation
import MyelinCore

/// Interleaving spirals that wind around the origin, each a class of its own.
///
/// The i-th of n samples on an arm is at the radius r = i / n, i from 1 on, and at the angle 2π·(turns·r + arm / arms),
/// counted from the first axis against the clock. Then the samples are put in random order, and normal noise is added to
/// both coordinates, row by row, as in ``Moons``.
///
/// ```swift
/// let (x, y) = try Spirals(samples: 300, arms: 3, turns: 1, noise: 0.03).samples(seed: 0)
/// ```
///
/// Source of the problem: K. Lang, M. Witbrock, "Learning to tell two spirals apart", 1988.
public struct Spirals: SampleGenerator {
  /// The most arms that there may be.
  public static let armLimit = 1000

  /// The number of samples; the first arms have one more if they don't share out.
  public var samples: Int
  /// The number of spirals, and of classes; 1 or more.
  public var arms: Int
  /// How many times each winds around the origin.
  public var turns: Double
  /// Whether the samples are put in random order; arm by arm from the middle outwards otherwise.
  public var shuffle: Bool
  /// The standard deviation of what is added to the features; nil for nothing. The spirals have the radius 1.
  public var noise: Double?

  /// Two spirals of 100 samples together that wind one and a half times, unless told otherwise.
  public init(samples: Int = 100, arms: Int = 2, turns: Double = 1.5, shuffle: Bool = true, noise: Double? = nil) {
    (self.samples, self.arms, self.turns) = (samples, arms, turns)
    (self.shuffle, self.noise) = (shuffle, noise)
  }

  /// Makes the samples: two features, and the arms' numbers as classes.
  public func makeSamples(using random: inout NumPyRandomState) throws(GeneratorError) -> GeneratedSamples {
    try GeneratorError.check(samples: samples, width: 2)
    guard (1...Self.armLimit).contains(arms) else { throw GeneratorError("arms", arms, "from 1 to \(Self.armLimit)") }
    guard abs(turns) <= 1e6 else { throw GeneratorError("turns", turns, "from -1000000 to 1000000") }
    try GeneratorError.check(noise: noise)
    var features: [Double] = []
    var classes: [Int] = []
    for arm in 0..<arms {
      let count = samples / arms + (arm < samples % arms ? 1 : 0)
      for index in 1..<count + 1 {
        let radius = Double(index) / Double(count)
        let angle = 2 * .pi * (turns * radius + Double(arm) / Double(arms))
        features += [radius * cos(angle), radius * sin(angle)]
        classes.append(arm)
      }
    }
    var made = GeneratedSamples(features: features, featureCount: 2, targets: .classes(classes))
    if shuffle { made.shuffle(using: &random) }
    made.addNoise(noise, using: &random)
    return made
  }
}
