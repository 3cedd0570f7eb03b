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
    let window = ImageWindow(
      height: image.height, width: image.width, channels: image.channels, top: -down, left: -right, padding: padding)
    window.copy(
      from: UnsafeBufferPointer(image.copy), height: image.height, width: image.width, to: image.pixels)
  }
}

/// A rectangle that may reach beyond an image.
struct ImageWindow {
  /// Its size.
  let height: Int
  let width: Int
  let channels: Int
  /// The row and the column of the image at which it begins.
  let top: Int
  let left: Int
  let padding: ImagePadding

  /// Copies what is seen of an image of that size.
  func copy<Element: BinaryFloatingPoint>(
    from image: UnsafeBufferPointer<Element>, height imageHeight: Int, width imageWidth: Int,
    to output: UnsafeMutableBufferPointer<Element>
  ) {
    let constant = Element(padding.constant)
    // The columns whose pixels lie within the image.
    let begin = min(max(-left, 0), width)
    let inside = begin..<max(min(imageWidth - left, width), begin)
    for y in 0..<height {
      let target = UnsafeMutableBufferPointer(rebasing: output[y * width * channels..<(y + 1) * width * channels])
      guard let row = padding.place(top + y, of: imageHeight) else {
        target.update(repeating: constant)
        continue
      }
      let start = row * imageWidth
      if !inside.isEmpty {
        let (from, to) = ((start + left + inside.lowerBound) * channels, inside.lowerBound * channels)
        for index in 0..<inside.count * channels { target[to + index] = image[from + index] }
      }
      for x in 0..<width where !inside.contains(x) {
        let column = padding.place(left + x, of: imageWidth)
        for channel in 0..<channels {
          target[x * channels + channel] = column.map { image[(start + $0) * channels + channel] } ?? constant
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
      // Where the row's pixels come from: turned back, counter-clockwise angles being positive.
      let dy = Double(y) - middleY
      let (rowY, rowX) = (middleY + cosine * dy, middleX - sine * dy)
      for x in 0..<width {
        let dx = Double(x) - middleX
        let (fromY, fromX) = (rowY + sine * dx, rowX + cosine * dx)
        let (top, left) = (floor(fromY), floor(fromX))
        let (below, after) = (Element(fromY - Double(top)), Element(fromX - Double(left)))
        let target = (y * width + x) * channels
        if top >= 0, left >= 0, top + 1 < height, left + 1 < width {
          let first = (top * width + left) * channels
          for channel in first..<first + channels {
            let upper = image.copy[channel] * (1 - after) + image.copy[channel + channels] * after
            let next = channel + width * channels
            let lower = image.copy[next] * (1 - after) + image.copy[next + channels] * after
            image.pixels[target + channel - first] = upper * (1 - below) + lower * below
          }
          continue
        }
        let rows = (padding.place(top, of: height), padding.place(top + 1, of: height))
        let columns = (padding.place(left, of: width), padding.place(left + 1, of: width))
        for channel in 0..<channels {
          func pixel(_ row: Int?, _ column: Int?) -> Element {
            guard let row, let column else { return constant }
            return image.copy[(row * width + column) * channels + channel]
          }
          let upper = pixel(rows.0, columns.0) * (1 - after) + pixel(rows.0, columns.1) * after
          let lower = pixel(rows.1, columns.0) * (1 - after) + pixel(rows.1, columns.1) * after
          image.pixels[target + channel] = upper * (1 - below) + lower * below
        }
      }
    }
  }

  /// The greatest whole number that isn't greater; without the call of a library that `rounded` is on older processors.
  @inline(__always)
  private func floor(_ value: Double) -> Int {
    let whole = Int(value)
    return Double(whole) > value ? whole - 1 : whole
  }
}
