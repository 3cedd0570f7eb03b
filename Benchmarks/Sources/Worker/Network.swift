import Messages
import Myelin

/// Numbers that look random and are the same in every library: `Peers/common.py` has the same function.
enum SameNumbers {
  /// `count` numbers uniform in −1..<1; `stream` chooses among sequences.
  static func uniform(_ count: Int, stream: Int) -> [Float] {
    (0..<UInt64(count)).map { index in
      var bits = (index &+ UInt64(stream) &* 1_000_000_007 &+ 1) &* 0x9E37_79B9_7F4A_7C15
      bits = (bits ^ (bits >> 32)) &* 0xD6E8_FEB8_6659_FD93
      bits ^= bits >> 32
      return Float(bits >> 40) * 0x1p-23 - 1
    }
  }
}

/// A network with ReLU between its layers, whose first weights are the same in every library: Glorot's uniform ones.
func makeNetwork(_ sizes: [Int]) -> Sequential {
  let pairs = Array(zip(sizes, sizes.dropFirst()))
  return Sequential(
    pairs.enumerated().map { index, pair in
      let initializer = Initializer(name: "same") { shape, fanIn, fanOut in
        let limit = (6 / Double(fanIn + fanOut)).squareRoot()
        return limit * Tensor(shape: shape, SameNumbers.uniform(fanIn * fanOut, stream: index + 1))
      }
      return Dense(
        pair.0, pair.1, activation: index < pairs.count - 1 ? .relu : .identity, weightInitializer: initializer)
    })
}

/// A batch of samples and their classes, the same in every library.
func makeBatch(_ workload: Workload) -> (x: Tensor, y: Tensor) {
  let (inputs, classes) = (workload.sizes[0], workload.sizes[workload.sizes.count - 1])
  let x = Tensor(shape: [workload.batch, inputs], SameNumbers.uniform(workload.batch * inputs, stream: 0))
  return (x, Tensor((0..<workload.batch).map { $0 % classes }))
}
