/// Places in a program's memory, each for some steps: two that are needed at one time don't overlap.
struct Arena {
  private var places: [(offset: Int, size: Int, from: Int, until: Int)] = []
  /// The size of it all, in bytes.
  private(set) var size = 0

  /// A place for `byteCount` bytes from one step until another one is done, aligned to 64 bytes.
  mutating func allocate(_ byteCount: Int, from first: Int, until last: Int) -> Int {
    let bytes = max((byteCount + 63) / 64 * 64, 64)
    var offset = 0
    // The lowest gap between the places that are needed at the same time.
    let others = places.filter { $0.from <= last && first <= $0.until }.sorted { $0.offset < $1.offset }
    for other in others {
      if offset + bytes <= other.offset { break }
      offset = max(offset, other.offset + other.size)
    }
    places.append((offset, bytes, first, last))
    size = max(size, offset + bytes)
    return offset
  }

  /// Keeps the latest place at an offset until a step is done.
  mutating func extend(_ offset: Int, until last: Int) {
    guard let index = places.lastIndex(where: { $0.offset == offset }) else { return }
    places[index].until = max(places[index].until, last)
  }
}

/// Numbers of which the smallest comes first.
struct IndexHeap {
  private var numbers: [Int] = []

  mutating func insert(_ number: Int) {
    numbers.append(number)
    var place = numbers.count - 1
    while place > 0, numbers[(place - 1) / 2] > numbers[place] {
      numbers.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func popSmallest() -> Int? {
    guard let smallest = numbers.first else { return nil }
    let last = numbers.removeLast()
    if numbers.isEmpty { return smallest }
    numbers[0] = last
    var place = 0
    while true {
      var least = place
      for child in [2 * place + 1, 2 * place + 2] where child < numbers.count && numbers[child] < numbers[least] {
        least = child
      }
      if least == place { return smallest }
      numbers.swapAt(place, least)
      place = least
    }
  }
}
