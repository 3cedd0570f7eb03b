/// A seed or a state that NumPy wouldn't take; the description says why.
public struct NumPyRandomStateError: Error, Equatable, CustomStringConvertible {
  /// One line: what is wrong, and what to give instead.
  public let description: String
}

extension NumPyRandomState {
  /// The state of `numpy.random.RandomState(seed)`, for a seed from outside the program.
  ///
  /// - Throws: ``NumPyRandomStateError`` unless the seed lies in 0 … 2³² − 1.
  public init(validating seed: Int) throws(NumPyRandomStateError) {
    self.init(seed: try Self.valid(seed))
  }

  /// The state of `numpy.random.RandomState([…])`, for seeds from outside the program.
  ///
  /// - Throws: ``NumPyRandomStateError`` if there is none, or one lies outside 0 … 2³² − 1.
  public init(validating seeds: [Int]) throws(NumPyRandomStateError) {
    guard !seeds.isEmpty else {
      throw NumPyRandomStateError(description: "the list of seeds is empty; give one or more")
    }
    var valid: [UInt32] = []
    for seed in seeds { valid.append(try Self.valid(seed)) }
    self.init(seeds: valid)
  }

  private static func valid(_ seed: Int) throws(NumPyRandomStateError) -> UInt32 {
    guard let seed = UInt32(exactly: seed) else {
      throw NumPyRandomStateError(description: "seed must be from 0 to 2^32 - 1, but is \(seed)")
    }
    return seed
  }

  /// All that the next numbers depend on: what `get_state()` returns and `set_state()` takes.
  public struct State: Sendable, Equatable, Codable {
    /// The 624 words of the Mersenne Twister.
    public var key: [UInt32]
    /// How many of the words have been handed out, 0 to 624.
    public var position: Int
    /// The normal number that has been made but not handed out (`cached_gaussian`), or nil (`has_gauss` 0).
    public var cachedNormal: Double?

    /// A state of these parts. They are checked where the state is used.
    public init(key: [UInt32], position: Int, cachedNormal: Double? = nil) {
      self.key = key
      self.position = position
      self.cachedNormal = cachedNormal
    }
  }

  /// The present state: `get_state()`.
  public var state: State {
    State(key: twister.words, position: twister.position, cachedNormal: spareNormal)
  }

  /// Goes on from a state that was taken before, here or by NumPy: `set_state(state)`.
  ///
  /// - Throws: ``NumPyRandomStateError`` unless the key has 624 words and the position lies in 0 … 624.
  public init(state: State) throws(NumPyRandomStateError) {
    guard state.key.count == MersenneTwister.length else {
      throw NumPyRandomStateError(description: "the state's key has \(state.key.count) words; MT19937 has 624")
    }
    guard (0...MersenneTwister.length).contains(state.position) else {
      throw NumPyRandomStateError(description: "the state's position is \(state.position); it must be from 0 to 624")
    }
    twister = MersenneTwister(words: state.key, position: state.position)
    spareNormal = state.cachedNormal
  }
}
