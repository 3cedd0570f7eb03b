import MyelinCore
import MyelinData
import MyelinFiles
import TestSupport
import Testing

struct ImageTests {
  /// Modes and depths that Pillow writes, and the numbers that it reads.
  @Test func readsWhatPillowWrites() throws {
    let folder = try TemporaryFolder()
    let listing = try python(
      """
      import sys, numpy as np
      from PIL import Image
      r = np.random.RandomState(0)
      noise = r.randint(0, 256, (5, 7, 4)).astype(np.uint8)
      smooth = (np.arange(24)[:, None, None] * 3 + np.arange(40)[None, :, None] * 2 + np.arange(3) * 20).astype(np.uint8)
      images = {
        "l.png": Image.fromarray(noise[..., 0]), "la.png": Image.fromarray(noise[..., :2], "LA"),
        "rgb.png": Image.fromarray(noise[..., :3]), "rgba.png": Image.fromarray(noise),
        "one.png": Image.fromarray(noise[..., 0] > 99), "l16.png": Image.fromarray(r.randint(0, 65536, (5, 7)).astype(np.uint16)),
        "p.png": Image.fromarray(noise[..., :3]).quantize(9), "l.jpg": Image.fromarray(smooth[..., 0]),
        "rgb.jpg": Image.fromarray(smooth), "progressive.jpg": Image.fromarray(smooth), "cmyk.jpg": Image.fromarray(smooth).convert("CMYK"),
      }
      for name, image in images.items():
          path = f"{sys.argv[1]}/{name}"
          image.save(path, **({"gamma": 1} if name == "rgb.png" else {"progressive": True} if name[0] == "p" else {}))
          image = Image.open(path)
          if image.mode == "P" or image.mode == "CMYK": image = image.convert("RGB")
          a = np.array(image)
          a = a / (65535 if name == "l16.png" else 1 if name == "one.png" else 255)
          print(name, *a.shape, "|", *a.ravel())
      """, folder.path)
    let lines = listing.split(separator: "\n")
    #expect(lines.count == 11)
    for line in lines {
      let halves = line.split(separator: "|")
      let words = halves[0].split(separator: " ")
      let shape = words.dropFirst().map { Int($0) ?? -1 }
      let values = halves[1].split(separator: " ").map { Double($0) ?? .nan }
      let image = try ImageFile.read(folder.file(String(words[0])))
      #expect(image.shape == (shape.count == 2 ? shape + [1] : shape), "\(words[0])")
      // Another version of libjpeg-turbo may round a colour otherwise.
      let tolerance = words[0].hasSuffix("jpg") ? 2.01 / 255 : 1e-6
      #expect(zip(image.scalars, values).allSatisfy { ($0 - $1).magnitude <= tolerance }, "\(words[0])")
    }
  }

  @Test func writesWhatPillowReads() throws {
    let folder = try TemporaryFolder()
    for channels in 1...4 {
      let image = Tensor.arange(4 * 5 * channels).reshaped(to: [4, 5, channels]).cast(to: .float32) / 83
      for bits in [8, 16] {
        let path = folder.file("\(channels)-\(bits).png")
        try ImageFile.write(image, to: path, bits: bits)
        #expect(try ImageFile.read(path).isClose(to: image, absolute: bits == 8 ? 0.5 / 255 + 1e-6 : 1e-5))
      }
    }
    try ImageFile.write(Tensor.full([16, 16, 3], 0.5), to: folder.file("a.jpg"))
    try ImageFile.write(Tensor.full([16, 16], 0.5), to: folder.file("b.JPEG"))
    try python(
      """
      import sys, numpy as np
      from PIL import Image
      for channels in range(1, 5):
          a = np.array(Image.open(f"{sys.argv[1]}/{channels}-8.png"))
          want = np.rint(np.arange(20 * channels, dtype=np.float32) / np.float32(83) * 255).reshape(4, 5, channels)
          assert np.array_equal(a.reshape(want.shape), want), (a, want)
      a = np.array(Image.open(f"{sys.argv[1]}/1-16.png"))
      assert np.abs(a - np.arange(20).reshape(4, 5) / 83 * 65535).max() <= 1, a
      for name, shape in [("a.jpg", (16, 16, 3)), ("b.JPEG", (16, 16))]:
          a = np.array(Image.open(f"{sys.argv[1]}/{name}"))
          assert a.shape == shape and np.abs(a.astype(int) - 128).max() <= 2, a
      """, folder.path)
  }

  @Test func changesChannels() throws {
    let color = Tensor([[[1, 0.5, 0.25]]])
    let png = try ImageFile.encodedPNG(color, bits: 16)
    let grey = 0.299 + 0.587 * 0.5 + 0.114 * 0.25
    #expect(try ImageFile.read(bytes: png, channels: .grey).isClose(to: Tensor([[[grey]]]), absolute: 1e-4))
    #expect(try ImageFile.read(bytes: png, channels: .greyAlpha).isClose(to: Tensor([[[grey, 1]]]), absolute: 1e-4))
    #expect(try ImageFile.read(bytes: png, channels: .rgba).isClose(to: Tensor([[[1, 0.5, 0.25, 1]]]), absolute: 1e-4))
    let faint = try ImageFile.encodedPNG(Tensor([[[0.5, 0.25]]]), bits: 16)
    #expect(try ImageFile.read(bytes: faint, channels: .rgb).isClose(to: Tensor([[[0.5, 0.5, 0.5]]]), absolute: 1e-4))
    #expect(
      try ImageFile.read(bytes: faint, channels: .rgba).isClose(to: Tensor([[[0.5, 0.5, 0.5, 0.25]]]), absolute: 1e-4))
  }

  @Test func refusesEveryTruncation() throws {
    let image = Tensor.arange(300).reshaped(to: [10, 10, 3]).cast(to: .float32) / 300
    for whole in [try ImageFile.encodedPNG(image), try ImageFile.encodedJPEG(image)] {
      for length in 0..<whole.count - 2 {
        _ = try fileError { _ = try ImageFile.read(bytes: Array(whole[..<length])) }
      }
      #expect(try ImageFile.read(bytes: whole).shape == [10, 10, 3])
    }
  }

  @Test func refusesImagesThatAreTooLarge() throws {
    let folder = try TemporaryFolder()
    try python(
      """
      import sys, zlib, struct
      def chunk(kind, data): return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
      for i, (w, h) in enumerate([(2**31 - 1, 2**31 - 1), (2**31, 2**31), (0, 1), (13000, 13000)]):
          header = chunk(b"IHDR", struct.pack(">IIBBBBB", w, h, 16, 6, 0, 0, 0))
          open(f"{sys.argv[1]}/{i}.png", "wb").write(
              bytes([137, 80, 78, 71, 13, 10, 26, 10]) + header + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b""))
      """, folder.path)
    for index in 0..<4 { _ = try fileError { _ = try ImageFile.read(folder.file("\(index).png")) } }
    #expect(try fileError { _ = try ImageFile.read(folder.path) }.description.contains("folder"))
    #expect(try fileError { _ = try ImageFile.read(bytes: Array("GIF89a".utf8)) }.kind == .wrongFormat)
    let small = try ImageFile.encodedPNG(Tensor.zeros([10, 10]))
    #expect(try fileError { _ = try ImageFile.read(bytes: small, limit: 99) }.description.contains("limit"))
  }
}
