extension Dataset {
  /// One of the parts of a data set for cross-validation, and the rest of the data.
  public struct Fold: Sendable {
    /// Which part, from 0.
    public let index: Int
    /// The samples to learn from: all but the part.
    public let training: Dataset
    /// The samples to judge by: the part.
    public let validation: Dataset
  }

  /// The data in `count` parts of about the same size, each beside the rest: every sample is judged by once.
  ///
  /// The first parts have a sample more where the samples can't be shared out evenly, as in scikit-learn's `KFold`.
  ///
  /// - Parameters:
  ///   - count: How many parts, 2 or more, and not more than samples.
  ///   - stratified: Whether every part has about the same share of every class, as in scikit-learn's `StratifiedKFold`. Classes
  ///     are the integers among the targets, or one-hot rows.
  ///   - shuffled: Whether the samples are put in random order first.
  public func folds(
    _ count: Int, stratified: Bool = false, shuffled: Bool = true, from source: RandomSource = .current
  ) -> [Fold] {
    guard count >= 2, count <= self.count else {
      fatalError(
        "Dataset.folds: \(self.count) samples can't be shared out to \(count) folds: from 2 to as many as samples")
    }
    let parts = stratified ? stratifiedParts(count, shuffled, source) : evenParts(count, shuffled, source)
    var places = [[Int]](repeating: [], count: count)
    for (place, part) in parts.enumerated() { places[part].append(place) }
    return places.indices.map { index in
      let others = parts.indices.filter { parts[$0] != index }
      return Fold(index: index, training: taking(Tensor(others)), validation: taking(Tensor(places[index])))
    }
  }

  /// The part of every sample.
  private func evenParts(_ count: Int, _ shuffled: Bool, _ source: RandomSource) -> [Int] {
    let total = self.count
    let runs = (0..<count).flatMap { [Int](repeating: $0, count: total / count + ($0 < total % count ? 1 : 0)) }
    guard shuffled else { return runs }
    var parts = runs
    let order = Tensor.randomPermutation(total, from: source).elements(as: Int.self)
    for (place, sample) in order.enumerated() { parts[sample] = runs[place] }
    return parts
  }

  private func stratifiedParts(_ count: Int, _ shuffled: Bool, _ source: RandomSource) -> [Int] {
    // Classes are numbered as they appear, so that their names don't matter.
    var numbers: [Int: Int] = [:]
    let names: [Int]
    do {
      names = try ClassWeights.classes(of: y)
    } catch {
      fatalError("Dataset.folds: \(error)")
    }
    let classes = names.map { name in
      let number = numbers[name] ?? numbers.count
      numbers[name] = number
      return number
    }
    // Dealing out the sorted classes in turns tells how many of each a part gets.
    var shares = [[Int]](repeating: [Int](repeating: 0, count: count), count: numbers.count)
    for (place, number) in classes.sorted().enumerated() { shares[number][place % count] += 1 }
    var parts = [Int](repeating: 0, count: classes.count)
    for (number, shares) in shares.enumerated() {
      let samples = classes.indices.filter { classes[$0] == number }
      let runs = shares.enumerated().flatMap { [Int](repeating: $0.offset, count: $0.element) }
      let order =
        shuffled
        ? Tensor.randomPermutation(samples.count, from: source).elements(as: Int.self) : Array(samples.indices)
      for (place, sample) in order.enumerated() { parts[samples[sample]] = runs[place] }
    }
    return parts
  }
}
