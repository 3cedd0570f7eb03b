import MyelinCore
import RealModule

struct Noise: ImageOperation {
  let deviation: Double
  let range: ClosedRange<Double>?

  func change<Element: BinaryFloatingPoint>(_ image: ImagePixels<Element>, _ random: inout Philox) {
    let deviation = Element(self.deviation)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: image.pixels.count) { normal in
      random.fillNormal(normal)
      for index in image.pixels.indices { image.pixels[index] += Element(normal[index]) * deviation }
    }
    image.limit(to: range)
  }
}

struct Lighting: ImageOperation {
  let amount: Double
  let keepsMean: Bool
  let range: ClosedRange<Double>?

  func change<Element: BinaryFloatingPoint>(_ image: ImagePixels<Element>, _ random: inout Philox) {
    let factor = Element(random.number(in: 1 - amount...1 + amount))
    let mean = keepsMean ? Element(image.pixels.reduce(0) { $0 + Double($1) } / Double(image.pixels.count)) : 0
    for index in image.pixels.indices { image.pixels[index] = (image.pixels[index] - mean) * factor + mean }
    image.limit(to: range)
  }
}

extension ImagePixels {
  fileprivate func limit(to range: ClosedRange<Double>?) {
    guard let range else { return }
    let (low, high) = (Element(range.lowerBound), Element(range.upperBound))
    for index in pixels.indices { pixels[index] = max(low, min(high, pixels[index])) }
  }
}

struct Erasing: ImageOperation {
  let probability: Double
  let area: ClosedRange<Double>
  let ratio: ClosedRange<Double>
  let value: Double

  func change<Element: BinaryFloatingPoint>(_ image: ImagePixels<Element>, _ random: inout Philox) {
    guard random.uniform() < probability else { return }
    let (height, width) = (image.height, image.width)
    let ratios = Double.log(ratio.lowerBound)...Double.log(ratio.upperBound)
    // As often as in torchvision: a rectangle that doesn't fit is drawn again.
    for _ in 0..<10 {
      let size = random.number(in: area) * Double(height * width)
      let proportion = Double.exp(random.number(in: ratios))
      let rows = Int((size * proportion).squareRoot().rounded())
      let columns = Int((size / proportion).squareRoot().rounded())
      guard rows < height, columns < width else { continue }
      let top = random.integer(below: height - rows + 1)
      let left = random.integer(below: width - columns + 1)
      for y in top..<top + rows {
        let start = y * image.rowLength + left * image.channels
        UnsafeMutableBufferPointer(rebasing: image.pixels[start..<start + columns * image.channels])
          .update(repeating: Element(value))
      }
      return
    }
  }
}

struct Cutout: ImageOperation {
  let size: Int
  let value: Double

  func change<Element: BinaryFloatingPoint>(_ image: ImagePixels<Element>, _ random: inout Philox) {
    // The square's middle is within the image.
    let top = random.integer(below: image.height) - size / 2
    let left = random.integer(below: image.width) - size / 2
    let columns = max(left, 0)..<max(min(left + size, image.width), max(left, 0))
    for y in max(top, 0)..<max(min(top + size, image.height), max(top, 0)) {
      let start = y * image.rowLength
      UnsafeMutableBufferPointer(
        rebasing: image.pixels[
          start + columns.lowerBound * image.channels..<start + columns.upperBound * image.channels]
      ).update(repeating: Element(value))
    }
  }
}
