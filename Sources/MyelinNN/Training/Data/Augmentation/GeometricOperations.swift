import MyelinCore
import RealModule

struct Flip: ImageOperation {
  let probability: Double
  let isHorizontal: Bool

  func change<Element: BinaryFloatingPoint>(_ image: ImagePixels<Element>, _ random: inout Philox) {
    guard random.uniform() < probability else { return }
    let (pixels, channels, length) = (image.pixels, image.channels, image.rowLength)
    if isHorizontal {
      for y in 0..<image.height {
        var (left, right) = (y * length, (y + 1) * length - channels)
        while left < right {
          for channel in 0..<channels { pixels.swapAt(left + channel, right + channel) }
          (left, right) = (left + channels, right - channels)
        }
      }
    } else {
      for y in 0..<image.height / 2 {
        let (top, bottom) = (y * length, (image.height - 1 - y) * length)
        for x in 0..<length { pixels.swapAt(top + x, bottom + x) }
      }
    }
  }
}

struct Shift: ImageOperation {
  let distance: Int
  let padding: ImagePadding

  func change<Element: BinaryFloatingPoint>(_ image: ImagePixels<Element>, _ random: inout Philox) {
    let down = random.integer(below: 2 * distance + 1) - distance
    let right = random.integer(below: 2 * distance + 1) - distance
    shift(image, down: down, right: right)
  }

  func shift<Element: BinaryFloatingPoint>(_ image: ImagePixels<Element>, down: Int, right: Int) {
    guard down != 0 || right != 0 else { return }
    image.saveCopy()
    let (width, channels, length) = (image.width, image.channels, image.rowLength)
    let constant = Element(padding.constant)
    // The columns whose pixels lie within the old image.
    let inside = min(max(right, 0), width)..<max(min(width, width + right), min(max(right, 0), width))
    for y in 0..<image.height {
      let target = UnsafeMutableBufferPointer(rebasing: image.pixels[y * length..<(y + 1) * length])
      guard let row = padding.place(y - down, of: image.height) else {
        target.update(repeating: constant)
        continue
      }
      let source = UnsafeMutableBufferPointer(rebasing: image.copy[row * length..<(row + 1) * length])
      if !inside.isEmpty {
        let part = UnsafeMutableBufferPointer(
          rebasing: target[inside.lowerBound * channels..<inside.upperBound * channels])
        _ = part.update(
          fromContentsOf: UnsafeMutableBufferPointer(
            rebasing: source[(inside.lowerBound - right) * channels..<(inside.upperBound - right) * channels]))
      }
      for x in 0..<width where !inside.contains(x) {
        let place = padding.place(x - right, of: width)
        for channel in 0..<channels {
          target[x * channels + channel] = place.map { source[$0 * channels + channel] } ?? constant
        }
      }
    }
  }
}

struct Rotation: ImageOperation {
  let degrees: ClosedRange<Double>
  let padding: ImagePadding

  func change<Element: BinaryFloatingPoint>(_ image: ImagePixels<Element>, _ random: inout Philox) {
    let angle = random.number(in: degrees)
    guard angle != 0 else { return }
    image.saveCopy()
    let (sine, cosine) = (Double.sin(angle / 180 * .pi), Double.cos(angle / 180 * .pi))
    let (height, width, channels) = (image.height, image.width, image.channels)
    let (middleY, middleX) = (Double(height - 1) / 2, Double(width - 1) / 2)
    let constant = Element(padding.constant)
    for y in 0..<height {
      for x in 0..<width {
        // Where the pixel comes from: turned back, counter-clockwise angles being positive.
        let (dy, dx) = (Double(y) - middleY, Double(x) - middleX)
        let (fromY, fromX) = (middleY + sine * dx + cosine * dy, middleX + cosine * dx - sine * dy)
        let (top, left) = (fromY.rounded(.down), fromX.rounded(.down))
        let (below, after) = (Element(fromY - top), Element(fromX - left))
        let rows = (padding.place(Int(top), of: height), padding.place(Int(top) + 1, of: height))
        let columns = (padding.place(Int(left), of: width), padding.place(Int(left) + 1, of: width))
        for channel in 0..<channels {
          func pixel(_ row: Int?, _ column: Int?) -> Element {
            guard let row, let column else { return constant }
            return image.copy[(row * width + column) * channels + channel]
          }
          let upper = pixel(rows.0, columns.0) * (1 - after) + pixel(rows.0, columns.1) * after
          let lower = pixel(rows.1, columns.0) * (1 - after) + pixel(rows.1, columns.1) * after
          image.pixels[(y * width + x) * channels + channel] = upper * (1 - below) + lower * below
        }
      }
    }
  }
}
