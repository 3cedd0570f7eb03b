import Foundation
import MyelinCore
import MyelinData
import MyelinFiles
import TestSupport
import Testing

struct ImageFolderTests {
  @Test func listsClassesAndReadsLazily() throws {
    let folder = try TemporaryFolder()
    try python(
      """
      import sys, os
      from PIL import Image
      for name, size, color in [("tulip/b.png", (4, 3), 255), ("rose/2.jpg", (8, 8), 0), ("rose/in/1.JPEG", (2, 2), 0), ("Zinnia/a.png", (5, 5), 51)]:
          os.makedirs(os.path.dirname(f"{sys.argv[1]}/{name}"), exist_ok=True)
          Image.new("L", size, color).save(f"{sys.argv[1]}/{name}")
      """, folder.path)
    for name in ["rose/notes.txt", "rose/._2.jpg", "list.txt"] {
      try AtomicFile.write("x", to: folder.file(name))
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("rose/in/loop"), withDestinationPath: folder.file("rose"))
    let images = try ImageFolder(folder.path)
    #expect(images.classes == ["Zinnia", "rose", "tulip"])
    #expect(
      images.files.map { String($0.dropFirst(folder.path.count + 1)) } == [
        "Zinnia/a.png", "rose/2.jpg", "rose/in/1.JPEG", "tulip/b.png",
      ])
    #expect(images.labels == [0, 1, 1, 2])
    #expect(try images.image(at: 3).shape == [3, 4, 3])
    let (x, y) = try images.tensors(height: 4, width: 6, channels: .grey)
    #expect(x.shape == [4, 4, 6, 1] && y.scalars == [0, 1, 1, 2])
    #expect(x[0].isClose(to: Tensor.full([4, 6, 1], 0.2)) && x[3].isClose(to: Tensor.full([4, 6, 1], 1)))

    try AtomicFile.write("no image", to: folder.file("rose/3.png"))
    let again = try ImageFolder(folder.path)
    let error = try fileError { _ = try again.tensors(height: 2, width: 2) }
    #expect(error.path.hasSuffix("rose/3.png"))
  }

  @Test func refusesFoldersWithoutClasses() throws {
    let folder = try TemporaryFolder()
    #expect(try fileError { _ = try ImageFolder(folder.path) }.kind == .unexpectedContent)
    #expect(try fileError { _ = try ImageFolder(folder.file("none")) }.kind == .missing)
    try FileManager.default.createDirectory(atPath: folder.file("empty"), withIntermediateDirectories: true)
    #expect(try fileError { _ = try ImageFolder(folder.path) }.path.hasSuffix("empty"))
  }

  /// Pillow for images that become smaller or larger; the other methods by their definitions in NumPy.
  @Test(arguments: [(3, 4), (5, 9), (12, 7), (20, 30), (1, 1)])
  func resizesAsOthersDo(height: Int, width: Int) throws {
    let folder = try TemporaryFolder()
    let pixels = Tensor.arange(10 * 14).reshaped(to: [10, 14, 1])
    let image = ((pixels * 37 + pixels * pixels * 11).cast(to: .float32) * 0.1).sin()
    try NPYFile.write(image, to: folder.file("in.npy"))
    try python(
      """
      import sys, numpy as np
      from PIL import Image
      folder, height, width = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
      a = np.load(f"{folder}/in.npy")[..., 0]
      def matrix(old, new, kind):
          m = np.zeros((new, old))
          for i in range(new):
              if kind == "area":
                  edges = np.arange(old)
                  m[i] = np.clip(np.minimum(edges + 1, (i + 1) * old / new) - np.maximum(edges, i * old / new), 0, None)
              elif kind == "nearest":
                  m[i, min(int((i + 0.5) * old / new), old - 1)] = 1
              else:
                  x = np.clip((i + 0.5) * old / new - 0.5, 0, old - 1)
                  low = int(x); high = min(low + 1, old - 1)
                  m[i, low] += 1 - (x - low); m[i, high] += x - low
          return m / m.sum(axis=1, keepdims=True)
      np.save(f"{folder}/bilinear.npy", np.array(Image.fromarray(a).resize((width, height), Image.BILINEAR)))
      for kind in ["area", "nearest", "plain"]:
          np.save(f"{folder}/{kind}.npy", matrix(10, height, kind) @ a @ matrix(14, width, kind).T)
      """, folder.path, "\(height)", "\(width)")
    for (name, method) in [
      ("bilinear", ImageResizing.bilinear), ("area", .area), ("nearest", .nearest),
      ("plain", .bilinearWithoutAntialiasing),
    ] {
      let expected = try NPYFile.read(folder.file("\(name).npy")).reshaped(to: [height, width, 1])
      #expect(image.resized(height: height, width: width, method).isClose(to: expected, absolute: 1e-5), "\(name)")
    }
  }

  @Test func makesGrey() {
    let image = Tensor([[[1, 0, 0], [0, 1, 0], [0, 0, 1]]])
    #expect(image.grey().isClose(to: Tensor([[[0.299], [0.587], [0.114]]])))
    #expect(Tensor([[[0.5, 0.25]]]).grey().isClose(to: Tensor([[[0.5]]])))
  }
}
