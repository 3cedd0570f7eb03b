import Myelin
import Testing

@Test func runningStatisticsKeepTheDigitsOfASmallBatch() {
  let layer = BatchNorm(1, momentum: 1)
  for batch in [[0, 1000], [0.1, 0.3]] as [[Double]] {
    _ = withMode(.training) { layer(Tensor(shape: [2, 1], batch, type: .float32)) }
  }
  #expect(abs(layer.runningVariance.scalars[0] - 0.02) < 1e-8)
  #expect(abs(layer.runningMean.scalars[0] - 0.2) < 1e-7)
}
