import Foundation
import Myelin

// Arrays that NumPy reads, and images in a folder for each class.
let folder = FileManager.default.temporaryDirectory.appending(path: "myelin-arrays").path
try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
let x = Tensor.randomUniform([8, 6, 3])
try NPYFile.write(x, to: "\(folder)/x.npy")
try NPZFile.write([("x", x), ("y", Tensor.arange(8))], to: "\(folder)/both.npz", compressed: true)
try IDXFile.write(Tensor.arange(8), to: "\(folder)/labels.idx.gz", as: .uint8)
print(try NPYFile.layout(of: "\(folder)/x.npy").offset, try NPZFile("\(folder)/both.npz").names)

for (name, brightness) in [("day", 0.9), ("night", 0.1)] {
  try FileManager.default.createDirectory(atPath: "\(folder)/images/\(name)", withIntermediateDirectories: true)
  try ImageFile.write(Tensor.full([20, 30, 3], brightness), to: "\(folder)/images/\(name)/1.png")
}
let images = try ImageFolder("\(folder)/images")
let (pixels, labels) = try images.tensors(height: 8, width: 8, channels: .grey, resizing: .area)
print(images.classes, pixels.shape, labels.scalars)
