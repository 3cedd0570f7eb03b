import Foundation
import MyelinCore
import MyelinData
import TestSupport
import Testing

/// Against scikit-learn's positions: Tests/Fixtures/splits/splits.py made them.
struct SplitFixtureTests {
  private struct Case: Decodable {
    let kind: String
    let seed: Int
    let rows: Int
    let test: Size?
    let train: Size?
    let labels: Labels?
    let groups: [Int]?
    let shuffle: Bool?
    let folds: Int?
    let repeats: Int?
    let gap: Int?
    /// For each split the rows to train on and to test with; nil if scikit-learn refuses.
    let splits: [[[Int]]]?

    var what: String { "\(kind): \(rows) rows, test \(String(describing: test?.size)), seed \(seed)" }
  }

  private struct Size: Decodable {
    let size: SplitSize

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let count = try? value.decode(Int.self) {
        size = .count(count)
      } else {
        size = .fraction(try value.decode(Double.self))
      }
    }

    var count: Int? { if case .count(let count) = size { count } else { nil } }
  }

  private enum Labels: Decodable {
    case numbers([Int])
    case texts([String])

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      if let numbers = try? value.decode([Int].self) {
        self = .numbers(numbers)
      } else {
        self = .texts(try value.decode([String].self))
      }
    }

    /// The same labels from an array, from a column, and from a tensor.
    func all() throws -> [RowLabels] {
      switch self {
      case .numbers(let labels):
        [
          try RowLabels(labels), try RowLabels(TableColumn("y", integers: labels.map { Int64($0) })),
          try RowLabels(Tensor(labels)),
        ]
      case .texts(let labels): [try RowLabels(labels), try RowLabels(TableColumn("y", texts: labels))]
      }
    }
  }

  private func rowSplitter(_ one: Case) -> (any RowSplitter)? {
    let folds = one.folds ?? 0
    return switch one.kind {
    case "k_fold": KFold(folds, shuffle: one.shuffle ?? false)
    case "repeated_k_fold": RepeatedKFold(folds, repeats: one.repeats ?? 0)
    case "shuffle_split": ShuffleSplit(one.repeats ?? 0, test: one.test?.size, train: one.train?.size)
    case "leave_one_out": LeaveOneOut()
    case "leave_p_out": LeavePOut(folds)
    case "time_series_split":
      TimeSeriesSplit(folds, trainLimit: one.train?.count, test: one.test?.count, gap: one.gap ?? 0)
    default: nil
    }
  }

  private func labelSplitter(_ one: Case) -> (any LabelSplitter)? {
    let folds = one.folds ?? 0
    return switch one.kind {
    case "stratified_k_fold": StratifiedKFold(folds, shuffle: one.shuffle ?? false)
    case "repeated_stratified_k_fold": RepeatedStratifiedKFold(folds, repeats: one.repeats ?? 0)
    case "stratified_shuffle_split":
      StratifiedShuffleSplit(one.repeats ?? 0, test: one.test?.size, train: one.train?.size)
    case "group_k_fold": GroupKFold(folds, shuffle: one.shuffle ?? false)
    case "leave_one_group_out": LeaveOneGroupOut()
    case "group_shuffle_split": GroupShuffleSplit(one.repeats ?? 0, test: one.test?.size, train: one.train?.size)
    default: nil
    }
  }

  private func splits(_ one: Case, _ labels: RowLabels?) throws(SplitError) -> [RowSplit] {
    if let splitter = rowSplitter(one) { return Array(try splitter.splits(rows: one.rows, seed: one.seed)) }
    if let labels, let splitter = labelSplitter(one) {
      return Array(try splitter.splits(by: labels, seed: one.seed))
    }
    if let labels, let groups = one.groups {
      let recipe = StratifiedGroupKFold(one.folds ?? 0, shuffle: one.shuffle ?? false)
      return Array(try recipe.splits(by: labels, groups: RowLabels(groups), seed: one.seed))
    }
    if one.kind == "train_test_split" {
      let recipe = TrainTestSplit(test: one.test?.size, train: one.train?.size, shuffle: one.shuffle ?? true)
      guard let labels else { return [try recipe.split(rows: one.rows, seed: one.seed)] }
      return [try recipe.split(stratifiedBy: labels, seed: one.seed)]
    }
    let sampling = RowSampling(count: one.folds, replacement: one.kind == "resample" && one.shuffle == true)
    let rows =
      if let labels {
        try sampling.rows(stratifiedBy: labels, seed: one.seed)
      } else {
        try sampling.rows(of: one.rows, seed: one.seed)
      }
    return [RowSplit(train: rows, test: [])]
  }

  @Test func positionsEqualScikitLearn() throws {
    let path = fixture("splits/splits.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: URL(filePath: path)))
    #expect(cases.count > 300)
    #expect(Set(cases.map(\.kind)).count == 16)
    for one in cases {
      let labels = try one.labels?.all() ?? []
      for labels in labels.isEmpty ? [nil] : labels.map(Optional.some) {
        if let wanted = one.splits {
          let found = try splits(one, labels)
          // Of the many that leave one out, the fixture has a few.
          #expect(
            found.prefix(wanted.count).map { [$0.train, $0.test] } == wanted, "\(one.what)")
          #expect(["leave_one_out", "leave_p_out"].contains(one.kind) || found.count == wanted.count, "\(one.what)")
        } else {
          let error = #expect(throws: SplitError.self, "\(one.what)") { _ = try splits(one, labels) }
          #expect(error?.description.isOneLine == true)
        }
      }
    }
  }
}
