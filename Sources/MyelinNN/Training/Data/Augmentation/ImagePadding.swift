/// What stands where an image has moved away from.
public enum ImagePadding: Sendable, Hashable {
  /// A number, such as 0 for black.
  case constant(Double)
  /// The pixel at the edge.
  case edge
  /// The image mirrored at its edge pixels, which aren't repeated: NumPy's `reflect`.
  case reflection

  /// The place in 0..<size that stands for one outside; `nil` for a constant.
  func place(_ index: Int, of size: Int) -> Int? {
    if index >= 0, index < size { return index }
    switch self {
    case .constant: return nil
    case .edge: return index < 0 ? 0 : size - 1
    case .reflection:
      guard size > 1 else { return 0 }
      let period = 2 * (size - 1)
      let within = ((index % period) + period) % period
      return within < size ? within : period - within
    }
  }

  var constant: Double {
    if case .constant(let value) = self { value } else { 0 }
  }
}
