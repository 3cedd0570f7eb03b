extension WarningRules {
  /// What concerns the target, and columns that give it away.
  var targetWarnings: [Exploration.Warning] {
    var found: [Exploration.Warning] = []
    if let targetProblem, table.rowCount > 0, let targetName {
      let what = targetProblem.prefix(1).uppercased() + targetProblem.dropFirst()
      found.append(
        .init(
          kind: .unusableTarget, severity: .high, columns: [targetName], message: what + ".",
          reason: "Nothing can be learnt from it.", advice: "Choose another target, or add rows."))
    }
    guard let target else { return found }
    if target.missingCount > 0 {
      let share = Double(target.missingCount) / Double(table.rowCount)
      found.append(
        .init(
          kind: .missingTarget, severity: share > 0.2 ? .high : .medium, columns: [target.name],
          message: "\(counted(target.missingCount, "row")) (\(percent(share))) "
            + "\(target.missingCount == 1 ? "has" : "have") no \(quoted(target.name)).",
          reason:
            "They cannot be learnt from, and leaving them out distorts results unless they are missing by chance.",
          advice: "Find out why they are missing, then leave them out; don't fill in targets."))
    }
    if repetitions.conflictCount > 0 {
      let share = Double(repetitions.conflictCount) / Double(table.rowCount)
      let identifiers = columns.filter { Self.isIdentifier($0) && !isTarget($0) }.map(\.name)
      let leftOut =
        identifiers.isEmpty
        ? "" : ", the \(identifiers.count == 1 ? "identifier" : "identifiers") \(list(identifiers)) left out"
      found.append(
        .init(
          kind: .conflictingTargets, severity: share > 0.05 ? .medium : .low, columns: [target.name],
          message:
            "\(counted(repetitions.conflictCount, "row")) (\(percent(share))) have the features of another row with "
            + "another \(quoted(target.name))\(leftOut).",
          reason: "No model can get all of them right; labels may be wrong.",
          advice: "Check the labels of these rows, or add the column that tells them apart."))
    }
    found += classWarnings(target)
    for feature in target.features { found += leakWarnings(feature, target) }
    for feature in target.features {
      guard let effect = feature.missingEffect else { continue }
      found.append(
        .init(
          kind: .missingDependsOnTarget, severity: effect >= 0.3 ? .high : .medium, columns: [feature.name],
          message: "Whether \(quoted(feature.name)) is missing goes with \(quoted(target.name)) "
            + "(\(target.task == .regression ? "η" : "V") = \(short(effect))).",
          reason: "It may be filled in only after the outcome is known: then it gives the target away.",
          advice: "Find out when it is recorded. If it is known beforehand, add an indicator of what is missing; "
            + "else leave it out."))
    }
    return found
  }

  private func classWarnings(_ target: Exploration.Target) -> [Exploration.Warning] {
    guard let largest = target.classes.max(by: { $0.count < $1.count }),
      let smallest = target.classes.min(by: { $0.count < $1.count }), target.count > 0
    else { return [] }
    var found: [Exploration.Warning] = []
    let share = Double(largest.count) / Double(target.count)
    let ratio = Double(largest.count) / Double(max(smallest.count, 1))
    if ratio >= 4 {
      found.append(
        .init(
          kind: .imbalancedClasses, severity: ratio >= 20 ? .high : .medium, columns: [target.name],
          message: "\(quoted(largest.value)) is \(percent(share)) of the rows, \(quoted(smallest.value)) "
            + "\(percent(Double(smallest.count) / Double(target.count))).",
          reason: "A model that always says \(quoted(largest.value)) is right in \(percent(share)) of the rows: "
            + "accuracy misleads.",
          advice:
            "Split by class, weight the classes, and judge by balanced accuracy, F1 or a curve of precision and recall."
        ))
    }
    let rare = target.classes.filter { $0.count < 10 }
    if !rare.isEmpty {
      found.append(
        .init(
          kind: .rareClass, severity: rare.contains { $0.count < 2 } ? .high : .medium, columns: [target.name],
          message: rare.count == 1
            ? "The class \(quoted(rare[0].value)) has only \(counted(rare[0].count, "row"))."
            : "\(grouped(rare.count)) classes have fewer than 10 rows each: \(list(rare.map(\.value))).",
          reason: "It is too few to learn from and to judge by.",
          advice: "Join rare classes, or gather more rows of them."))
    }
    return found
  }

  private func leakWarnings(
    _ feature: Exploration.Feature, _ target: Exploration.Target
  ) -> [Exploration.Warning] {
    // Among few rows much seems perfect by chance.
    guard target.rowCount >= 20 else { return [] }
    let isLine = feature.measure == .pearson && abs(feature.association ?? 0) >= 0.9999
    if feature.isOneToOne || isLine {
      return [
        .init(
          kind: .targetCopy, severity: .high, columns: [feature.name],
          message: feature.isOneToOne
            ? "Each value of \(quoted(feature.name)) stands for one of \(quoted(target.name)): it is the target under "
              + "another name."
            : "\(quoted(feature.name)) is the target \(quoted(target.name)) in another unit.",
          reason: "A model would only copy it, and fail where it is not known yet.", advice: "Leave it out.")
      ]
    }
    guard let score = feature.predictability, score >= 0.98 else { return [] }
    let measure = target.task == .regression ? "R²" : "balanced accuracy above chance"
    return [
      .init(
        kind: .targetLeak, severity: .high, columns: [feature.name],
        message: "\(quoted(feature.name)) alone predicts \(quoted(target.name)) almost without error "
          + "(\(measure) \(short(score)) in cross-validation).",
        reason: "It may hold what is only known afterwards.",
        advice: "Ask whether it is known when a prediction is needed; if not, leave it out.")
    ]
  }
}
