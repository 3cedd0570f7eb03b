import MyelinCore
import Testing

/// The types and shapes of what is written down.
@Suite struct LiteralTests {
  @Test func literalsAreFloat32() {
    for x in [Tensor([1, 2, 3]), Tensor([1.5, 2, 3]), [1, 2, 3]] {
      #expect((x.type, x.shape) == (.float32, [3]))
    }
    #expect((Tensor(0).type, Tensor(0).shape) == (.float32, []))
    #expect(([[1, 2, 3], [4, 5, 6]] as Tensor).shape == [2, 3])
    #expect(([[[1], [2]]] as Tensor).shape == [1, 2, 1])
    #expect(([] as Tensor).shape == [0])
    #expect(([true, false] as Tensor).type == .bool)
  }

  @Test func arraysKeepTheirKind() {
    let integers = [1, 2, 3]
    #expect(Tensor(integers).type == .int64)
    #expect(Tensor([Int32(1), 2]).type == .int32)
    #expect(Tensor([1.5, 2] as [Double]).type == .float32)
    #expect(Tensor([1.5, 2] as [Double], type: .float64).scalars == [1.5, 2])
    #expect(Tensor([0.1, 0.2], type: .float64).scalars == [0.1, 0.2])
    #expect(Tensor([[1, 2], [3, 4], [5, 6]] as [[Int]]).shape == [3, 2])
    #expect(Tensor([true, false]).type == .bool)
    #expect(Tensor(shape: [2, 2], [1, 2, 3, 4] as [Float]).scalars == [1, 2, 3, 4])
  }

  @Test func aNumberTakesTheTypeOfTheTensorBesideIt() {
    let integers = Tensor([1, 2, 3] as [Int])
    #expect((2 * integers - 1).type == .int64)
    #expect((integers * 2.5).type == .float32)
    #expect((integers / 2).type == .float32)
    #expect((integers / 2).scalars == [0.5, 1, 1.5])
    let halves = Tensor([0.5], type: .float64)
    #expect((2 * halves).type == .float64)
    #expect((halves + 1).type == .float64)
    #expect((Tensor([true]) * 2).type == .int64)
    #expect((Tensor([true]) + 0.5).type == .float32)
    #expect((Tensor([Int32(3)]) + 1).type == .int32)
    // What the type can't hold isn't cut.
    #expect((Tensor([Int32(3)]) + 3_000_000_000).scalars == [3_000_000_003])
    #expect((Tensor([Int32(1)]) .== 4_294_967_297).elements(as: Bool.self) == [false])
  }

  @Test func longExpressionsAreTypeCheckedQuickly() {
    let x: Tensor = [[1, 2, 3], [4, 5, 6]]
    let y = 2 * x + 3 * x * x - 0.5 * (x - 1) * (x - 1) / (x + 2) + 4 * x.exp() * x - 2
    #expect(y.shape == x.shape)
    let z = (1 - x) * (1 - x) + 100 * (x - x * x) * (x - x * x) + [1, 2, 3] * x - x / 3
    #expect(z.shape == x.shape)
    let m = (x .> 2) .& (x .<= 5.5) .| (x .== 1)
    #expect(m.elements(as: Bool.self) == [true, false, true, true, true, false])
  }
}
