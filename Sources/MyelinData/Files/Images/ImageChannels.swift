/// What the numbers of a pixel are.
public enum ImageChannels: Int, Sendable, Hashable, CaseIterable, Codable {
  /// Brightness.
  case grey = 1
  /// Brightness and opacity.
  case greyAlpha = 2
  /// Red, green, blue.
  case rgb = 3
  /// Red, green, blue, opacity.
  case rgba = 4
}
