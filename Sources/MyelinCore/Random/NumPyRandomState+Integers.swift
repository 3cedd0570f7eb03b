/// Whole numbers.
extension NumPyRandomState {
  /// A whole number uniform over a half-open range: `randint(low, high)`.
  ///
  /// - Parameter range: where to draw from; an empty range stops the program.
  public mutating func integer(in range: Range<Int>) -> Int {
    guard !range.isEmpty else { fatalError("NumPyRandomState.integer(in:): the range \(range) is empty") }
    let distance = UInt64(bitPattern: Int64(range.upperBound &- 1 &- range.lowerBound))
    return range.lowerBound &+ Int(truncatingIfNeeded: integer(upTo: distance))
  }

  /// A whole number uniform over `0..<bound`: `randint(bound)`.
  ///
  /// - Parameter bound: one or more; anything less stops the program.
  public mutating func integer(below bound: Int) -> Int {
    guard bound > 0 else { fatalError("NumPyRandomState.integer(below:): the bound \(bound) is not positive") }
    return integer(in: 0..<bound)
  }

  /// Whole numbers uniform over a half-open range, in the order drawn: `randint(low, high, size=count)`.
  ///
  /// - Parameters:
  ///   - range: where to draw from; an empty range stops the program unless `count` is zero.
  ///   - count: how many; a negative count stops the program.
  public mutating func integers(in range: Range<Int>, count: Int) -> [Int] {
    checkCount(count)
    return (0..<count).map { _ in integer(in: range) }
  }

  /// Whole numbers of a type, uniform over a closed range: `randint(low, high + 1, size=count, dtype=…)`.
  ///
  /// The type decides which bits are drawn, as in NumPy: numbers of 8 and 16 bits share draws of 32 bits within one call,
  /// so the same range gives other numbers as `UInt8` than as `Int`.
  ///
  /// ```swift
  /// var random = NumPyRandomState(seed: 0)
  /// let bytes = random.integers(in: UInt8.min...UInt8.max, count: 4)  // randint(0, 256, 4, dtype=numpy.uint8)
  /// ```
  ///
  /// - Parameters:
  ///   - range: where to draw from.
  ///   - count: how many; a negative count stops the program.
  public mutating func integers<Integer: FixedWidthInteger>(
    in range: ClosedRange<Integer>, count: Int
  ) -> [Integer] {
    checkCount(count)
    guard Integer.bitWidth <= 64 else {
      fatalError("NumPyRandomState.integers: NumPy has no whole numbers of \(Integer.bitWidth) bits")
    }
    let distance = UInt64(truncatingIfNeeded: range.upperBound &- range.lowerBound)
    let limit = Integer.bitWidth == 64 ? distance : distance & (1 << UInt64(Integer.bitWidth) - 1)
    var pieces = BitPieces(width: min(Integer.bitWidth, 32))
    return (0..<count).map { _ in
      let offset = Integer.bitWidth >= 32 ? integer(upTo: limit) : integer(upTo: limit, pieces: &pieces)
      return range.lowerBound &+ Integer(truncatingIfNeeded: offset)
    }
  }

  /// Truth values, each with a probability of one half: `randint(2, size=count, dtype=bool)`.
  ///
  /// - Parameter count: how many; a negative count stops the program.
  public mutating func booleans(count: Int) -> [Bool] {
    checkCount(count)
    var pieces = BitPieces(width: 1)
    return (0..<count).map { _ in pieces.next(from: &self) == 1 }
  }

  private mutating func integer(upTo limit: UInt64, pieces: inout BitPieces) -> UInt64 {
    if limit == 0 { return 0 }
    let mask = UInt64.max >> UInt64(limit.leadingZeroBitCount)
    while true {
      let bits = UInt64(pieces.next(from: &self)) & mask
      if bits <= limit { return bits }
    }
  }
}

/// Draws of 32 bits cut into pieces, the lowest bits first.
private struct BitPieces {
  let width: Int
  private var bits: UInt32 = 0
  private var remaining = 0

  init(width: Int) { self.width = width }

  mutating func next(from random: inout NumPyRandomState) -> UInt32 {
    if remaining == 0 {
      bits = random.twister.next()
      remaining = 32 / width
    } else {
      bits >>= UInt32(width)
    }
    remaining -= 1
    return width == 32 ? bits : bits & (1 << UInt32(width) - 1)
  }
}
