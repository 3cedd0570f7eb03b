import MyelinCore
import Testing

@Suite struct PrintingTests {
  @Test func alignsColumns() {
    #expect(
      "\(Tensor([[1, 2.5], [-3, 4.25]]))" == """
        Tensor([[ 1.0 ,  2.5 ],
                [-3.0 ,  4.25]], shape: [2, 2], type: float32)
        """)
    #expect("\(Tensor([1, -20, 300] as [Int]))" == "Tensor([  1, -20, 300], shape: [3], type: int64)")
    #expect("\(Tensor([true, false]))" == "Tensor([ true, false], shape: [2], type: bool)")
  }

  @Test func scalarsAndEmptyTensors() {
    #expect("\(Tensor(9))" == "Tensor(9.0, shape: [], type: float32)")
    #expect("\(Tensor.zeros([0, 3]))" == "Tensor([], shape: [0, 3], type: float32)")
    #expect("\(Tensor.zeros([2, 0], type: .int64))" == "Tensor([], shape: [2, 0], type: int64)")
    #expect("\(Tensor.zeros([1_000_000_000, 0]))" == "Tensor([], shape: [1000000000, 0], type: float32)")
  }

  @Test func matricesAreSeparatedByEmptyLines() {
    #expect("\(Tensor.zeros([2, 1, 1]))" == "Tensor([[[0.0]],\n\n        [[0.0]]], shape: [2, 1, 1], type: float32)")
  }

  @Test func largeRangesUseExponents() {
    #expect(
      "\(Tensor([1e-10, 1, 1.25e20, .nan, -.infinity], type: .float64))"
        == "Tensor([1.00e-10, 1.00e+00, 1.25e+20,      nan,     -inf], shape: [5], type: float64)")
  }

  @Test func digitsAreTheShortestThatReadBack() {
    #expect("\(Tensor([0.1, 1.0 / 3]))" == "Tensor([0.1       , 0.33333334], shape: [2], type: float32)")
    #expect("\(Tensor([2.0 / 3], type: .float64))" == "Tensor([0.66666667], shape: [1], type: float64)")
    #expect("\(Tensor([0.999999999], type: .float64))" == "Tensor([1.0], shape: [1], type: float64)")
  }

  @Test func manyElementsAreSummarised() {
    let text = "\(Tensor.arange(2_000).reshaped(to: [20, 100]))"
    #expect(text.hasPrefix("Tensor([[   0,    1,    2, ...,   97,   98,   99],\n"))
    #expect(text.contains("\n        ...,\n"))
    #expect("\(Tensor.arange(1_000))".contains("500"))
    #expect(!"\(Tensor.arange(1_001))".contains("500"))
  }
}
