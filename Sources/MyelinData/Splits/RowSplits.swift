/// Divisions of the same rows, one after the other: what a ``RowSplitter`` or a ``LabelSplitter`` gives.
///
/// ```swift
/// for split in try KFold(5, shuffle: true).splits(rows: table.rowCount, seed: 1) {
///   let (train, test) = split.divide(table)
/// }
/// ```
///
/// Folds are kept as a number for each row, so that even ``LeaveOneOut`` takes no more memory than the rows have; the
/// positions are listed when a division is asked for.
public struct RowSplits: RandomAccessCollection, Sendable, Equatable {
  private enum Storage: Sendable, Equatable {
    /// For each repetition the fold of each row, and the number of folds.
    case folds([[Int]], count: Int)
    case listed([RowSplit])
  }

  private let storage: Storage

  /// Divisions that test with one fold after the other and train on the rest.
  init(folds: [[Int]], count: Int) { storage = .folds(folds, count: count) }

  init(_ splits: [RowSplit]) { storage = .listed(splits) }

  /// 0.
  public var startIndex: Int { 0 }

  /// The number of divisions.
  public var endIndex: Int {
    switch storage {
    case .folds(let folds, let count): folds.count * count
    case .listed(let splits): splits.count
    }
  }

  /// A division.
  ///
  /// - Parameter index: Which one, from 0; one that is not there stops the program.
  public subscript(index: Int) -> RowSplit {
    guard index >= 0, index < endIndex else { fatalError("RowSplits: there is no split \(index) of \(endIndex)") }
    switch storage {
    case .listed(let splits): return splits[index]
    case .folds(let folds, let count):
      let folds = folds[index / count]
      let fold = index % count
      return RowSplit(
        train: folds.indices.filter { folds[$0] != fold }, test: folds.indices.filter { folds[$0] == fold })
    }
  }
}
