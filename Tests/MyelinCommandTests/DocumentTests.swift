import Foundation
import TestSupport
import Testing

/// What the documents show is what there is.
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

  /// Every link to a place in the repository leads somewhere.
  @Test func linksLeadSomewhere() throws {
    let folder = Self.root.appending(path: "Documentation")
    let documents =
      ["README.md", "README.ko.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"]
      + (try FileManager.default.contentsOfDirectory(atPath: folder.path)).filter { $0.hasSuffix(".md") }
      .map { "Documentation/\($0)" }
    #expect(documents.count >= 8)
    for document in documents {
      let place = Self.root.appending(path: document)
      let text = try String(contentsOf: place, encoding: .utf8)
      for link in text.matches(of: /\]\((?<target>[^)\s]+)\)/).map({ String($0.output.target) }) {
        guard !link.contains("://"), !link.hasPrefix("#") else { continue }
        let path = link.split(separator: "#", maxSplits: 1)[0].removingPercentEncoding ?? link
        let target = place.deletingLastPathComponent().appending(path: path).standardized
        #expect(FileManager.default.fileExists(atPath: target.path), "\(document): \(link)")
      }
    }
  }

  /// Every type that users of the neural-network library meet is shown in a snippet, or in its own comment.
  @Test func everyTypeHasAnExample() throws {
    let snippets = try sources(in: "Snippets").map(\.text).joined()
      .split(separator: "\n").map { $0.split(separator: "//", omittingEmptySubsequences: false)[0] }
      .joined(separator: "\n")
    let shown = Set(snippets.matches(of: /\w+/).map { String($0.output) })
    let declaration = /^(@\w+ )?public (final |indirect )?(struct|class|enum|protocol|typealias) (?<name>\w+)/
    var names: Set<String> = []
    for source in try ["MyelinNN", "MyelinFormats/Models", "MyelinFormats/Training"].flatMap({
      try sources(in: "Sources/\($0)")
    }) {
      var comment = ""
      for line in source.text.split(separator: "\n", omittingEmptySubsequences: false) {
        if let name = line.firstMatch(of: declaration).map({ String($0.output.name) }) {
          names.insert(name)
          #expect(shown.contains(name) || comment.contains("```"), "\(source.path): \(name) has no example")
        }
        comment = line.hasPrefix("///") || line.hasPrefix("@") ? comment + line : ""
      }
    }
    #expect(names.count > 90)
  }

  /// The Swift files in a folder, at any depth.
  private func sources(in folder: String) throws -> [(path: String, text: String)] {
    try FileManager.default.subpathsOfDirectory(atPath: Self.root.appending(path: folder).path)
      .filter { $0.hasSuffix(".swift") }.map { path in
        (path, try String(contentsOf: Self.root.appending(path: "\(folder)/\(path)"), encoding: .utf8))
      }
  }

  /// The lines without their numbers, sorted: both outputs come through one pipe, in any order.
  private func withoutNumbers(_ lines: some Sequence<some StringProtocol>) -> [String] {
    lines.map { String($0).replacing(/-?\d+(\.\d+)?(e-?\d+)?/, with: "#") }.sorted()
  }
}
