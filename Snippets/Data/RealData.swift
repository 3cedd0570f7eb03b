// Real data: tables that are part of Myelin, and images in MNIST's files.
import Myelin

for data in [BundledData.iris, BundledData.wine, BundledData.breastCancer, BundledData.diabetes(), BundledData.digits] {
  let sample: SampleTable = data
  print(sample.name, sample.x.shape, sample.classNames ?? ["a number"])
}
print(BundledData.iris.table)

do {
  let (train, test): (ImageData, ImageData) = try ImageData.fashionMNIST()
  print(train.images.shape, test.labels.shape, ImageData.fashionMNISTClasses[3])
} catch {
  print(error)  // says how to install it
}
