import Foundation
import MyelinCore
import MyelinFiles

/// Images and their classes in MNIST's four IDX files, plain or packed by gzip: `train-images-idx3-ubyte`,
/// `train-labels-idx1-ubyte`, `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, each with or without `.gz`.
///
/// ```swift
/// let (train, test) = try ImageData.fashionMNIST()
/// print(train.images.shape)   // [60000, 28, 28]
/// ```
///
/// Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
public struct ImageData: Sendable {
  /// The images, float32 `[count, height, width]`, from 0 (background) to 1.
  public let images: Tensor
  /// The classes, int64 `[count]`.
  public let labels: Tensor

  /// Where Debian's package `dataset-fashion-mnist` puts its files.
  public static let fashionMNISTFolder = "/usr/share/datasets/fashion-mnist"

  /// What the ten classes of Fashion-MNIST are.
  public static let fashionMNISTClasses = [
    "T-shirt/top", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle boot",
  ]

  /// Fashion-MNIST's 60,000 images to train on and 10,000 to test, 28 × 28 pixels each.
  ///
  /// Source: H. Xiao, K. Rasul, R. Vollgraf, "Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning
  /// Algorithms", 2017.
  ///
  /// - Parameter folder: Where the files are.
  /// - Throws: ``FileError`` that names the command which installs the data, if they aren't there.
  public static func fashionMNIST(
    folder: String = fashionMNISTFolder
  ) throws(FileError) -> (train: ImageData, test: ImageData) {
    guard path("train-images-idx3-ubyte", in: folder) != nil else {
      throw FileError(
        .missing, path: folder, problem: "Fashion-MNIST isn't there",
        remedy: "install it with 'sudo apt-get install dataset-fashion-mnist', or name the folder with its IDX files")
    }
    return try idx(folder: folder)
  }

  /// The training and test data in a folder with MNIST's four files.
  ///
  /// - Throws: ``FileError`` if one is missing, is damaged, or doesn't fit the others.
  public static func idx(folder: String) throws(FileError) -> (train: ImageData, test: ImageData) {
    (try ImageData(folder: folder, prefix: "train"), try ImageData(folder: folder, prefix: "t10k"))
  }

  private init(folder: String, prefix: String) throws(FileError) {
    let (imagePath, shape, pixels) = try Self.bytes("\(prefix)-images-idx3-ubyte", in: folder, rank: 3)
    let (labelPath, _, classes) = try Self.bytes("\(prefix)-labels-idx1-ubyte", in: folder, rank: 1)
    guard shape[0] == classes.count else {
      throw FileError(
        .unexpectedContent, path: labelPath, problem: "there are \(classes.count) labels for \(shape[0]) images",
        remedy: "take it from the same data set as \(imagePath)")
    }
    images = Tensor(shape: shape) { (numbers: UnsafeMutableBufferPointer<Float>) in
      for (place, pixel) in pixels.enumerated() { numbers[place] = Float(pixel) / 255 }
    }
    labels = Tensor(classes.map { Int($0) })
  }

  private static func bytes(
    _ name: String, in folder: String, rank: Int
  ) throws(FileError) -> (path: String, shape: [Int], bytes: [UInt8]) {
    guard let path = path(name, in: folder) else {
      throw FileError(
        .missing, path: folder, problem: "there is neither \(name) nor \(name).gz",
        remedy: "name a folder with MNIST's four IDX files")
    }
    let (shape, bytes) = try IDXFile.bytes(of: path)
    guard shape.count == rank else {
      throw FileError(
        .unexpectedContent, path: path, problem: "the data have \(shape.count) axes, not \(rank)",
        remedy: "name a folder with MNIST's four IDX files")
    }
    return (path, shape, bytes)
  }

  private static func path(_ name: String, in folder: String) -> String? {
    ["\(folder)/\(name)", "\(folder)/\(name).gz"].first { FileManager.default.fileExists(atPath: $0) }
  }
}
