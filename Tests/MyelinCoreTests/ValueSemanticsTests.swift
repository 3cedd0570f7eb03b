import MyelinCore
import Testing

/// Changing one tensor changes no other, whatever they share.
@Suite struct ValueSemanticsTests {
  @Test func copiesAreIndependentEitherWay() {
    var a: Tensor = [1, 2, 3]
    let b = a
    a[0] = Tensor(9)
    #expect(a.scalars == [9, 2, 3])
    #expect(b.scalars == [1, 2, 3])
    var c = b
    c[2] = Tensor(7)
    #expect(b.scalars == [1, 2, 3])
    #expect(a.scalars == [9, 2, 3])
  }

  @Test func viewsKeepWhatTheyShowed() {
    var x = Tensor.arange(6).reshaped(to: [2, 3])
    let views = [x[1], x.transposed(), x[..., .reversed], x[0].expanded(to: [2, 3]), x.flattened()]
    let before = views.map(\.scalars)
    x[...] = Tensor(-1)
    #expect(x.scalars == [Double](repeating: -1, count: 6))
    #expect(views.map(\.scalars) == before)
  }

  @Test func changingAViewLeavesItsSource() {
    let x = Tensor.arange(6).reshaped(to: [2, 3])
    var row = x[1]
    row[0] = Tensor(100)
    #expect(row.scalars == [100, 4, 5])
    var transposed = x.transposed()
    transposed[2, 0] = Tensor(-7)
    #expect(transposed.scalars == [0, 3, 1, 4, -7, 5])
    // One number that is shown many times becomes many.
    var expanded = Tensor([1, 2]).expanded(to: [3, 2])
    expanded[1, 1] = Tensor(5)
    #expect(expanded.scalars == [1, 2, 1, 5, 1, 2])
    #expect(x.scalars == [0, 1, 2, 3, 4, 5])
  }

  @Test func aViewWhoseSourceIsGoneCanBeChanged() {
    var part = Tensor.arange(1000)[500..<503]
    part[1] = Tensor(0)
    #expect(part.scalars == [500, 0, 502])
  }

  @Test func assigningFromOneselfReadsTheOldValues() {
    var x = Tensor.arange(5)
    x[1...] = x[..<4]
    #expect(x.scalars == [0, 0, 1, 2, 3])
    x[...] = x[.reversed]
    #expect(x.scalars == [3, 2, 1, 0, 0])
    var square = Tensor.arange(4).reshaped(to: [2, 2])
    square[...] = square.transposed()
    #expect(square.scalars == [0, 2, 1, 3])
  }

  @Test func assignedValuesAreConvertedAndBroadcast() {
    var integers = Tensor.zeros([2, 3], type: .int32)
    integers[...] = [1.9, -1.9, 3]
    #expect(integers.type == .int32)
    #expect(integers.scalars == [1, -1, 3, 1, -1, 3])
    var numbers = Tensor.zeros([2, 2])
    numbers[.all, 1] = Tensor([7, 8] as [Int])
    #expect(numbers.type == .float32)
    #expect(numbers.scalars == [0, 7, 0, 8])
  }

  @Test func arithmeticInPlaceLeavesCopies() {
    var x: Tensor = [1, 2]
    let copy = x
    x += 1
    x *= [2, 3]
    x -= copy
    x /= 2
    #expect(x.scalars == [1.5, 3.5])
    #expect(copy.scalars == [1, 2])
  }

  @Test func whatWasRecordedStaysAsItWas() {
    let x: Tensor = [1, 2, 3]
    let slope = gradient(at: x) { x in
      var y = x * x
      let before = y
      y[0] = Tensor(100)
      return (y * before).sum()
    }
    // y·before = 100·x₀², x₁⁴, x₂⁴.
    #expect(slope.scalars == [200, 32, 108])
  }

  @Test func tensorsAreSharedByTasks() async {
    let x = Tensor.arange(1000)
    let sums = await withTaskGroup(of: Double.self) { group in
      for task in 0..<8 {
        group.addTask {
          var own = x
          own[task] = Tensor(0)
          return own.sum().scalar
        }
      }
      var sums: [Double] = []
      for await sum in group { sums.append(sum) }
      return sums.sorted()
    }
    #expect(sums == (0..<8).map { 499_500 - Double(7 - $0) })
  }
}
