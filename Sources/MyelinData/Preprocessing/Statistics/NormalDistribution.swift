import RealModule

/// The standard normal distribution.
enum NormalDistribution {
  /// The probability of a value of at most `x`.
  static func cumulative(_ x: Double) -> Double { 0.5 * .erfc(-x * 0.5.squareRoot()) }

  /// The value that is exceeded with probability 1 − `probability`; infinite at 0 and 1.
  ///
  /// Source: M. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", 1988; accurate to about
  /// sixteen digits.
  static func quantile(_ probability: Double) -> Double {
    if probability.isNaN || probability < 0 || probability > 1 { return .nan }
    let distance = probability - 0.5
    if abs(distance) <= 0.425 {
      let square = 0.180625 - distance * distance
      return distance * ratio(square, middleAbove, middleBelow)
    }
    let tail = distance < 0 ? probability : 1 - probability
    guard tail > 0 else { return distance < 0 ? -.infinity : .infinity }
    let depth = (-Double.log(tail)).squareRoot()
    let value = depth <= 5 ? ratio(depth - 1.6, nearAbove, nearBelow) : ratio(depth - 5, farAbove, farBelow)
    return distance < 0 ? -value : value
  }

  private static func ratio(_ x: Double, _ above: [Double], _ below: [Double]) -> Double {
    above.reversed().reduce(0) { $0 * x + $1 } / below.reversed().reduce(0) { $0 * x + $1 }
  }

  // The coefficients of the polynomials, the constant first.
  private static let middleAbove = [
    3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
    4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
  ]
  private static let middleBelow = [
    1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3, 2.1213794301586595867e+4,
    3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
  ]
  private static let nearAbove = [
    1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
    1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
  ]
  private static let nearBelow = [
    1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1, 1.48103976427480074590e-1,
    1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
  ]
  private static let farAbove = [
    6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
    2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
  ]
  private static let farBelow = [
    1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2, 7.86869131145613259100e-4,
    1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
  ]
}
