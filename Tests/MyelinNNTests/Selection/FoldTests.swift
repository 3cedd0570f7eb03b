import Myelin
import Testing

/// Folds are those of scikit-learn where nothing is drawn, and whole where something is.
@Suite struct FoldTests {
  private let labels = [2, 0, 1, 1, 0, 2, 2, 0, 1, 1, 1, 0, 0]
  private var data: Dataset { Dataset(Tensor.arange(13), Tensor(labels)) }

  private func places(_ folds: [Dataset.Fold]) -> [[Int]] { folds.map { $0.validation.x.elements(as: Int.self) } }

  /// `KFold(4)` and `StratifiedKFold(3)` of scikit-learn.
  @Test func unshuffledFoldsAreThoseOfScikitLearn() {
    #expect(places(data.folds(4, shuffled: false)) == [[0, 1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]])
    let stratified = [[0, 1, 2, 3, 4], [5, 7, 8, 11], [6, 9, 10, 12]]
    #expect(places(data.folds(3, stratified: true, shuffled: false)) == stratified)
    let oneHot = Dataset(data.x, Tensor(labels).oneHot().cast(to: .float32))
    #expect(places(oneHot.folds(3, stratified: true, shuffled: false)) == stratified)
  }

  @Test(arguments: [false, true]) func everySampleIsHeldOutOnce(stratified: Bool) {
    let folds = data.folds(3, stratified: stratified, from: RandomSource(seed: 1))
    #expect(places(folds).flatMap { $0 }.sorted() == Array(0..<13))
    for fold in folds {
      let all = fold.training.x.elements(as: Int.self) + fold.validation.x.elements(as: Int.self)
      #expect(all.sorted() == Array(0..<13))
      #expect(fold.training.y.elements(as: Int.self) == fold.training.x.elements(as: Int.self).map { labels[$0] })
      if stratified {
        let counts = (0..<3).map { label in fold.validation.y.elements(as: Int.self).count { $0 == label } }
        #expect((1...2).contains(counts[0]) && (1...2).contains(counts[1]) && counts[2] == 1)
      }
    }
    #expect(places(folds) == places(data.folds(3, stratified: stratified, from: RandomSource(seed: 1))))
    #expect(places(folds) != places(data.folds(3, stratified: stratified, from: RandomSource(seed: 2))))
  }
}
