import MyelinCore
import Testing

@Suite struct IndexingTests {
  let x = Tensor.arange(24).reshaped(to: [2, 3, 4])

  @Test func elementsAndRanges() {
    #expect(x[0].shape == [3, 4])
    #expect(x[1, 2, 3].scalar == 23)
    #expect(x[-1, -1, -1].scalar == 23)
    #expect(x[0, 1..<3].scalars == [4, 5, 6, 7, 8, 9, 10, 11])
    #expect(x[0, 1..., 2].scalars == [6, 10])
    #expect(x[1, ..<1].scalars == [12, 13, 14, 15])
    #expect(x[1, ...0, 0...1].scalars == [12, 13])
    #expect(x[0, 0, 2..<100].scalars == [2, 3])
    #expect(x[0, 5..<9].shape == [0, 4])
    #expect(x[0, 1...Int.max].shape == [2, 4])
  }

  @Test func ellipsisAnywhere() {
    #expect(x[...].isIdentical(to: x))
    #expect(x[..., 0].scalars == [0, 4, 8, 12, 16, 20])
    #expect(x[0, ..., 1].scalars == [1, 5, 9])
    #expect(x[1..<2, ...].shape == [1, 3, 4])
    #expect(x[..., 0, 0].scalars == [0, 12])
    #expect(x[0, 0, ...].scalars == [0, 1, 2, 3])
    #expect(x[0, 0, 0, ...].shape == [])
  }

  @Test func stepsAndNewAxes() {
    #expect(x[0, 0, stride(from: 3, through: 0, by: -1)].scalars == [3, 2, 1, 0])
    #expect(x[0, 0, stride(from: 0, to: 4, by: 2)].scalars == [0, 2])
    #expect(x[0, 0, .reversed].scalars == [3, 2, 1, 0])
    #expect(x[0, 0, .every(2)].scalars == [0, 2])
    #expect(x[0, 0, .every(-3)].scalars == [3, 0])
    #expect(x[0, 0, .from(-2)].scalars == [2, 3])
    #expect(x[0, 0, .from(1, to: -1)].scalars == [1, 2])
    #expect(x[0, 0, .to(-1)].scalars == [0, 1, 2])
    #expect(x[0, 0, .from(-1, to: 0, by: -2)].scalars == [3, 1])
    #expect(x[0, .newAxis, .all, 1].shape == [1, 3])
    #expect(x[.newAxis, ...].shape == [1, 2, 3, 4])
  }

  @Test func masksAndPlaces() {
    #expect(x[x .> 20].scalars == [21, 22, 23])
    #expect(x[0, Tensor([true, false, true])].shape == [2, 4])
    #expect(x[Tensor([false, true])].shape == [1, 3, 4])
    #expect(x[[1, 0, 1]].shape == [3, 3, 4])
    #expect(x[[1, 0], [2, 0]].scalars == [20, 21, 22, 23, 0, 1, 2, 3])
    #expect(x[..., [3, 0]].shape == [2, 3, 2])
    #expect(x[..., [3, -4]][0, 0].scalars == [3, 0])
    #expect(x[[0, 1], ..., [2, 3]].shape == [2, 3])
    #expect(x[[0, 1], ..., [2, 3]].scalars == [2, 6, 10, 15, 19, 23])
    #expect(x[Tensor([[0], [1]] as [[Int]]), [0, 2]].shape == [2, 2, 4])
  }

  @Test func assignmentLeavesCopiesAlone() {
    var a = x
    let row = a[1]
    a[0, 0] = [9, 9, 9, 9]
    a[1, ..., 0] = Tensor(7)
    a[a .> 20] = Tensor(-1)
    a[0, [1, 1], 0] = [1, 2]
    a[0, 2, 3] += 1
    #expect(x.scalars == (0..<24).map(Double.init))
    #expect(row.scalars == (12..<24).map(Double.init))
    #expect(a.scalars == [9, 9, 9, 9, 2, 5, 6, 7, 8, 9, 10, 12, 7, 13, 14, 15, 7, 17, 18, 19, 7, -1, -1, -1])
    #expect(a.type == .int64)
  }

  @Test func assignmentFromItself() {
    var a: Tensor = [1, 2, 3, 4]
    a[.reversed] = a
    #expect(a.scalars == [4, 3, 2, 1])
    a[1...] = a[..<3]
    #expect(a.scalars == [4, 4, 3, 2])
  }

  @Test func gradientsFlowThroughReadingAndWriting() {
    let a: Tensor = [[1, 2, 3], [4, 5, 6]]
    #expect(gradient(at: a) { $0[0, .reversed].dot([1, 10, 100]) }.scalars == [100, 10, 1, 0, 0, 0])
    #expect(gradient(at: a) { $0[$0 .> 2].squared().sum() }.scalars == [0, 0, 6, 8, 10, 12])
    #expect(gradient(at: a) { $0[[1, 1, 0]].sum() }.scalars == [1, 1, 1, 2, 2, 2])
    let (left, right) = gradient(at: a, [2, 3]) { a, values in
      var b = a
      b[0, 1...] = values
      return b.squared().sum()
    }
    #expect(left.scalars == [2, 0, 0, 8, 10, 12])
    #expect(right.scalars == [4, 6])
  }
}
