import Foundation
import TestSupport
import Testing

/// What the Swift compiler says about networks with sizes in their types: it is run on programs that import Myelin.
@Suite struct WiringTests {
  /// What the compiler says about a program, the errors by the program's lines.
  private func compile(_ program: String) throws -> (succeeds: Bool, text: String, errors: [Int: String]) {
    let folder = try TemporaryFolder()
    try program.write(toFile: folder.file("main.swift"), atomically: true, encoding: .utf8)
    let build = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    let files = FileManager.default
    let modules = try #require(
      [build.appending(path: "Modules"), build].first {
        files.fileExists(atPath: $0.appending(path: "MyelinNN.swiftmodule").path)
      }, "no MyelinNN.swiftmodule in or below \(build.path)")
    // Swift modules refer to modules in C, whose headers aren't looked into here.
    var map = ""
    for module in ["CMyelinKernels", "_NumericsShims"] { map += "module \(module) {}\n" }
    try map.write(toFile: folder.file("module.modulemap"), atomically: true, encoding: .utf8)

    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "swiftc", "-typecheck", "-swift-version", "6", "-diagnostic-style", "llvm", "-module-cache-path",
      folder.file("cache"), "-I", modules.path, "-Xcc", "-fmodule-map-file=\(folder.file("module.modulemap"))",
      folder.file("main.swift"),
    ]
    let output = Pipe()
    (process.standardError, process.standardOutput) = (output, output)
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()

    var errors: [Int: String] = [:]
    for match in text.matches(of: /main\.swift:(\d+):\d+: error: (.*)/) {
      errors[Int(match.1) ?? 0, default: ""] += match.2 + "\n"
    }
    return (process.terminationStatus == 0, text, errors)
  }

  @Test func layersThatFitCompile() throws {
    let outcome = try compile(
      """
      import MyelinNN

      let model: Network<784, 10> = Network {
        Linear<784, 512>(.relu)
        Dropout(0.2)
        Fitted { BatchNorm($0) }
        Residual(Network { Linear<512, 512>(.relu) })
        Linear<512, 10>()
      }
      let y: Tensor = model(.zeros([1, 784]))
      let layers: [any Layer] = [model, Linear<10, 3>()]
      """)
    #expect(outcome.succeeds, "\(outcome.text)")
  }

  @Test func withTheSizesOfTheWholeThereIsOneMessage() throws {
    let outcome = try compile(
      """
      import MyelinNN

      let model = Network<784, 10> {
        Linear<784, 512>(.relu)
        Linear<256, 10>()
      }
      """)
    #expect(!outcome.succeeds)
    #expect(
      outcome.errors == [
        5: "cannot convert value of type 'Layers<256, 10>' to expected argument type 'Layers<512, 10>'\n"
      ], "\(outcome.text)")
  }

  @Test func layersThatDoNotFitDoNotCompile() throws {
    let outcome = try compile(
      """
      import MyelinNN

      let neighbours = Network {
        Linear<784, 512>(.relu)
        Linear<256, 10>()
      }
      let distant = Network {
        Linear<20, 64>()
        Dropout(0.2)
        Activation.relu
        Linear<32, 16>()
        Linear<16, 3>()
      }
      let whole: Network<7, 4> = Network { Linear<7, 5>() }
      let residual = Residual(Network { Linear<11, 13>() })
      let flag = true
      let conditional = Network {
        Linear<21, 22>()
        if flag {
          Linear<22, 23>()
        }
      }
      let untold = Network {
        Linear<31, 32>()
        BatchNorm(33)
      }
      """)
    #expect(!outcome.succeeds)
    let expected = [
      5: ["Layers<256, 10>", "Layers<512, 10>"], 11: ["Layers<32, 16>", "Layers<64, 16>"],
      14: ["Layers<7, 5>", "Layers<7, 4>"], 15: ["Layers<11, 13>", "Layers<11, 11>"],
      19: ["Layers<22, 22>", "Layers<22, 23>"], 25: ["BatchNorm"],
    ]
    for (line, parts) in expected {
      let message = outcome.errors[line] ?? ""
      #expect(parts.allSatisfy { message.contains($0) }, "line \(line): \(message)\n\(outcome.text)")
    }
  }
}
