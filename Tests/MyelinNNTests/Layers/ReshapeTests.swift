import Myelin
import Testing

/// Layers that change the shape of samples, and those made of closures.
@Suite struct ReshapeTests {
  @Test func flattens() {
    #expect(Flatten()(.ones([2, 3, 4])).shape == [2, 12])
    #expect(Flatten()(.ones([2])).shape == [2, 1])
    #expect(Flatten()(.ones([0, 3, 4])).shape == [0, 12])
    #expect(Flatten(startAxis: 2)(.ones([2, 3, 4, 5])).shape == [2, 3, 20])
    #expect(Flatten(startAxis: 0)(Tensor([[1, 2], [3, 4]])).scalars == [1, 2, 3, 4])
    #expect(["\(Flatten())", "\(Flatten(startAxis: 2))"] == ["Flatten()", "Flatten(startAxis: 2)"])
  }

  @Test func reshapes() {
    #expect(Reshape([3, 4])(.ones([2, 12])).shape == [2, 3, 4])
    #expect(Reshape([-1, 4])(.ones([2, 12])).shape == [2, 3, 4])
    #expect(Reshape([-1])(.ones([0, 3, 4])).shape == [0, 12])
    #expect((Reshape([3, 4]).outputSize, Reshape([3, -1]).outputSize) == (4, nil))
    #expect("\(Reshape([3, -1]))" == "Reshape([3, -1])")
  }

  @Test func lambdasAreTheirClosures() {
    let layer = Lambda("doubled") { $0 * 2 }
    #expect(layer([1, 2]).scalars == [2, 4])
    #expect("\(layer)" == "Lambda(\"doubled\")")
    #expect(layer.parameters.isEmpty)
    #expect(Identity()([1]).scalars == [1])
  }

  @Test func mistakesStop() async {
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Reshape([3, 4])(.ones([2, 10]))
    }
    #expect(message(count).contains("Reshape([3, 4]): a sample of shape [10] has 10 numbers"))
    let sizes = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Reshape([-1, -1])
    }
    #expect(message(sizes).contains("Reshape([-1, -1]): sizes must be positive"))
    let axis = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Flatten(startAxis: 3)(.ones([2, 10]))
    }
    #expect(message(axis).contains("Flatten(startAxis: 3): the input of shape [2, 10] has no axis 3"))
  }
}
