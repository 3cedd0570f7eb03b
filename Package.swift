// swift-tools-version: 6.2
import PackageDescription

// `make test` and CI set MYELIN_STRICT, so that a warning of a newer compiler never breaks a user's build.
let isStrict = Context.environment["MYELIN_STRICT"] != nil
let strict: [SwiftSetting] = isStrict ? [.treatAllWarnings(as: .error)] : []
let strictC: [CSetting] = isStrict ? [.treatAllWarnings(as: .error)] : []

let package = Package(
  name: "Myelin",
  products: [
    .library(name: "Myelin", targets: ["Myelin"]),
    .executable(name: "myelin", targets: ["MyelinCommand"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-numerics", from: "1.1.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
  ],
  targets: [
    // Beside the floors: libraries of the system, which `Scripts/setup` installs.
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZip", pkgConfig: "libzip", providers: [.apt(["libzip-dev"])]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),

    // Floor 0: loops in C.
    .target(name: "CMyelinKernels", cSettings: strictC),

    // Beside floor 0: the calls of libpng, whose errors are jumps, which Swift can't make.
    .target(name: "CMyelinPNG", dependencies: ["CPNG"], cSettings: strictC),
    // Small real tables, as bytes within the program.
    .target(name: "CMyelinDatasets", exclude: ["Data"], cSettings: strictC),

    // Beside the floors: files that are replaced whole or not at all.
    .target(name: "MyelinFiles", swiftSettings: strict),

    // Floor 1: tensors and their derivatives.
    .target(
      name: "MyelinCore",
      dependencies: [
        "CMyelinKernels",
        .product(name: "RealModule", package: "swift-numerics"),
      ],
      swiftSettings: strict),

    // Floor 2: layers, losses, optimizers, training.
    .target(name: "MyelinNN", dependencies: ["MyelinCore"], swiftSettings: strict),

    // Floor 3: what surrounds training.
    .target(
      name: "MyelinData",
      dependencies: [
        "CMyelinKernels", "MyelinCore", "MyelinNN", "MyelinFiles", "CZlib", "CZip", "CSQLite", "CTurboJPEG",
        "CMyelinPNG", "CMyelinDatasets",
      ],
      swiftSettings: strict),
    .target(
      name: "MyelinPlots",
      dependencies: ["MyelinFiles", .product(name: "Subprocess", package: "swift-subprocess")],
      swiftSettings: strict),
    .target(name: "MyelinReports", dependencies: ["MyelinData", "MyelinPlots"], swiftSettings: strict),
    .target(name: "MyelinFormats", dependencies: ["MyelinCore", "MyelinFiles", "MyelinNN"], swiftSettings: strict),
    .target(
      name: "Myelin",
      dependencies: [
        "MyelinCore", "MyelinFiles", "MyelinNN", "MyelinData", "MyelinPlots", "MyelinReports", "MyelinFormats",
      ],
      swiftSettings: strict),

    // Floor 4: the lecture's chapter.
    .target(name: "MyelinLessons", dependencies: ["Myelin"], swiftSettings: strict),

    // Floor 5: the command `myelin`.
    .executableTarget(
      name: "MyelinCommand",
      dependencies: [
        "Myelin", "MyelinLessons",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(name: "TestSupport", dependencies: ["MyelinFiles"], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "MyelinFilesTests", dependencies: ["MyelinFiles", "TestSupport"], swiftSettings: strict),
    .target(name: "CAllocationCounter", path: "Tests/CAllocationCounter"),
    .testTarget(
      name: "MyelinCoreTests", dependencies: ["MyelinCore", "CMyelinKernels", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "MyelinNNTests", dependencies: ["Myelin", "TestSupport", "CAllocationCounter"], swiftSettings: strict),
    .testTarget(
      name: "MyelinDataTests", dependencies: ["MyelinData", "MyelinFiles", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "MyelinReportsTests", dependencies: ["MyelinReports", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "MyelinPlotsTests", dependencies: ["MyelinPlots"], swiftSettings: strict),
    // Trains until it is killed: what the tests of checkpoints start.
    .executableTarget(
      name: "ResumableTraining", dependencies: ["Myelin"], path: "Tests/ResumableTraining", swiftSettings: strict),
    .testTarget(
      name: "MyelinFormatsTests", dependencies: ["Myelin", "ResumableTraining", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "MyelinCommandTests",
      dependencies: [
        "MyelinCommand", "Myelin", "TestSupport",
        .product(name: "Subprocess", package: "swift-subprocess"),
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
