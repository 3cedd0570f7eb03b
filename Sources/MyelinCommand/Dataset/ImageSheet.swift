import Myelin

/// A figure of many small grey images: a row for each class, with its first ten images.
struct ImageSheet {
  /// How many images a class has at most.
  private static let columns = 10

  private let names: [String]
  /// The images of each class.
  private let classes: [[[[Double]]]]
  private let (height, width): (Int, Int)

  /// Chooses images.
  ///
  /// - Parameters:
  ///   - images: Brightness, `[count, height, width]`.
  ///   - labels: The class of each image.
  ///   - rows: Which images there are to choose from, in this order.
  ///   - names: What the classes are called; their numbers if there are none.
  init(images: Tensor, labels: [Int], rows: [Int], names: [String]) {
    (height, width) = (images.shape[1], images.shape[2])
    var chosen: [Int: [Int]] = [:]
    for row in rows where chosen[labels[row], default: []].count < Self.columns {
      chosen[labels[row], default: []].append(row)
    }
    let classes = chosen.sorted { $0.key < $1.key }
    self.names = classes.map { $0.key < names.count ? names[$0.key] : "\($0.key)" }
    self.classes = classes.map { $0.value.map { images[$0].rows.map(\.scalars) } }
  }

  /// A size in which every image is as wide as high.
  var size: Figure.Size {
    Figure.Size(width: 700, height: min(7200, 110 + 56 * Double(max(classes.count, 1))))
  }

  /// The sheet.
  func figure(title: String) -> Figure {
    var figure = Figure(title: title)
    let gap = max(1, width / 14)
    let blank = [Double](repeating: .nan, count: Self.columns * (width + gap) - gap)
    var (lines, labels): ([[Double]], [String]) = ([], [])
    for (name, images) in zip(names, classes) {
      if !lines.isEmpty {
        lines += [[Double]](repeating: blank, count: gap)
        labels += [String](repeating: "", count: gap)
      }
      for line in 0..<height {
        var pixels = blank
        for (column, image) in images.enumerated() {
          let start = column * (width + gap)
          pixels.replaceSubrange(start..<start + width, with: image[line])
        }
        lines.append(pixels)
        labels.append(line == height / 2 ? name : "")
      }
    }
    figure.heatMap(
      values: lines, rowNames: labels, columnNames: [String](repeating: "", count: blank.count), colorMap: .blues,
      colorBar: false)
    return figure
  }
}
