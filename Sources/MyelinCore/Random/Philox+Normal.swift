import CMyelinKernels

extension Philox {
  /// Writes independent numbers, normally distributed with mean 0 and standard deviation 1, many at once: by the polar form of Box
  /// and Muller, of numbers of 24 bits.
  package mutating func fillNormal(_ output: UnsafeMutableBufferPointer<Float>) {
    let half = (output.count + 1) / 2
    guard let target = output.baseAddress, half > 0 else { return }
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * half) { scratch in
      guard let radius = scratch.baseAddress else { return }
      let (angle, cosine) = (radius + half, radius + 2 * half)
      myelin_polar_pairs_f32(radius, angle, half, seed, stream, position)
      position &+= UInt64(half)
      myelin_log_f32(radius, radius, half)
      for index in 0..<half { radius[index] = (-2 * radius[index]).squareRoot() }
      myelin_cos_f32(angle, cosine, half)
      myelin_sin_f32(angle, angle, half)
      for index in 0..<half { target[index] = radius[index] * cosine[index] }
      for index in 0..<output.count - half { target[half + index] = radius[index] * angle[index] }
    }
  }
}
