/// How many steps every variable has taken: one count for all that have always been changed together.
struct StepCounts {
  private var counts: [ObjectIdentifier: Variable] = [:]

  /// The counts of variables that are changed together now.
  mutating func counts(of variables: [Variable]) -> [Variable] {
    let halves = split(from: Set(variables.map { ObjectIdentifier($0) }), variables)
    var fresh: Variable?
    return variables.map { variable in
      let known = counts[ObjectIdentifier(variable)]
      if let known, halves[ObjectIdentifier(known)] == nil { return known }
      let count =
        known.flatMap { halves[ObjectIdentifier($0)] } ?? fresh ?? Variable(.zeros([], type: .float64), name: "step")
      if known == nil { fresh = count }
      counts[ObjectIdentifier(variable)] = count
      return count
    }
  }

  /// Splits counts that others share who aren't changed now. Both halves are new, for programs may know the old one.
  ///
  /// - Returns: For every count that was split, the half for those that are changed.
  private mutating func split(
    from changed: Set<ObjectIdentifier>, _ variables: [Variable]
  ) -> [ObjectIdentifier: Variable] {
    var split: [ObjectIdentifier: (changed: Variable, left: Variable)] = [:]
    for (variable, count) in counts where !changed.contains(variable) {
      guard variables.contains(where: { counts[ObjectIdentifier($0)] === count }) else { continue }
      let halves =
        split[ObjectIdentifier(count)] ?? (Variable(count.stored, name: "step"), Variable(count.stored, name: "step"))
      split[ObjectIdentifier(count)] = halves
      counts[variable] = halves.left
      count.retire()
    }
    return split.mapValues(\.changed)
  }
}
