/// Drawing several members of a set at once.
extension NumPyRandomState {
  /// Members of `0..<population` drawn at random: `choice(population, count, replace, p)`.
  ///
  /// - Parameters:
  ///   - count: how many to draw; with `replacement` false at most `population`. Anything else stops the program.
  ///   - population: how many members there are; one or more unless `count` is zero.
  ///   - replacement: whether a member may be drawn again.
  ///   - probabilities: the probability of each member, non-negative and with a sum near 1 (they are divided by their
  ///     sum); nil for equal ones. Without replacement, at least `count` of them must be positive.
  /// - Returns: `count` members in the order drawn.
  public mutating func choice(
    _ count: Int, from population: Int, replacement: Bool = true, probabilities: [Double]? = nil
  ) -> [Int] {
    guard count >= 0, population >= 0, count == 0 || population > 0, replacement || count <= population else {
      fatalError("NumPyRandomState.choice: cannot draw \(count) of \(population) members")
    }
    guard let probabilities else {
      if replacement { return count == 0 ? [] : integers(in: 0..<population, count: count) }
      return Array(permutation(population).prefix(count))
    }
    guard probabilities.count == population, probabilities.allSatisfy({ $0 >= 0 && $0.isFinite }),
      probabilities.filter({ $0 > 0 }).count >= (replacement ? min(count, 1) : count)
    else {
      fatalError("NumPyRandomState.choice: the probabilities do not describe \(population) members")
    }
    return replacement
      ? uniform(count: count).map(Cumulative(probabilities).member)
      : distinctChoice(count, probabilities: probabilities)
  }

  /// Elements of an array drawn at random: `choice(array, count, replace, p)`; see
  /// ``choice(_:from:replacement:probabilities:)``.
  public mutating func choice<Element>(
    _ count: Int, of elements: [Element], replacement: Bool = true, probabilities: [Double]? = nil
  ) -> [Element] {
    choice(count, from: elements.count, replacement: replacement, probabilities: probabilities).map { elements[$0] }
  }

  /// Distinct members of `0..<population`: `sklearn.utils.random.sample_without_replacement` with its default method.
  ///
  /// - Parameters:
  ///   - count: how many to draw, at most `population`; anything else stops the program.
  ///   - population: how many members there are.
  /// - Returns: `count` distinct members, in the order that scikit-learn gives them (sorted when all are asked for).
  public mutating func sampleWithoutReplacement(_ count: Int, from population: Int) -> [Int] {
    guard count >= 0, count <= population else {
      fatalError("NumPyRandomState.sampleWithoutReplacement: cannot draw \(count) of \(population) members")
    }
    // The method, and so the draws made, depends on the share asked for; the bounds are scikit-learn's.
    let share = population == 0 ? 1 : Double(count) / Double(population)
    if share > 0.01, share < 0.99 { return Array(permutation(population).prefix(count)) }
    return share < 0.2
      ? sampleByTracking(count, from: population) : sampleByReservoir(count, from: population)
  }

  private mutating func sampleByTracking(_ count: Int, from population: Int) -> [Int] {
    var seen = Set<Int>()
    var sample: [Int] = []
    while sample.count < count {
      let candidate = integer(below: population)
      if seen.insert(candidate).inserted { sample.append(candidate) }
    }
    return sample
  }

  private mutating func sampleByReservoir(_ count: Int, from population: Int) -> [Int] {
    var sample = Array(0..<count)
    for candidate in count..<population {
      let place = integer(below: candidate + 1)
      if place < count { sample[place] = candidate }
    }
    return sample
  }

  private mutating func distinctChoice(_ count: Int, probabilities: [Double]) -> [Int] {
    var remaining = probabilities
    var found: [Int] = []
    var seen = Set<Int>()
    while found.count < count {
      let draws = uniform(count: count - found.count)
      for member in found { remaining[member] = 0 }
      let cumulative = Cumulative(remaining)
      for draw in draws {
        let member = cumulative.member(at: draw)
        if seen.insert(member).inserted { found.append(member) }
      }
    }
    return found
  }
}

/// The running sums of probabilities, divided by their total.
private struct Cumulative {
  private let sums: [Double]

  init(_ probabilities: [Double]) {
    var total = 0.0
    let running = probabilities.map { probability in
      total += probability
      return total
    }
    sums = running.map { $0 / total }
  }

  /// The first member whose running sum exceeds the value.
  func member(at value: Double) -> Int {
    var low = 0
    var high = sums.count
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
