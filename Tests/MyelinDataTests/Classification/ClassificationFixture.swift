import Foundation
import MyelinData

/// Argument sets and scikit-learn's answers, written by `Tests/Fixtures/make_classification.py`.
struct ClassificationFixture: Decodable {
  struct Answer: Decodable {
    let arguments: Arguments
    let features: [Double]
    let labels: [Int]
    let roles: [String]
  }

  let sets: [Answer]

  /// The stored answers, or those in the file that `MYELIN_CLASSIFICATION_FIXTURE` names.
  static func load() throws -> ClassificationFixture {
    let stored = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/make_classification.json").standardized
    let other = ProcessInfo.processInfo.environment["MYELIN_CLASSIFICATION_FIXTURE"].map { URL(filePath: $0) }
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: other ?? stored))
  }

  /// Python's keyword arguments; what is left out has the default.
  struct Arguments: Decodable {
    let problem: ClassificationProblem
    let seed: Int

    enum CodingKeys: String, CodingKey {
      case seed, weights, hypercube, shift, scale, shuffle
      case samples = "n_samples"
      case features = "n_features"
      case informative = "n_informative"
      case redundant = "n_redundant"
      case repeated = "n_repeated"
      case classes = "n_classes"
      case clustersPerClass = "n_clusters_per_class"
      case flipY = "flip_y"
      case classSeparation = "class_sep"
    }

    init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      var problem = ClassificationProblem()
      func read<Value: Decodable>(
        _ key: CodingKeys, into path: WritableKeyPath<ClassificationProblem, Value>
      ) throws {
        if let value = try values.decodeIfPresent(Value.self, forKey: key) { problem[keyPath: path] = value }
      }
      try read(.samples, into: \.samples)
      try read(.features, into: \.features)
      try read(.informative, into: \.informative)
      try read(.redundant, into: \.redundant)
      try read(.repeated, into: \.repeated)
      try read(.classes, into: \.classes)
      try read(.clustersPerClass, into: \.clustersPerClass)
      try read(.weights, into: \.weights)
      try read(.flipY, into: \.flipY)
      try read(.classSeparation, into: \.classSeparation)
      try read(.hypercube, into: \.hypercube)
      try read(.shuffle, into: \.shuffle)
      for (key, path) in [
        (CodingKeys.shift, \ClassificationProblem.shift), (.scale, \ClassificationProblem.scale),
      ] where values.contains(key) {
        if try values.decodeNil(forKey: key) {
          problem[keyPath: path] = .random
        } else if let value = try? values.decode(Double.self, forKey: key) {
          problem[keyPath: path] = .constant(value)
        } else {
          problem[keyPath: path] = .perFeature(try values.decode([Double].self, forKey: key))
        }
      }
      self.problem = problem
      seed = try values.decode(Int.self, forKey: .seed)
    }
  }
}
