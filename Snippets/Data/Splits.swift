// Rows divided into parts to train on and to test with, as scikit-learn divides them.
import Myelin

let iris = BundledData.iris
let (train, test) = try TrainTestSplit(test: 0.2).split(iris.x, iris.y, isStratified: true, seed: 1)
print(train.x.shape, test.y.shape)

// Tables and generated samples divide themselves; sizes are shares or numbers of rows.
let size: SplitSize = 30
let tables = try iris.table.split(test: size, stratifiedBy: "target", seed: 1)
print(tables.train.rowCount, tables.test.rowCount)
let parts = try iris.table.split(fractions: [0.7, 0.15, 0.15], seed: 1)
print(parts.map(\.rowCount))
let moons = try Moons(samples: 100).makeSamples(seed: 1).split(train: 60, seed: 1)
print(moons.train.count, moons.test.count)

// Recipes for several divisions: of any rows, by their classes, or by groups that stay together.
let rows: [any RowSplitter] = [
  KFold(5, shuffle: true), RepeatedKFold(5, repeats: 2), LeaveOneOut(), LeavePOut(2), ShuffleSplit(3, test: 0.25),
  TimeSeriesSplit(4),
]
for recipe in rows { print(recipe, try recipe.splits(rows: 20, seed: 1).count) }
let classes: [any LabelSplitter] = [
  StratifiedKFold(5), RepeatedStratifiedKFold(5, repeats: 2), StratifiedShuffleSplit(3, test: 15),
]
for recipe in classes { print(recipe, try recipe.splits(by: iris.y, seed: 1).count) }
let visits = try RowLabels(["Kim", "Lee", "Kim", "Park", "Lee"])
let groups: [any LabelSplitter] = [GroupKFold(3), LeaveOneGroupOut(), GroupShuffleSplit(2, test: 1)]
for recipe in groups {
  let splits: RowSplits = try recipe.splits(by: visits, seed: 1)
  for split: RowSplit in splits { print(split.train, split.test) }
}
let sick = try RowLabels([1, 0, 0, 1, 0])
print(try StratifiedGroupKFold(2).splits(by: sick, groups: visits, seed: 1)[0].test)

// Rows drawn at random.
print(try RowSampling.shuffle.rows(of: 10, seed: 1))
print(try iris.table.sampled(count: 3, seed: 1))
do {
  _ = try KFold(30).splits(rows: 20)
} catch {
  let mistake: SplitError = error
  print(mistake)  // folds must be no more than the 20 rows, but is 30; take fewer folds
}
