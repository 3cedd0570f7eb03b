import Foundation

/// How colours look to readers who lack a kind of cone, after Machado, Oliveira and Fernandes (2009), in CIELAB, where a
/// distance of 2 is just noticeable.
enum ColorVision {
  static let matrices: [(kind: String, matrix: [[Double]])] = [
    ("all cones", [[1, 0, 0], [0, 1, 0], [0, 0, 1]]),
    (
      "no red",
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
      ]
    ),
    (
      "no green",
      [
        [0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881],
      ]
    ),
    (
      "no blue",
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
      ]
    ),
  ]

  /// 0xRRGGBB seen through a matrix of linear light, as lightness and two opponent colours.
  static func lab(_ color: UInt32, _ matrix: [[Double]]) -> [Double] {
    let linear = [16, 8, 0].map { (shift: UInt32) -> Double in
      let value = Double((color >> shift) & 0xFF) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let seen = matrix.map { row in min(max(row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2], 0), 1) }
    let white: [(weights: [Double], white: Double)] = [
      ([0.4124, 0.3576, 0.1805], 0.9505), ([0.2126, 0.7152, 0.0722], 1), ([0.0193, 0.1192, 0.9505], 1.089),
    ]
    let f = white.map { axis -> Double in
      let value = zip(axis.weights, seen).map(*).reduce(0, +) / axis.white
      return value > 0.008856 ? cbrt(value) : 7.787 * value + 16 / 116
    }
    return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
  }
}
