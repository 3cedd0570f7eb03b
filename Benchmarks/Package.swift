// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that users of Myelin never build it.
let strict: [SwiftSetting] =
  Context.environment["MYELIN_STRICT"] == nil ? [] : [.treatAllWarnings(as: .error)]

let package = Package(
  name: "Benchmarks",
  dependencies: [
    .package(name: "Myelin", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    // How fast the machine is: loops in C.
    .target(name: "CMachine"),

    // What the coordinator and a worker say to each other, one JSON object in a line.
    .target(name: "Messages", swiftSettings: strict),

    // Does the work with Myelin; `Peers` holds its counterparts for other libraries.
    .executableTarget(
      name: "Worker",
      dependencies: ["Messages", .product(name: "Myelin", package: "Myelin")],
      swiftSettings: strict),

    // Starts the workers, lets them take turns, and reports.
    .executableTarget(
      name: "Bench",
      dependencies: [
        "CMachine", "Messages",
        .product(name: "Myelin", package: "Myelin"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
