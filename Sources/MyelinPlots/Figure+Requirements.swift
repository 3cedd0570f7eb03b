extension Figure {
  /// Checks that figures can be drawn at all, for programs that work long before they draw.
  ///
  /// - Throws: ``PlotError/gnuplotMissing`` if gnuplot is not installed.
  public static func checkRequirements() throws {
    _ = try Gnuplot().locate()
  }
}
