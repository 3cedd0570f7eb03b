import Testing

@Suite struct VersionAndHelpTests {
  @Test func versionIsANumber() async throws {
    let outcome = try await myelin("--version")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  @Test(
    arguments: [
      [], ["lesson"], ["lesson", "perceptron"], ["dataset"], ["dataset", "classification"], ["train"], ["predict"],
      ["evaluate"],
    ])
  func helpNamesTheCommand(_ command: [String]) async throws {
    let outcome = try await shell("\"$M\" \(command.joined(separator: " ")) --help")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "")
    #expect(outcome.output.contains("USAGE: \((["myelin"] + command).joined(separator: " "))"))
  }

  @Test func helpSaysWhatEveryOptionOfTrainIs() async throws {
    let help = try await myelin("train", "--help").output
    let options = [
      "--target", "--task", "--hidden", "--activation", "--optimizer", "--learning-rate", "--epochs", "--batch-size",
      "--validation", "--patience", "--seed", "--separator", "--ignore", "--categorical", "--model", "--figures",
      "--quiet", "--json",
    ]
    for option in options { #expect(help.contains("\(option) "), "\(option)") }
  }

  @Test func aCommandThatDoesNotExistIsAUsageError() async throws {
    expectFailure(try await myelin("fly"), "Unexpected argument 'fly'", status: 64)
  }

  @Test func anUnknownOptionIsAUsageError() async throws {
    expectFailure(
      try await myelin("train", "x.csv", "--target", "y", "--speed", "3"), "Unknown option '--speed'", status: 64)
  }

  @Test func aMissingArgumentIsAUsageError() async throws {
    expectFailure(try await myelin("train", "x.csv"), "--target", status: 64)
    expectFailure(try await myelin("predict", "model"), "<file>", status: 64)
  }
}
