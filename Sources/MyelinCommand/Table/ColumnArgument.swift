import ArgumentParser
import Myelin

/// A column and the steps that it goes through, as an argument: `income=mean,clip:0:1e6,log1p,robust`.
struct ColumnArgument: Sendable {
  let name: String
  private let steps: [ColumnStep]

  init(argument: String) throws {
    let form = ValidationError("write COLUMN=STEP,STEP, as in age=median,standard")
    guard let mark = argument.lastIndex(of: "="), mark > argument.startIndex else { throw form }
    name = String(argument[..<mark])
    steps = argument[argument.index(after: mark)...].split(separator: ",", omittingEmptySubsequences: false)
      .map { ColumnStep(String($0)) }
    if steps.contains(where: \.text.isEmpty) { throw form }
  }

  /// Whether the column is left out.
  var isDropped: Bool { steps.map(\.text) == ["drop"] }

  /// The steps for a column. Unless the steps say how missing values are filled, the recipe's way comes first; unless they end
  /// in a way of scaling, in categories, or in `none`, the recipe's way of scaling comes last.
  ///
  /// - Throws: `CommandError` if a step isn't known, or isn't possible here.
  func steps(for column: TableColumn, recipe: PreprocessingRecipe) throws -> [any Transform] {
    var result: [any Transform] = []
    var parts: [DateParts.Part] = []
    for step in steps {
      if let part = step.datePart {
        if !parts.contains(part) { parts.append(part) }
      } else if !["cyclical", "keep-missing", "none"].contains(step.text) {
        do {
          result.append(try step.transform(for: column, recipe: recipe))
        } catch {
          throw CommandError("--column \(name): \(error)")
        }
      }
    }
    let fills = try fills(result)
    let isCyclical = has("cyclical")
    let isOfParts = !parts.isEmpty || isCyclical
    guard column.type == .date || !isOfParts else {
      throw CommandError(
        "--column \(name): the column is of type \(column.type.rawValue), and has no "
          + (steps.first { $0.datePart != nil }?.text ?? "rounds"))
    }
    var chain: [any Transform] = []
    if isOfParts {
      chain.append(DateParts(parts.isEmpty ? [.year, .dayOfYear, .weekday] : parts, cyclical: isCyclical))
    }
    if fills {
      chain.append(SimpleImputer(column.type.isMeasured || column.type == .date ? recipe.imputation : .mostFrequent))
    }
    chain += result
    return isScaled(result, column) ? chain : chain + recipe.scalingSteps
  }

  /// What of an order of categories never occurs in a column, in a line for the user; nil if all do, or other steps come before.
  func unusedCategories(in column: TableColumn) -> String? {
    guard let order = steps.first(where: { !$0.categories.isEmpty }) else { return nil }
    let earlier = steps.prefix { $0.text != order.text }
    guard earlier.allSatisfy(\.isFilling) else { return nil }
    let values = column.uniqueValues()
    let texts = Set(values.texts.compactMap(\.self) + earlier.compactMap(\.constant))
    // The same number may be written in several ways.
    let numbers = Set(column.type.isMeasured ? values.numbers ?? [] : [])
    let unused = order.categories.filter { !texts.contains($0) && !(Double($0).map(numbers.contains) ?? false) }
    guard !unused.isEmpty else { return nil }
    return "--column \(name): the column never has \(unused.map { "'\($0)'" }.joined(separator: ", ")), which "
      + "\(order.name) names; correct the spelling unless other rows will have \(unused.count == 1 ? "it" : "them")"
  }

  private func has(_ text: String) -> Bool { steps.contains { $0.text == text } }

  /// Whether missing values are to be filled before the steps.
  private func fills(_ transforms: [any Transform]) throws -> Bool {
    let isFilling = transforms.contains { $0 is SimpleImputer }
    guard has("keep-missing") else { return !isFilling && !(transforms.first is EmbeddingEncoder) }
    let takesMissing = transforms.contains {
      $0 is OneHotEncoder || $0 is TargetEncoder || $0 is HashingEncoder || $0 is EmbeddingEncoder
    }
    guard takesMissing, !isFilling else {
      throw CommandError(
        "--column \(name): keep-missing leaves missing values to one of the steps one-hot, target, hashing or embedding, "
          + (isFilling ? "and none is left by a step that fills them" : "as in keep-missing,bins:5,one-hot")
          + "; leave keep-missing out to have them filled")
    }
    return false
  }

  /// Whether what the steps give needs no scaling, or isn't to be scaled.
  private func isScaled(_ transforms: [any Transform], _ column: TableColumn) -> Bool {
    if steps.last?.text == "none" { return true }
    return switch transforms.last {
    case is StandardScaler, is MinMaxScaler, is MaxAbsScaler, is RobustScaler, is QuantileTransformer,
      is PowerTransformer, is OneHotEncoder, is EmbeddingEncoder:
      true
    // Hashes add numbers as they are.
    case nil, is SimpleImputer, is HashingEncoder: column.type == .text || column.type == .boolean
    default: false
    }
  }
}
