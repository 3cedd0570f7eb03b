// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of Myelin never build it.
let package = Package(
  name: "Fuzzing",
  dependencies: [
    .package(name: "Myelin", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // Counts what is allocated, by the hooks of AddressSanitizer.
    .target(name: "CAllocationPeak"),
    .executableTarget(
      name: "Fuzz",
      dependencies: [
        "CAllocationPeak",
        .product(name: "Myelin", package: "Myelin"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
