import MyelinCore
import MyelinNN

/// The images of a folder for each class, read and decoded batch by batch.
///
/// ```swift
/// let flowers = ImageFolderSource(try ImageFolder("flowers"), height: 64, width: 64)
/// let loader = DataLoader(
///   flowers, batchSize: 64, augmentations: [.horizontalFlip(), .rotation(upTo: 15)], threads: 4)
/// try trainer.fit(loader, epochs: 20)
/// ```
///
/// To decode an image takes as long as many steps of a small model: give the loader several threads.
public struct ImageFolderSource: SampleSource {
  /// The folder.
  public let folder: ImageFolder
  private let height: Int
  private let width: Int
  private let channels: ImageChannels
  private let resizing: ImageResizing
  private let limit: Int

  /// The images of a folder, in one size.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - height: The number of rows to which images are resized.
  ///   - width: The number of columns to which they are resized; sides change independently of each other.
  ///   - channels: What the channels shall be.
  ///   - resizing: How the pixels of another size come about.
  ///   - limit: How many pixels a file may have.
  public init(
    _ folder: ImageFolder, height: Int, width: Int, channels: ImageChannels = .rgb, resizing: ImageResizing = .bilinear,
    limit: Int = ImageFile.defaultLimit
  ) {
    guard height > 0, width > 0 else {
      fatalError("ImageFolderSource: images can't be \(height) × \(width) pixels large")
    }
    (self.folder, self.height, self.width) = (folder, height, width)
    (self.channels, self.resizing, self.limit) = (channels, resizing, limit)
  }

  /// The number of images.
  public var count: Int { folder.count }

  /// The images at the request's places, `[count, height, width, channels]` from 0 to 1, and their classes.
  public func batch(for request: BatchRequest) throws -> Dataset {
    let (x, y) = try folder.tensors(
      at: request.places, height: height, width: width, channels: channels, resizing: resizing, limit: limit)
    return Dataset(x, y)
  }

  /// The classes of all images; no image is read for them.
  public func targets() -> Tensor { Tensor(shape: [folder.count], folder.labels) }
}
