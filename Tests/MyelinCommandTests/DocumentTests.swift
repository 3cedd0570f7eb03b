import Foundation
import TestSupport
import Testing

/// What the READMEs show is what there is.
struct DocumentTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized
  static let readmes = ["README.md", "README.ko.md"]

  /// The blocks of a language in a document.
  private func blocks(_ language: String, in document: String) throws -> [String] {
    let text = try String(contentsOf: Self.root.appending(path: document), encoding: .utf8)
    return text.components(separatedBy: "```\(language)\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
  }

  @Test(arguments: readmes)
  func showsTheSnippetsWordForWord(readme: String) throws {
    let shown = try blocks("swift", in: readme)
    let folder = Self.root.appending(path: "Snippets")
    let snippets = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
    #expect(snippets.count >= 4)
    for snippet in snippets {
      #expect(shown.contains(try String(contentsOf: folder.appending(path: snippet), encoding: .utf8)), "\(snippet)")
    }
  }

  @Test func bothLanguagesShowTheSame() throws {
    for language in ["swift", "console", "sh"] {
      #expect(try blocks(language, in: "README.md") == blocks(language, in: "README.ko.md"), "\(language)")
    }
  }

  /// Runs what stands behind each "$ " and compares the lines, in which any number stands for any other: the last digits
  /// depend on the processor.
  @Test func commandsPrintWhatIsShown() async throws {
    let folder = try TemporaryFolder()
    for (name, place) in [("Data", Self.root.appending(path: "Data").path), ("myelin", commandPath)] {
      try FileManager.default.createSymbolicLink(atPath: folder.file(name), withDestinationPath: place)
    }
    let sessions = try blocks("console", in: "README.md").flatMap {
      ("\n" + $0).components(separatedBy: "\n$ ").dropFirst()
    }
    for session in sessions {
      let lines = session.split(separator: "\n").map(String.init)
      let command = try #require(lines.first)
      let outcome = try await shell("cd '\(folder.path)' && PATH=.:$PATH && { \(command); } 2>&1")
      #expect(withoutNumbers(outcome.lines) == withoutNumbers(lines.dropFirst()), "\(command)")
    }
  }

  /// The lines without their numbers, sorted: both outputs come through one pipe, in any order.
  private func withoutNumbers(_ lines: some Sequence<some StringProtocol>) -> [String] {
    lines.map { String($0).replacing(/-?\d+(\.\d+)?(e-?\d+)?/, with: "#") }.sorted()
  }
}
