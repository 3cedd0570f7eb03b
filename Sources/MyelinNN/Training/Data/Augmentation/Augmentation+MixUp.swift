import MyelinCore
import RealModule

extension Augmentation {
  /// Mixes every sample of a batch with another one, and their targets alike: λ·a + (1 − λ)·b, with one λ for the batch from the
  /// beta distribution of `alpha` and `alpha`. Weights are mixed too, what is in ``Dataset/more`` isn't.
  ///
  /// Source: H. Zhang et al., "mixup: Beyond Empirical Risk Minimization" (ICLR 2018).
  ///
  /// - Parameters:
  ///   - alpha: The smaller, the less is mixed; 0.2 to 0.4 is usual.
  ///   - classes: The number of classes, if targets are integers: they become one-hot rows. Other targets must be floating-point
  ///     numbers.
  public static func mixUp(alpha: Double = 0.2, classes: Int? = nil) -> Augmentation {
    guard alpha > 0, alpha.isFinite, classes.map({ $0 > 0 }) ?? true else {
      fatalError("Augmentation.mixUp: alpha \(alpha) must be finite and above 0, and so must the number of classes")
    }
    return Augmentation("mixup (\(alpha)\(classes.map { ", \($0) classes" } ?? ""))") { batch, request in
      var y = batch.y
      if let classes, y.type.isInteger {
        guard y.count == batch.count else {
          throw TrainingError.unsuitableTargets("mixup: targets of shape \(y.shape) have no class per sample")
        }
        if let wrong = y.elements(as: Int.self).first(where: { $0 < 0 || $0 >= classes }) {
          throw TrainingError.unsuitableTargets("mixup: there is no class \(wrong) among \(classes)")
        }
        y = y.reshaped(to: [batch.count]).oneHot(classes: classes)
      }
      guard y.type.isFloatingPoint else {
        throw TrainingError.unsuitableTargets(
          "mixup: targets of type \(y.type.rawValue) can't be mixed: make them one-hot rows, or say how many classes there are"
        )
      }
      var random = request.random()
      let share = random.beta(alpha)
      let order = Tensor.randomPermutation(batch.count, from: RandomSource(random))
      func mix(_ a: Tensor) -> Tensor {
        let floats = a.type.isFloatingPoint ? a : a.cast(to: .float32)
        return floats * share + floats.taking(order) * (1 - share)
      }
      (batch.x, batch.y, batch.weights) = (mix(batch.x), mix(y), batch.weights.map(mix))
    }
  }
}

extension Philox {
  /// A number from the beta distribution of twice the same parameter.
  mutating func beta(_ shape: Double) -> Double {
    let (a, b) = (gamma(shape), gamma(shape))
    // Both are too small for a Double where the shape is tiny: then one of them is all there is.
    guard a + b > 0 else { return uniform() < 0.5 ? 0 : 1 }
    return a / (a + b)
  }

  /// A number from the gamma distribution of scale 1.
  ///
  /// Source: G. Marsaglia, W. W. Tsang, "A Simple Method for Generating Gamma Variables" (2000).
  private mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 { return gamma(shape + 1) * Double.pow(1 - uniform(), 1 / shape) }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let normal = normal()
      let root = 1 + c * normal
      guard root > 0 else { continue }
      let cube = root * root * root
      if Double.log(1 - uniform()) < normal * normal / 2 + d - d * cube + d * .log(cube) { return d * cube }
    }
  }
}
