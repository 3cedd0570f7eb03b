extension Module {
  package var namedBuffers: [(name: String, variable: Variable)] { [] }
}

extension Optimizer {
  func namedState(of parameters: [(name: String, variable: Variable)]) -> [(name: String, variable: Variable)] { [] }
}
