import MyelinCore
import MyelinFiles

/// The pixels of a file: whole numbers, a row after the other.
struct Pixels {
  let width: Int
  let height: Int
  let channels: Int
  /// 8 or 16.
  let bits: Int
  /// The numbers; those of 16 bits as the machine keeps them.
  var bytes: [UInt8]

  /// Numbers from 0 to 1, changed to other channels where these are asked for.
  func tensor(_ wanted: ImageChannels?) -> Tensor {
    let wanted = wanted?.rawValue ?? channels
    let count = width * height
    return Tensor(shape: [height, width, wanted]) { (output: UnsafeMutableBufferPointer<Float>) in
      bytes.withUnsafeBytes { input in
        let scale: Float = bits == 16 ? 65535 : 255
        func number(_ place: Int) -> Float {
          bits == 16 ? Float(input.load(fromByteOffset: 2 * place, as: UInt16.self)) : Float(input[place])
        }
        if wanted == channels {
          for place in output.indices { output[place] = number(place) / scale }
          return
        }
        for pixel in 0..<count {
          let from = pixel * channels
          let to = pixel * wanted
          let isColored = channels >= 3
          switch (isColored, wanted >= 3) {
          case (true, false):
            let (red, green, blue) = (number(from), number(from + 1), number(from + 2))
            output[to] = (0.299 * red + 0.587 * green + 0.114 * blue) / scale
          case (true, true): for channel in 0..<3 { output[to + channel] = number(from + channel) / scale }
          case (false, true): for channel in 0..<3 { output[to + channel] = number(from) / scale }
          case (false, false): output[to] = number(from) / scale
          }
          // Two channels and four end with the opacity.
          if wanted % 2 == 0 { output[to + wanted - 1] = channels % 2 == 0 ? number(from + channels - 1) / scale : 1 }
        }
      }
    }
  }
}
