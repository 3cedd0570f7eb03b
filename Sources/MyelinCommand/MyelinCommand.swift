import ArgumentParser

@main
struct MyelinCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "myelin",
    abstract: "Trains and runs neural networks on the CPU.",
    version: "0.1.0")
}
