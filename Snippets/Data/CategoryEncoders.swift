// Ways to make numbers of categories, and back.
import Myelin

let fruit = TableColumn("fruit", texts: ["fig", "pear", "fig", nil, "plum", "fig", "pear", "kiwi"])

// A column for each category; those that come only once share one.
let oneHot = try OneHotEncoder(drop: .ifBinary, unknown: .infrequent, minFrequency: .count(2)).fitted(to: [fruit])
print(oneHot.featureNames(["fruit"]))
print(oneHot.infrequentCategories)
let columns = try oneHot.transform([fruit])
print(try oneHot.inverse(columns, names: ["fruit"])[0].texts.map { $0 ?? "-" })

// Positions in an order that is given.
let size = TableColumn("size", texts: ["S", "L", "M"])
let ordinal = try OrdinalEncoder(unknown: .value(-1), categories: [["S", "M", "L"]]).fitted(to: [size])
print(try ordinal.transform([size])[0].numbers ?? [])

// The mean target of each category, cross-fitted for the rows it learns from.
let sales = TrainingTarget.numbers([3, 1, 4, 1, 5, 2, 2, 6])
let encoder = TargetEncoder(smoothing: 1, folds: 2)
let (means, features) = try encoder.fittedAndApplied(to: [fruit], in: FittingContext(target: sales))
print(means.means, features[0].numbers ?? [])

// A fixed number of features by a hash, and indices of vectors to be learnt.
print(try HashingEncoder(width: 4).fitted(to: [fruit]).transform([fruit]).map(\.name))
print(try EmbeddingEncoder(maxCategories: 3).fitted(to: [fruit]).features(after: [TableFeature(name: "fruit")]))
