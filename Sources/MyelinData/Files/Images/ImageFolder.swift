import Foundation
import MyelinCore
import MyelinFiles

/// Images in a folder for each class, as Keras's `image_dataset_from_directory` and torchvision's `ImageFolder` take them.
///
/// ```
/// flowers/rose/1.jpg
/// flowers/rose/2.jpg
/// flowers/tulip/1.png
/// ```
///
/// ```swift
/// let flowers = try ImageFolder("flowers")
/// print(flowers.classes)                                          // ["rose", "tulip"]
/// let (x, y) = try flowers.tensors(height: 64, width: 64)         // [3, 64, 64, 3] and [3]
/// ```
///
/// Opening it lists the files and reads none of them; each is read when it is asked for.
public struct ImageFolder: Sendable {
  /// The folder's path as given.
  public let path: String
  /// The names of the folders, sorted by their bytes; a label is an index into them.
  public let classes: [String]
  /// The paths of the images, sorted within each class.
  public let files: [String]
  /// The class of each image.
  public let labels: [Int]

  /// The number of images.
  public var count: Int { files.count }

  /// Lists the images in a folder.
  ///
  /// - Parameters:
  ///   - path: The folder. Each folder in it is a class, and the images in it, and in folders within it, belong to the class.
  ///     What begins with a dot is skipped, and so is a folder that leads back to one around it.
  ///   - endings: Which files are images, by the endings of their names, whatever their case.
  /// - Throws: ``FileError`` if the folder can't be read, or there is no class, or a class without an image.
  public init(_ path: String, endings: [String] = ["png", "jpg", "jpeg"]) throws(FileError) {
    self.path = path
    var classes: [String] = []
    var files: [String] = []
    var labels: [Int] = []
    for name in try Self.names(in: path) where Self.isFolder("\(path)/\(name)") {
      var found: [String] = []
      try Self.collect("\(path)/\(name)", endings: Set(endings.map { $0.lowercased() }), around: [], into: &found)
      guard !found.isEmpty else {
        throw FileError(
          .unexpectedContent, path: "\(path)/\(name)",
          problem: "there is no image in this class (\(endings.map { "." + $0 }.joined(separator: ", ")))",
          remedy: "add some or remove the folder")
      }
      labels += [Int](repeating: classes.count, count: found.count)
      classes.append(name)
      files += found.sorted(by: Self.precedes)
    }
    guard !classes.isEmpty else {
      throw FileError(
        .unexpectedContent, path: path, problem: "there is no folder in it",
        remedy: "put the images of each class into one")
    }
    (self.classes, self.files, self.labels) = (classes, files, labels)
  }

  /// Reads one image.
  ///
  /// - Parameters:
  ///   - index: Which one, from 0; one that isn't there stops the program.
  ///   - channels: What the channels shall be; `nil` for those of the file.
  ///   - limit: How many pixels it may have.
  /// - Returns: `[height, width, channels]`, in the file's size; see ``ImageFile``.
  /// - Throws: ``FileError`` that names the file, if it can't be read.
  public func image(
    at index: Int, channels: ImageChannels? = .rgb, limit: Int = ImageFile.defaultLimit
  ) throws(FileError) -> Tensor {
    guard files.indices.contains(index) else {
      fatalError("ImageFolder.image(at:): there is no image \(index) of \(count): give one from 0 to \(count - 1)")
    }
    return try ImageFile.read(files[index], channels: channels, limit: limit)
  }

  /// Reads images in one size, as a batch.
  ///
  /// - Parameters:
  ///   - indices: Which ones; all by default.
  ///   - height: The number of rows to which they are resized.
  ///   - width: The number of columns to which they are resized; sides change independently of each other.
  ///   - channels: What the channels shall be.
  ///   - resizing: How the pixels of another size come about.
  ///   - limit: How many pixels a file may have.
  /// - Returns: The images `[count, height, width, channels]`, and their classes as int64.
  /// - Throws: ``FileError`` that names the first file that can't be read.
  public func tensors(
    at indices: [Int]? = nil, height: Int, width: Int, channels: ImageChannels = .rgb,
    resizing: ImageResizing = .bilinear, limit: Int = ImageFile.defaultLimit
  ) throws(FileError) -> (x: Tensor, y: Tensor) {
    let indices = indices ?? Array(files.indices)
    let size = height * width * channels.rawValue
    var failure: FileError?
    let x = Tensor(shape: [indices.count, height, width, channels.rawValue]) {
      (output: UnsafeMutableBufferPointer<Float>) in
      do throws(FileError) {
        for (place, index) in indices.enumerated() {
          let image = try image(at: index, channels: channels, limit: limit)
          let fitting = image.shape[0] == height && image.shape[1] == width
          let pixels = (fitting ? image : image.resized(height: height, width: width, resizing)).elements(
            as: Float.self)
          _ = UnsafeMutableBufferPointer(rebasing: output[(place * size)..<(place * size + size)]).update(from: pixels)
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return (x, Tensor(shape: [indices.count], indices.map { labels[$0] }))
  }

  private static func collect(
    _ folder: String, endings: Set<String>, around: [String], into files: inout [String]
  ) throws(FileError) {
    let place = URL(filePath: folder).resolvingSymlinksInPath().path
    guard !around.contains(place) else { return }
    for name in try names(in: folder) {
      let path = "\(folder)/\(name)"
      if isFolder(path) {
        try collect(path, endings: endings, around: around + [place], into: &files)
      } else if let dot = name.lastIndex(of: "."), endings.contains(name[name.index(after: dot)...].lowercased()) {
        files.append(path)
      }
    }
  }

  /// The names of what is in a folder, sorted; hidden files are left out.
  private static func names(in folder: String) throws(FileError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).filter { !$0.hasPrefix(".") }.sorted(
        by: precedes)
    } catch {
      let isThere = FileManager.default.fileExists(atPath: folder)
      throw FileError(
        isThere ? .notPermitted : .missing, path: folder,
        problem: isThere ? "this folder can't be listed" : "there is no such folder",
        remedy: isThere ? "name a folder that may be read" : "check the path")
    }
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// By bytes, as Python sorts; Swift would compare letters of one meaning as equal.
  private static func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
}
