import Foundation
import Myelin
import TestSupport
import Testing

@Suite struct ClassificationDatasetTests {
  /// Arguments of the command and the same samples from the library.
  static let cases: [(arguments: String, samples: @Sendable () throws -> ClassificationSamples)] = [
    ("--seed 0", { try classificationSamples(seed: 0) }),
    (
      "--samples 37 --features 9 --informative 4 --redundant 2 --repeated 1 --classes 3 --clusters-per-class 2 --seed 5",
      {
        try classificationSamples(
          samples: 37, features: 9, informative: 4, redundant: 2, repeated: 1, classes: 3, clustersPerClass: 2, seed: 5)
      }
    ),
    (
      "--weights 0.2,0.7 --classes 3 --informative 3 --flip-y 0.25 --class-separation 1.5 --no-hypercube --seed 11",
      {
        try classificationSamples(
          informative: 3, classes: 3, weights: [0.2, 0.7], flipY: 0.25, classSeparation: 1.5, hypercube: false, seed: 11
        )
      }
    ),
    (
      "--features 3 --informative 2 --redundant 1 --shift 1,-2.5,3 --scale random --no-shuffle --seed 4294967295",
      {
        try classificationSamples(
          features: 3, informative: 2, redundant: 1, shift: .perFeature([1, -2.5, 3]), scale: .random, shuffle: false,
          seed: 4_294_967_295)
      }
    ),
    (
      "--shift random --scale 0.5 --samples 3 --seed 1",
      { try classificationSamples(samples: 3, shift: .random, scale: .constant(0.5), seed: 1) }
    ),
  ]

  @Test(arguments: cases.indices)
  func isWhatTheLibraryMakesBitByBit(_ index: Int) async throws {
    let (arguments, make) = Self.cases[index]
    let samples = try make()
    let outcome = try await shell("\"$M\" dataset classification \(arguments)")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let rows = outcome.lines.map { $0.split(separator: ",") }
    #expect(rows.first?.map(String.init) == (0..<samples.featureCount).map { "x\($0)" } + ["label"])
    #expect(rows.count == samples.count + 1)
    for (row, fields) in rows.dropFirst().enumerated() {
      #expect(fields.dropLast().map { Double($0)?.bitPattern } == samples.row(row).map(\.bitPattern))
      #expect(fields.last.flatMap { Int($0) } == samples.labels[row])
    }
  }

  @Test func withoutASeedEveryRunDiffers() async throws {
    let first = try await myelin("dataset", "classification", "--samples", "5").output
    #expect(try await myelin("dataset", "classification", "--samples", "5").output != first)
  }

  @Test func writesAFileInsteadOfPrinting() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("점.csv")
    let outcome = try await myelin("dataset", "classification", "--seed", "9", "--output", path)
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    let printed = try await myelin("dataset", "classification", "--seed", "9").output
    #expect(try String(decoding: bytes(path), as: UTF8.self) == printed)
    #expect(try folder.names == ["점.csv"])
  }

  @Test(
    arguments: [
      ("--samples 0", "samples"), ("--features 3", "features"), ("--classes 0", "classes"),
      ("--clusters-per-class 0", "clusters-per-class"), ("--informative 1 --redundant 0", "informative"),
      ("--weights 0.5,0.2,0.3", "weights"), ("--flip-y 2", "flip-y"), ("--flip-y nan", "flip-y"),
      ("--seed -1", "seed"), ("--seed 4294967296", "seed"), ("--shift 1,2", "shift"), ("--scale x", "scale"),
      ("--samples 1e3", "samples"), ("--samples 99999999999999999999", "samples"), ("--weights ''", "weights"),
    ])
  func impossibleArgumentsAreUsageErrors(_ arguments: String, _ part: String) async throws {
    expectFailure(try await shell("\"$M\" dataset classification \(arguments)"), part, status: 64)
  }

  @Test func theFilesThatCannotBeWrittenAreNamed() async throws {
    let folder = try TemporaryFolder()
    expectFailure(
      try await myelin("dataset", "classification", "--output", folder.file("none/x.csv")), "none/x.csv")
    expectFailure(try await myelin("dataset", "classification", "--output", folder.path), folder.path)
    expectFailure(try await myelin("dataset", "classification", "--output", "/proc/x.csv"), "/proc/x.csv")
    #expect(try folder.names.isEmpty)
  }

  @Test func aFullStandardOutputIsAFailure() async throws {
    expectFailure(try await shell("\"$M\" dataset classification > /dev/full"), "standard output")
  }

  @Test func aReaderThatLeavesEndsTheRunInSilence() async throws {
    let outcome = try await shell("\"$M\" dataset classification --samples 20000 | head -n 1")
    #expect(outcome.errors == "")
    #expect(outcome.lines.count == 1)
  }
}
