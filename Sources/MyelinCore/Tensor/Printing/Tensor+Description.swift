extension Tensor: CustomStringConvertible {
  /// The values as NumPy prints them, with the shape and the type.
  ///
  /// ```
  /// Tensor([[1.0, 2.5 ],
  ///         [3.0, 4.25]], shape: [2, 2], type: float32)
  /// ```
  ///
  /// Columns are aligned. Of more than 1,000 elements only the first and last three along every axis are shown; a tensor
  /// without elements is `[]`, whatever its shape.
  public var description: String {
    let prefix = "Tensor("
    let values = TensorText(self).text(indentation: prefix.count)
    return "\(prefix)\(values), shape: \(shape), type: \(type.rawValue))"
  }
}

extension Tensor: CustomReflectable {
  /// Shape, type and values: a debugger has no use for the memory.
  public var customMirror: Mirror {
    Mirror(self, children: ["shape": shape, "type": type, "values": TensorText(self).text(indentation: 0)])
  }
}

/// The nested brackets of a tensor's values.
struct TensorText {
  /// Up to how many elements all are shown.
  static let summaryThreshold = 1_000
  /// How many elements are shown at both ends of an axis of a summarised tensor.
  static let edgeCount = 3
  /// How many characters a line has before it is broken.
  static let lineWidth = 88

  private let shape: [Int]
  /// Which places are shown along every axis; `nil` stands for those left out.
  private let places: [[Int?]]
  private let texts: [String]
  private let strides: [Int]

  init(_ tensor: Tensor) {
    let isSummary = tensor.count > Self.summaryThreshold
    let x = tensor.detached()
    shape = x.shape
    let edge = Self.edgeCount
    places = x.shape.map { size in
      guard x.count > 0 else { return [] }
      guard isSummary, size > 2 * edge else { return Array(0..<size) }
      return Array(0..<edge) + [nil] + Array(size - edge..<size)
    }
    // Only the elements that are shown are read, so that printing costs the same for every size.
    var shown = x
    for (axis, kept) in places.enumerated() where kept.contains(nil) {
      shown = .apply(Take(axis: axis), shown, Tensor(kept.compactMap { $0 }))
    }
    strides = Shape.rowMajorStrides(shown.shape)
    texts = NumberText.aligned(shown)
  }

  /// The text; lines after the first are indented so that brackets are aligned.
  func text(indentation: Int) -> String {
    if texts.isEmpty { return "[]" }
    return shape.isEmpty ? texts[0] : text(axis: 0, offset: 0, indentation: indentation + 1)
  }

  private func text(axis: Int, offset: Int, indentation: Int) -> String {
    let isInnermost = axis == shape.count - 1
    var result = "["
    var lineLength = indentation
    var index = 0
    for (position, place) in places[axis].enumerated() {
      let part: String
      if place == nil {
        part = "..."
      } else {
        let start = offset + index * strides[axis]
        part = isInnermost ? texts[start] : text(axis: axis + 1, offset: start, indentation: indentation + 1)
        index += 1
      }
      if position > 0 {
        result += ","
        let breaks = isInnermost && lineLength + 2 + part.count > Self.lineWidth
        if isInnermost && !breaks {
          result += " "
          lineLength += 2
        } else {
          // Matrices are separated by as many blank lines as they have axes in front of their rows.
          let lines = isInnermost ? 1 : shape.count - axis - 1
          result += String(repeating: "\n", count: lines) + String(repeating: " ", count: indentation)
          lineLength = indentation
        }
      }
      result += part
      lineLength += part.count
    }
    return result + "]"
  }
}
