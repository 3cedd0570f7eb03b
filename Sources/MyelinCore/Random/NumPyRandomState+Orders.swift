/// Random orders.
extension NumPyRandomState {
  /// Puts the elements of an array in random order: `shuffle(array)`. The rows of an array of arrays are its elements.
  public mutating func shuffle<Element>(_ elements: inout [Element]) {
    var last = elements.count - 1
    while last > 0 {
      elements.swapAt(last, Int(integer(upTo: UInt64(last))))
      last -= 1
    }
  }

  /// The numbers `0..<count` in random order: `permutation(count)`.
  ///
  /// - Parameter count: how many; a negative count stops the program.
  public mutating func permutation(_ count: Int) -> [Int] {
    checkCount(count)
    return permutation(of: Array(0..<count))
  }

  /// The elements of an array in random order: `permutation(array)`.
  public mutating func permutation<Element>(of elements: [Element]) -> [Element] {
    var elements = elements
    shuffle(&elements)
    return elements
  }

  /// The rows of a tensor in random order: `permutation(array)`.
  ///
  /// - Parameter tensor: of one dimension or more; a scalar stops the program.
  public mutating func permutation(of tensor: Tensor) -> Tensor {
    guard tensor.rank > 0 else { fatalError("NumPyRandomState.permutation: a scalar has no rows to put in order") }
    return tensor.taking(Tensor(permutation(tensor.shape[0])))
  }
}
