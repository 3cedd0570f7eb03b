import MyelinCore
import RealModule

/// Which samples an epoch has, and in which order.
///
/// The order of an epoch is a function of the seed and the epoch alone, so a run that is resumed at any batch draws it again and
/// goes on there.
///
/// ```swift
/// DataLoader(train, batchSize: 64, sampler: .stratified())
/// DataLoader(train, batchSize: 64, sampler: .weighted(weights, count: 10_000))
/// ```
///
/// A sampler of your own gives places:
///
/// ```swift
/// let easyFirst = Sampler("easy first") { count, _ in (0..<count).sorted { difficulty[$0] < difficulty[$1] } }
/// ```
public struct Sampler: Sendable, CustomStringConvertible {
  /// What it does, in words: a run is resumed only with a sampler of the same description.
  public let description: String
  /// Whether a sample may come several times in an epoch.
  let repeats: Bool
  /// How many samples an epoch has of so many in the source; `nil` if only the order tells.
  let length: @Sendable (_ count: Int) -> Int?
  let order: @Sendable (_ source: SampledSource, _ random: RandomSource) throws -> [Int]
  /// Whether the order is that of the source, so that none need be kept.
  private(set) var isSequential = false
  /// Whether each sample comes once in an order that is drawn: what `fit` does by itself.
  private(set) var isPlainShuffle = false
  /// Whether it has a number for each sample of the source, so that it fits no part of it.
  private(set) var fitsWholeSource = false

  init(
    _ description: String, repeats: Bool, length: @escaping @Sendable (_ count: Int) -> Int? = { $0 },
    order: @escaping @Sendable (_ source: SampledSource, _ random: RandomSource) throws -> [Int]
  ) {
    (self.description, self.repeats, self.length, self.order) = (description, repeats, length, order)
  }

  /// A sampler of your own.
  ///
  /// - Parameters:
  ///   - description: What it does, in words.
  ///   - repeats: Whether a sample may come several times in an epoch; each time it is augmented differently then.
  ///   - order: Gives the places of an epoch's samples among `count`, in order.
  public init(
    _ description: String, repeats: Bool = false,
    order: @escaping @Sendable (_ count: Int, _ random: RandomSource) -> [Int]
  ) {
    self.init(description, repeats: repeats, length: { _ in nil }) { source, random in
      let places = order(source.count, random)
      if let wrong = places.first(where: { $0 < 0 || $0 >= source.count }) {
        fatalError("Sampler '\(description)': there is no sample \(wrong) among \(source.count)")
      }
      return places
    }
  }

  /// All samples in the order of their source.
  public static let sequential: Sampler = {
    var sampler = Sampler("sequential", repeats: false) { source, _ in Array(0..<source.count) }
    sampler.isSequential = true
    return sampler
  }()

  /// All samples in a new random order in every epoch.
  public static let shuffled: Sampler = {
    var sampler = Sampler("shuffled", repeats: false) { source, random in
      Tensor.randomPermutation(source.count, from: random).elements(as: Int.self)
    }
    sampler.isPlainShuffle = true
    return sampler
  }()

  /// The sampler, known to have a number for each sample of the source.
  private var ofWholeSource: Sampler {
    var sampler = self
    sampler.fitsWholeSource = true
    return sampler
  }

  /// What tells lists of numbers apart in descriptions: with another one, a resumed run would go on with other samples.
  private static func digest(_ words: some Sequence<UInt64>, count: Int) -> String {
    String(words.reduce(UInt64(count)) { SplitMix64.mixed($0, $1) }, radix: 16)
  }
}

/// What a sampler knows of the source.
struct SampledSource {
  let count: Int
  /// The class of every sample.
  let classes: () throws -> [Int]
}

extension Sampler {
  /// Samples drawn with probabilities in proportion to their weights: PyTorch's `WeightedRandomSampler`.
  ///
  /// - Parameters:
  ///   - weights: One for each sample of the source, not negative; they need not sum to 1.
  ///   - count: How many samples an epoch has; by default as many as the source.
  ///   - replacement: Whether a sample may come several times in an epoch. If not, each draw is among those that are left, and
  ///     `count` samples must have weights above 0.
  public static func weighted(_ weights: [Double], count: Int? = nil, replacement: Bool = true) -> Sampler {
    let count = count ?? weights.count
    let positive = weights.count { $0 > 0 }
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }), count >= 0, weights.reduce(0, +).isFinite else {
      fatalError("Sampler.weighted: weights must be finite and not negative, and the count \(count) not negative")
    }
    guard positive >= (replacement ? min(count, 1) : count) else {
      fatalError(
        "Sampler.weighted: \(count) samples can't be drawn \(replacement ? "" : "without replacement ")from \(positive) with "
          + "weights above 0")
    }
    let digest = digest(weights.lazy.map(\.bitPattern), count: weights.count)
    let description = "weighted (\(count) \(replacement ? "with" : "without") replacement, weights \(digest))"
    return Sampler(description, repeats: replacement, length: { _ in count }) { source, random in
      guard source.count == weights.count else {
        fatalError("Sampler.weighted: there are \(weights.count) weights for \(source.count) samples: give each one")
      }
      return random.draw { generator in
        replacement
          ? drawn(count, weights, &generator) : drawnWithoutReplacement(count, weights, &generator)
      }
    }.ofWholeSource
  }

  private static func drawn(_ count: Int, _ weights: [Double], _ generator: inout Philox) -> [Int] {
    var total = 0.0
    let sums = weights.map { weight in
      total += weight
      return total
    }
    return (0..<count).map { _ in
      let value = generator.uniform() * total
      var (low, high) = (0, sums.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if sums[middle] <= value { low = middle + 1 } else { high = middle }
      }
      // The product may be rounded up to the total, behind the last sample that has a weight.
      while low > 0, weights[low] == 0 { low -= 1 }
      return low
    }
  }

  /// The samples whose exponential deviates, divided by their weights, are least.
  ///
  /// Source: P. Efraimidis, P. Spirakis, "Weighted random sampling with a reservoir" (2006).
  private static func drawnWithoutReplacement(
    _ count: Int, _ weights: [Double], _ generator: inout Philox
  ) -> [Int] {
    let keys = weights.map { weight in
      let deviate = -Double.log(1 - generator.uniform())
      return weight > 0 ? deviate / weight : .infinity
    }
    return Array(keys.indices.filter { weights[$0] > 0 }.sorted { (keys[$0], $0) < (keys[$1], $1) }.prefix(count))
  }

  /// All samples once, shuffled so that every batch has the classes in the proportions of the whole source, up to one sample or
  /// two of each. The batches of a ``Shard`` have them as a random draw of the whole has.
  ///
  /// - Parameter classes: The class of every sample; by default they follow from the targets: integers, one-hot rows, or two
  ///   numbers.
  public static func stratified(by classes: [Int]? = nil) -> Sampler {
    let sampler = Sampler("stratified" + named(classes), repeats: false) { source, random in
      let members = try members(of: classes, source, "stratified")
      return random.draw { generator in
        spread(members.map { shuffled($0, &generator) }, &generator)
      }
    }
    return classes == nil ? sampler : sampler.ofWholeSource
  }

  /// Every class as often as the others, in every batch too: samples of rare classes come several times in an epoch.
  ///
  /// Each sample of a class comes as often as the others of it, up to one.
  ///
  /// - Parameters:
  ///   - classes: The class of every sample; by default they follow from the targets.
  ///   - count: How many samples an epoch has, shared out evenly; by default so many that every class comes as often as the
  ///     most frequent one is there, and no sample is left out.
  public static func balanced(by classes: [Int]? = nil, count: Int? = nil) -> Sampler {
    if let count, count < 0 { fatalError("Sampler.balanced: the count \(count) is negative") }
    let name = "balanced" + (count.map { " (\($0))" } ?? "") + named(classes)
    let sampler = Sampler(name, repeats: true, length: { _ in count }) { source, random in
      let members = try members(of: classes, source, "balanced")
      guard let largest = members.map(\.count).max() else { return [] }
      let total = count ?? largest * members.count
      return random.draw { generator in
        // Which classes get one more where the count can't be shared out evenly.
        let turn = shuffled(Array(members.indices), &generator)
        let drawn = members.indices.map { index in
          let quota = total / members.count + (turn[index] < total % members.count ? 1 : 0)
          var result: [Int] = []
          while result.count < quota {
            result += shuffled(members[index], &generator).prefix(quota - result.count)
          }
          return result
        }
        return spread(drawn, &generator)
      }
    }
    return classes == nil ? sampler : sampler.ofWholeSource
  }

  /// What a description says of classes that are given.
  private static func named(_ classes: [Int]?) -> String {
    classes.map { " by \(digest($0.lazy.map { UInt64(bitPattern: Int64($0)) }, count: $0.count))" } ?? ""
  }

  /// The places of every class's samples; classes without samples are left out.
  private static func members(of classes: [Int]?, _ source: SampledSource, _ name: String) throws -> [[Int]] {
    let classes = try classes ?? source.classes()
    guard classes.count == source.count else {
      fatalError("Sampler.\(name): there are classes of \(classes.count) samples for \(source.count): give each one")
    }
    var members: [Int: [Int]] = [:]
    for (place, name) in classes.enumerated() { members[name, default: []].append(place) }
    return members.sorted { $0.key < $1.key }.map(\.value)
  }

  private static func shuffled(_ places: [Int], _ generator: inout Philox) -> [Int] {
    var places = places
    for last in stride(from: places.count - 1, to: 0, by: -1) {
      places.swapAt(last, generator.integer(below: last + 1))
    }
    return places
  }

  /// Groups merged so that each is spread evenly over the whole: each of its n places lies at random within its own n-th part.
  /// Not at one distance from the next, for then those who take every so-many-th place would meet some groups only.
  private static func spread(_ groups: [[Int]], _ generator: inout Philox) -> [Int] {
    var keyed: [(key: Double, place: Int)] = []
    keyed.reserveCapacity(groups.reduce(0) { $0 + $1.count })
    for group in groups {
      for (index, place) in group.enumerated() {
        keyed.append(((Double(index) + generator.uniform()) / Double(group.count), place))
      }
    }
    // Stable, so that equal keys keep the order of the classes.
    return keyed.enumerated().sorted { ($0.element.key, $0.offset) < ($1.element.key, $1.offset) }.map(\.element.place)
  }
}
