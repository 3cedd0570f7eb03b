import Foundation

/// A library that takes part.
enum Library: String, CaseIterable {
  case myelin, torch, tensorflow, jax, sklearn, pandas, polars

  /// The folder of this package.
  static let home = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardizedFileURL

  /// The program that does the library's work, and its arguments.
  var command: [String] {
    switch self {
    case .myelin:
      [URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path + "/Worker"]
    case .torch, .jax, .sklearn, .pandas, .polars: python(in: "torch")
    case .tensorflow: python(in: "tensorflow")
    }
  }

  /// Whether the program is there.
  var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: command[0]) }

  private func python(in environment: String) -> [String] { Library.python("\(rawValue)_peer.py", in: environment) }

  /// The command that runs a script of `Peers` in a virtual environment.
  static func python(_ script: String, in environment: String = "torch") -> [String] {
    ["\(home.path)/.peers/\(environment)/bin/python", "\(home.path)/Peers/\(script)"]
  }
}

/// A library and one of the ways to use it.
struct Contestant: Hashable {
  /// What reports call it.
  let name: String
  let library: Library
  let variant: String

  static let myelinEager = Contestant(name: "Myelin, not compiled", library: .myelin, variant: "eager")
  static let myelin = Contestant(name: "Myelin compiled", library: .myelin, variant: "compiled")
  static let myelinScan = Contestant(name: "Myelin scan", library: .myelin, variant: "scan")
  static let myelinFit = Contestant(name: "Myelin fit", library: .myelin, variant: "fit")
  static let torch = Contestant(name: "PyTorch eager", library: .torch, variant: "eager")
  static let torchCompiled = Contestant(name: "PyTorch compiled", library: .torch, variant: "compiled")
  static let tensorflowEager = Contestant(name: "TensorFlow eager", library: .tensorflow, variant: "eager")
  static let tensorflow = Contestant(name: "TensorFlow function", library: .tensorflow, variant: "function")
  static let xla = Contestant(name: "TensorFlow XLA", library: .tensorflow, variant: "xla")
  static let keras = Contestant(name: "Keras fit", library: .tensorflow, variant: "fit")
  static let jax = Contestant(name: "JAX jit", library: .jax, variant: "jit")
  static let jaxScan = Contestant(name: "JAX scan", library: .jax, variant: "scan")
  static let sklearn = Contestant(name: "scikit-learn", library: .sklearn, variant: "fit")
  static let myelinRead = Contestant(name: "Myelin", library: .myelin, variant: "read")
  static let pandas = Contestant(name: "pandas", library: .pandas, variant: "read")
  static let pandasPieces = Contestant(name: "pandas, in pieces", library: .pandas, variant: "stream")
  static let polars = Contestant(name: "Polars", library: .polars, variant: "read")
  static let sklearnPartial = Contestant(name: "scikit-learn partial_fit", library: .sklearn, variant: "partial")
}
