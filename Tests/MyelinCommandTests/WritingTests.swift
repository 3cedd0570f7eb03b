import Foundation
import TestSupport
import Testing

/// What can't be written is told of, early where that can be known early, and never costs an old file.
@Suite struct WritingTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The beginning of a command that trains quickly.
  private let train = "\"$M\" train '\(penguins)' --target species --epochs 1 --hidden 4 --json"

  @Test func placesThatCannotBeWritten() async throws {
    expectFailure(try await shell("\(train) --model '\(folder.file("none/model"))'"), folder.file("none"))
    expectFailure(try await shell("\(train) --model '\(folder.path)'"), folder.path, "is a directory")
    expectFailure(try await shell("\(train) --model /proc/model"), "/proc/model", "not writable")
    expectFailure(try await shell("cd /proc && \(train)"), "penguins.myelin", "not writable")
    let copy = try folder.add(String(decoding: bytes(penguins), as: UTF8.self))
    expectFailure(
      try await shell("\"$M\" train '\(copy)' --target species --model '\(copy)'"), copy, "would replace a file")
    expectFailure(try await shell("\(train) --model '\(folder.file("m"))' --figures /proc/figures"), "/proc/figures")
    expectFailure(try await shell("\(train) --model '\(folder.file("m"))' --figures '\(copy)'"), copy)
    expectFailure(try await myelin("lesson", "perceptron", "--figures", "/proc/figures"), "/proc/figures")
    #expect(try folder.names == ["table.csv"])
  }

  @Test(.enabled(if: geteuid() != 0, "root may write anywhere"))
  func aDirectoryThatIsNotOurs() async throws {
    #expect(chmod(folder.path, 0o500) == 0)
    expectFailure(try await shell("\(train) --model '\(folder.file("model"))'"), folder.path, "not writable")
    #expect(chmod(folder.path, 0o700) == 0)
  }

  @Test func theDefaultModelIsNamedAfterTheTable() async throws {
    #expect(try await shell("cd '\(folder.path)' && \(train)").status == 0)
    #expect(try folder.names == ["penguins.myelin"])
  }

  @Test func figuresWithoutGnuplotAreToldOfBeforeTraining() async throws {
    let nowhere = folder.file("bin")
    expectFailure(
      try await myelin(
        "train", penguins, "--target", "species", "--figures", folder.file("figures"), "--model", folder.file("m"),
        environment: ["PATH": nowhere]),
      "gnuplot", "apt-get install gnuplot-nox")
    expectFailure(
      try await myelin("lesson", "perceptron", "--figures", folder.file("f"), environment: ["PATH": nowhere]), "gnuplot"
    )
    #expect(try folder.names.isEmpty)
    // Without figures it isn't needed.
    #expect(try await myelin("lesson", "perceptron", "--json", environment: ["PATH": nowhere]).status == 0)
  }

  @Test func aFullStandardOutputIsAFailure() async throws {
    let model = try await TrainedModel.species.value.path
    for command in [
      "\"$M\" --version", "\"$M\" train --help", "\"$M\" lesson perceptron", "\"$M\" lesson perceptron --json",
      "\"$M\" predict '\(model)' '\(penguins)'", "\"$M\" evaluate '\(model)' '\(penguins)'",
      "\(train) --model '\(folder.file("model"))'",
    ] {
      expectFailure(try await shell("\(command) > /dev/full"), "standard output")
    }
  }

  @Test func aReaderThatLeavesEndsTheRunInSilence() async throws {
    let outcome = try await shell("\"$M\" lesson perceptron --samples 2000 --epochs 1 | head -n 1")
    #expect(outcome.errors == "")
    #expect(outcome.lines.count == 1)
  }

  @Test func closedStreamsAreNoCrash() async throws {
    let model = folder.file("model")
    #expect([0, 1].contains(try await shell("\(train) --model '\(model)' >&- 2>&-").status))
    #expect([0, 1].contains(try await shell("\(train) --model '\(model)' <&- 2>&-").status))
    #expect([0, 1].contains(try await shell("\"$M\" nonsense 2>&-; test $? = 64").status))
  }

  @Test func aFullDiskLeavesTheOldModel() async throws {
    // A disk of 64 KiB. Only root may mount one, and not in every container.
    let disk = folder.file("disk")
    let mounted = try await shell("mkdir '\(disk)' && mount -t tmpfs -o size=64k myelin '\(disk)'")
    guard mounted.status == 0 else { return }
    defer { _ = try? FileManager.default.removeItem(atPath: disk) }
    let model = "\(disk)/model"
    #expect(try await shell("\(train) --model '\(model)'").status == 0)
    let old = try bytes(model)
    let small = try await shell("\(train) --hidden 300,300 --model '\(model)'")
    let figures = try await shell(
      "head -c 100000 /dev/zero > '\(disk)/filler'; \"$M\" lesson perceptron --json --figures '\(disk)'")
    let predicted = try await shell("\"$M\" predict '\(model)' '\(penguins)' --output '\(disk)/out.csv'")
    let now = try bytes(model)
    let names = try FileManager.default.contentsOfDirectory(atPath: disk).sorted()
    #expect(try await shell("umount '\(disk)'").status == 0)
    expectFailure(small, model, "No space left on device")
    #expect(figures.status == 1)
    #expect(figures.errors.contains("No space left on device"), "\(figures.errors)")
    expectFailure(predicted, "\(disk)/out.csv", "No space left on device")
    #expect(now == old)
    #expect(names == ["filler", "model"])
  }
}
