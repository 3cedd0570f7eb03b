import ArgumentParser
import Myelin

/// `myelin dataset iris`.
struct IrisCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "iris", abstract: "Writes 150 irises of three species, by the sizes of sepals and petals.")

  @OptionGroup var common: RowOptions

  func run() async throws { try await common.write(BundledData.iris, title: "Irises", axes: [2, 3]) }
}

/// `myelin dataset wine`.
struct WineCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wine", abstract: "Writes 178 wines of three growers, by chemical analysis.")

  @OptionGroup var common: RowOptions

  func run() async throws { try await common.write(BundledData.wine, title: "Wines", axes: [6, 9]) }
}

/// `myelin dataset breast-cancer`.
struct BreastCancerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "breast-cancer",
    abstract: "Writes 569 breast tumours, malignant or benign, by the shape of their cells' nuclei.")

  @OptionGroup var common: RowOptions

  func run() async throws { try await common.write(BundledData.breastCancer, title: "Breast tumours", axes: [0, 1]) }
}

/// `myelin dataset diabetes`.
struct DiabetesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diabetes",
    abstract: "Writes 442 people with diabetes, by ten measurements, and how far the disease went within a year.")

  @Flag(help: "Write the features as they were measured, not with the mean 0 and the squared sum 1.")
  var unscaled = false
  @OptionGroup var common: RowOptions

  func run() async throws {
    try await common.write(BundledData.diabetes(isScaled: !unscaled), title: "Diabetes", axes: [2])
  }
}

/// `myelin dataset digits`.
struct DigitsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "digits",
    abstract: "Writes 1797 handwritten digits of 8 x 8 pixels; the figure is a sheet of them.")

  @OptionGroup var common: RowOptions

  func run() async throws {
    let data = BundledData.digits
    let rows = try common.rows(of: data.x.shape[0])
    let sheet = ImageSheet(
      images: data.x.reshaped(to: [data.x.shape[0], 8, 8]), labels: data.y.scalars.map { Int($0) }, rows: rows,
      names: data.classNames ?? [])
    try await common.files.draw(sheet.figure(title: "Handwritten digits"), size: sheet.size)
    try common.write(data.table.taking(rows: rows))
  }
}

/// `myelin dataset fashion-mnist`.
struct FashionMNISTCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fashion-mnist",
    abstract: "Writes images of clothes of 28 x 28 pixels, of ten kinds; the figure is a sheet of them.",
    discussion: """
      Writes a column for each pixel, 0 to 255, and the label. The data come from Debian's package \
      dataset-fashion-mnist, or from any folder with MNIST's four files.

      For example: myelin dataset fashion-mnist --samples 1000 --figure clothes.png --output clothes.csv
      """)

  @Flag(help: "Write of the images to test with, not of those to train on.")
  var test = false
  @Option(parsing: .unconditional, help: ArgumentHelp("The folder with the IDX files.", valueName: "dir"))
  var folder = ImageData.fashionMNISTFolder
  @OptionGroup var common: RowOptions

  func run() async throws {
    let (train, test) = try ImageData.fashionMNIST(folder: folder)
    let data = self.test ? test : train
    let (count, height, width) = (data.images.shape[0], data.images.shape[1], data.images.shape[2])
    let rows = try common.rows(of: count)
    let labels = data.labels.scalars.map { Int($0) }
    // Another folder has other classes.
    let names = folder == ImageData.fashionMNISTFolder ? ImageData.fashionMNISTClasses : []
    let sheet = ImageSheet(images: data.images, labels: labels, rows: rows, names: names)
    try await common.files.draw(
      sheet.figure(title: names.isEmpty ? "Images" : "Fashion-MNIST"), size: sheet.size)
    let header = (0..<height * width).map { "pixel_\($0 / width)_\($0 % width)" } + ["label"]
    try common.files.write(header: header, rows: rows.count) { place in
      let row = rows[place]
      return data.images[row].scalars.map { "\(Int(($0 * 255).rounded()))" } + ["\(labels[row])"]
    }
  }
}
