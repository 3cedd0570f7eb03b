extension WarningRules {
  /// What concerns the values of one column of any type.
  ///
  /// - Parameter isMiswritten: whether it is text only because of how its values are written.
  func columnWarnings(_ column: Exploration.Column, isMiswritten: Bool) -> [Exploration.Warning] {
    let name = quoted(column.name)
    func warning(
      _ kind: Exploration.Warning.Kind, _ severity: Exploration.Warning.Severity, _ message: String, _ reason: String,
      _ advice: String
    ) -> Exploration.Warning {
      .init(
        kind: kind, severity: severity, columns: [column.name], message: message, reason: reason, advice: advice)
    }
    // The problem of a useless target has been told.
    if isTarget(column) { return numberWarnings(column, warning) }
    guard column.count > 0 else {
      return [
        warning(
          .emptyColumn, .high, "\(name) has no values.", "There is nothing to learn from it.", "Leave it out.")
      ]
    }
    var found: [Exploration.Warning] = []
    if column.missingShare >= 0.01 || column.missingCount > 0 && column.rowCount < 100 {
      let severity: Exploration.Warning.Severity =
        column.missingShare > 0.5 ? .high : column.missingShare > 0.2 ? .medium : .low
      found.append(
        warning(
          .missingValues, severity,
          "\(percent(column.missingShare)) of \(name) are missing (\(counted(column.missingCount, "row"))).",
          "Most models cannot learn from rows with missing values, and what is filled in is a guess.",
          column.missingShare > 0.5
            ? "Leave it out, or keep only whether it is there."
            : "Fill in the \(column.role == .number ? "median" : "most frequent value") and add an indicator, "
              + "fitted on training rows."))
    }
    if column.isConstant {
      if column.rowCount > 1 {
        found.append(
          warning(
            .constantColumn, .medium,
            "\(name) is \(quoted(column.frequentValues.first?.value ?? "")) in every row"
              + (column.missingCount > 0 ? " that has a value." : "."),
            "It tells no row from another.",
            column.missingCount > 0 ? "Leave it out, or keep only whether it is there." : "Leave it out."))
      }
      return found
    }
    if isMiswritten {
      // How many different texts there are is beside the point.
    } else if Self.isIdentifier(column) {
      found.append(
        warning(
          .identifier, target == nil ? .low : .medium,
          "\(name) is different in \(column.isUnique ? "every row" : "nearly every row").",
          "It names rows and says nothing of new ones; a model may learn rows by heart, or the order of the file.",
          "Leave it out, or use it only to join tables and to split by groups."))
    } else if column.type == .text, column.distinctCount > 50 {
      found.append(
        warning(
          .manyCategories, .medium, "\(name) has \(grouped(column.distinctCount)) different texts.",
          "One-hot encoding would make as many columns, most of them for few rows.",
          "Group rare texts, or encode them by hashing, an embedding or the target; free text needs a model of its own."
        ))
    }
    if let most = column.frequentValues.first, column.count >= 20 {
      let share = Double(most.count) / Double(column.count)
      if share > 0.95 {
        found.append(
          warning(
            .nearlyConstant, .low, "\(name) is \(quoted(most.value)) in \(percent(share)) of the rows.",
            "What is told by so few rows is easily chance.", "Leave it out unless the rare values matter."))
      }
    }
    return found + numberWarnings(column, warning)
  }

  private func numberWarnings(
    _ column: Exploration.Column,
    _ warning: (
      Exploration.Warning.Kind, Exploration.Warning.Severity, String, String, String
    ) -> Exploration.Warning
  ) -> [Exploration.Warning] {
    guard let numbers = column.numbers else { return [] }
    let name = quoted(column.name)
    var found: [Exploration.Warning] = []
    if numbers.infiniteCount > 0 {
      found.append(
        warning(
          .infiniteValues, .high,
          "\(counted(numbers.infiniteCount, "value")) of \(name) \(numbers.infiniteCount == 1 ? "is" : "are") infinite.",
          "Means, scales and gradients become infinite or undefined.",
          "Find the division by zero, or make them missing."))
    }
    if let mark = placeholder(numbers, column) {
      found.append(
        warning(
          .placeholder, .medium,
          "\(name) is \(mark.value.replacing("-", with: "−")) in \(counted(mark.count, "row")), far from all other values.",
          "It looks like a mark for missing values; as a number it distorts everything.",
          "If it is one, read it as missing."))
    }
    // A mark for missing values explains whatever else is odd.
    guard found.isEmpty, !column.isConstant, !Self.isIdentifier(column), column.count >= 20,
      let quantiles = numbers.quantiles,
      let low = numbers.minimum, let high = numbers.maximum
    else { return found }
    let zeroShare = Double(numbers.zeroCount) / Double(column.count)
    if zeroShare >= 0.5, column.distinctCount > 2 {
      found.append(
        warning(
          .manyZeros, .low, "\(percent(zeroShare)) of \(name) are zero.",
          "Zero may mean “none”, or “not recorded”; both at once mislead.",
          "If it means “not recorded”, read it as missing; else add whether it is zero."))
    }
    // Two values, or a few whole ones, are rather categories.
    guard column.distinctCount > 10 else { return found }
    let range = quantiles.interquartileRange
    if let skewness = numbers.skewness, abs(skewness) >= 2 {
      let advice =
        skewness < 0
        ? "Mirror it and take logarithms, or scale by quantiles."
        : low > 0
          ? "Learn from its logarithm."
          : low == 0 ? "Learn from log(1 + x)." : "Scale by quantiles, or take sign(x) · log(1 + |x|)."
      found.append(
        warning(
          .skewed, .low, "\(name) reaches far to the \(skewness > 0 ? "right" : "left") (skewness \(short(skewness))).",
          "A few rows dominate means, scales and squared errors.", advice))
    } else if let kurtosis = numbers.kurtosis, kurtosis >= 7 {
      found.append(
        warning(
          .heavyTails, .low, "\(name) has heavy tails (excess kurtosis \(short(kurtosis))).",
          "A few rows dominate scales and squared errors.", "Scale robustly or by quantiles, or clip."))
    } else if range > 0 {
      let share = Double(numbers.outlierCount) / Double(column.count)
      let far = max(quantiles.lowerQuartile - low, high - quantiles.upperQuartile) / range
      if share >= 0.05 || far >= 5 {
        found.append(
          warning(
            .outliers, .low,
            "\(counted(numbers.outlierCount, "value")) of \(name) (\(percent(share))) \(numbers.outlierCount == 1 ? "lies" : "lie") "
              + "more than 1.5 interquartile ranges outside the quartiles, up to \(short(far)).",
            "They weigh much in means, scales and squared errors.",
            "Check them for slips; scale robustly, or clip."))
      }
    }
    return found
  }

  /// A number that stands for missing values, such as −999: the smallest or greatest, made of nines, negative or beyond everything
  /// else, and in several rows.
  private func placeholder(
    _ numbers: Exploration.Numbers, _ column: Exploration.Column
  ) -> Exploration.ValueCount? {
    guard let quantiles = numbers.quantiles, column.distinctCount > 5 else { return nil }
    let marks: Set<String> = ["-1", "-9", "-99", "-999", "-9999", "-99999", "99", "999", "9999", "99999", "999999"]
    for ends in [numbers.lowest, numbers.highest] {
      guard let first = ends.first, let next = ends.dropFirst().first, marks.contains(first.value), first.count >= 2,
        let value = Double(first.value),
        let neighbour = Double(next.value)
      else { continue }
      let isAlone = abs(value - neighbour) > max(2 * quantiles.interquartileRange, 3 * abs(neighbour) / 2)
      let isOnlyNegative = value < 0 && neighbour >= 0 && numbers.negativeCount == first.count
      if isAlone || isOnlyNegative { return first }
    }
    return nil
  }
}
