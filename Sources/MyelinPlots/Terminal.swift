extension Figure {
  func terminal(width: Int, height: Int, color: Bool, searchPath: String?) async throws -> String {
    ""
  }
}
