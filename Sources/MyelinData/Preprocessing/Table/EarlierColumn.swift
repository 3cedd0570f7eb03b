/// How versions before 1.1 wrote what they had learnt about a column: a number was filled with the median, standardised and cut;
/// a text was filled with the most frequent one, and became an input for each category.
enum EarlierColumn: Decodable {
  case numeric(Numeric)
  case categorical(Categorical)

  struct Numeric: Decodable {
    let name: String
    let median: Double
    let mean: Double
    let standardDeviation: Double
  }

  struct Categorical: Decodable {
    let name: String
    let categories: [String]
    let mostFrequent: String
  }

  private enum CodingKeys: String, CodingKey { case numeric, categorical }
  private enum ValueKeys: String, CodingKey { case value = "_0" }

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    if values.contains(.numeric) {
      let numeric = try values.nestedContainer(keyedBy: ValueKeys.self, forKey: .numeric).decode(
        Numeric.self, forKey: .value)
      guard numeric.median.isFinite, numeric.mean.isFinite, numeric.standardDeviation.isFinite,
        numeric.standardDeviation > 0
      else {
        throw DecodingError.dataCorruptedError(
          forKey: .numeric, in: values,
          debugDescription: "column \(quoted(numeric.name)): the median, mean, and standard deviation are not usable")
      }
      self = .numeric(numeric)
    } else {
      let texts = try values.nestedContainer(keyedBy: ValueKeys.self, forKey: .categorical).decode(
        Categorical.self, forKey: .value)
      let isUsable = Set(texts.categories.map { ExactText(text: $0) }).count == texts.categories.count
      guard isUsable, texts.categories.contains(texts.mostFrequent) else {
        throw DecodingError.dataCorruptedError(
          forKey: .categorical, in: values,
          debugDescription: "column \(quoted(texts.name)): the categories repeat, or lack the most frequent one")
      }
      self = .categorical(texts)
    }
  }

  /// The steps that do the same.
  var chain: FittedChain {
    switch self {
    case .numeric(let column):
      let scaled = AffineColumn(center: column.mean, scale: column.standardDeviation)
      let steps: [any FittedTransform] = [
        SimpleImputer.Fitted(fills: [.number(column.median)], indicated: []),
        StandardScaler.Fitted(columns: [scaled]),
        Clipper.Fitted(range: PreprocessingRecipe.limits, inputCount: 1),
      ]
      return FittedChain(
        inputs: [FittedChain.Input(name: column.name, type: .number)], steps: steps.map { CodedTransform($0) })
    case .categorical(let column):
      let list = CategoryList(names: column.categories, hasMissing: false, type: .text)
      let steps: [any FittedTransform] = [
        SimpleImputer.Fitted(fills: [.text(column.mostFrequent)], indicated: []),
        OneHotEncoder.Fitted(lists: [list], dropped: [nil], unknown: .ignore),
      ]
      return FittedChain(
        inputs: [FittedChain.Input(name: column.name, type: .text)], steps: steps.map { CodedTransform($0) })
    }
  }
}
