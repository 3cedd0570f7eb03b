/// The finalizer of the generator SplitMix64: makes seeds of numbers.
///
/// Source: G. Steele, D. Lea, C. Flood, "Fast Splittable Pseudorandom Number Generators" (OOPSLA 2014).
package enum SplitMix64 {
  /// A number that depends on both, and tells nothing of them.
  package static func mixed(_ a: UInt64, _ b: UInt64 = 0) -> UInt64 {
    var bits = a &+ 0x9E37_79B9_7F4A_7C15 &* (b &+ 1)
    bits = (bits ^ bits >> 30) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ bits >> 27) &* 0x94D0_49BB_1331_11EB
    return bits ^ bits >> 31
  }
}
