import MyelinFiles

extension Figure {
  /// Writes the figure into a file; its name's end, `.svg`, `.png` or `.pdf`, tells the format.
  ///
  /// The file appears whole or not at all: a figure that cannot be drawn leaves a former file as it was.
  ///
  /// - Parameters:
  ///   - path: The file to write.
  ///   - size: The size in points; `nil` takes ``naturalSize``. A PNG has 2 pixels by 2 for each point.
  /// - Throws: ``PlotError``, or `CancellationError` when the task was cancelled.
  public func write(to path: String, size: Size? = nil) async throws {
    try await write(to: path, size: size, searchPath: nil)
  }

  /// The file's bytes in a format, for those who keep figures elsewhere than in files.
  ///
  /// - Throws: ``PlotError``, or `CancellationError` when the task was cancelled.
  public func rendered(as format: FigureFormat, size: Size? = nil) async throws -> [UInt8] {
    try await rendered(as: format, size: size, searchPath: nil)
  }

  /// The figure drawn with characters, for a terminal.
  ///
  /// - Parameters:
  ///   - width: How many columns the picture fills.
  ///   - height: How many lines each row of panels fills, with titles and legend.
  ///   - color: Whether ANSI escape sequences colour it.
  /// - Throws: ``PlotError``, or `CancellationError` when the task was cancelled.
  public func terminal(width: Int = 80, height: Int = 24, color: Bool = true) async throws -> String {
    try await terminal(width: width, height: height, color: color, searchPath: nil)
  }

  func write(to path: String, size: Size?, searchPath: String?) async throws {
    guard let format = FigureFormat(path: path) else { throw PlotError.unsupportedFormat(path: path) }
    // An unwritable place shows before the work, and the work's failure before the file is touched.
    do {
      let file = try AtomicFileWriter(path)
      try file.write(try await rendered(as: format, size: size, searchPath: searchPath))
      try file.finish()
    } catch let error as FileError {
      throw PlotError.cannotWrite(path: path, reason: "\(error.problem): \(error.remedy)")
    }
  }

  func rendered(as format: FigureFormat, size: Size?, searchPath: String?) async throws -> [UInt8] {
    let script = FigureScript(figure: self, format: format, size: size ?? naturalSize).script
    let bytes = try await Gnuplot(searchPath: searchPath).run(script.text)
    return format == .svg ? finishedSVG(bytes, title: title, notes: script.notes) : bytes
  }
}

/// A format of figure files.
public enum FigureFormat: String, Sendable, Hashable, CaseIterable {
  /// Scalable Vector Graphics.
  case svg
  /// Portable Network Graphics.
  case png
  /// Portable Document Format.
  case pdf

  /// The format that a file's name ends in, in small letters or capitals; `nil` for another.
  public init?(path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    self.init(rawValue: name[name.index(after: dot)...].lowercased())
  }
}
