import Myelin

extension Reader {
  static let arrays = [
    // A number may take eight times its place in the file (an int8 becomes an int32), and a copy of it.
    Reader(name: "npy", tokens: npyTokens, allowance: { 16 * $0 + 1 << 20 }) { _ = try NPYFile.read(bytes: $0) },
    Reader(
      name: "npz", tokens: npyTokens + ["PK\u{1}\u{2}", "PK\u{3}\u{4}", "PK\u{5}\u{6}", ".npy"], allowance: packed,
      mended: Mending.zip
    ) {
      _ = try NPZFile(bytes: $0, limit: unpacked).tensors()
    },
    Reader(name: "idx", allowance: { 16 * $0 + 1 << 20 }) { _ = try IDXFile.read(bytes: $0) },
    Reader(name: "idx.gz", allowance: packed) { _ = try IDXFile.read(bytes: $0, limit: unpacked) },
  ]

  static let images = [
    Reader(
      name: "png", tokens: ["IHDR", "IDAT", "PLTE", "tRNS", "IEND", "gAMA", "iCCP", "zTXt"], allowance: image,
      mended: Mending.png
    ) {
      _ = try ImageFile.read(bytes: $0, channels: .rgba, limit: pixels)
    },
    Reader(name: "jpeg", allowance: image) {
      _ = try ImageFile.read(bytes: $0, channels: .rgba, limit: pixels)
    },
  ]

  private static let npyTokens = [
    "NUMPY", "'descr'", "'<f8'", "'|O'", "fortran_order", "True", "'shape': (", "(", ")", ",",
  ]
  /// What is packed may grow to this, twice while it becomes numbers of another size.
  private static let unpacked = 1 << 22
  @Sendable private static func packed(_ count: Int) -> Int { 16 * count + 16 * unpacked + 1 << 20 }
  private static let pixels = 1 << 18
  @Sendable private static func image(_ count: Int) -> Int { 16 * count + 48 * pixels + 1 << 22 }
}
