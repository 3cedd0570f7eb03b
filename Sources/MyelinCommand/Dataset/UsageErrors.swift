import ArgumentParser
import Myelin

/// The library names its arguments as Swift does.
private let optionNames = [
  "clustersPerClass": "clusters-per-class", "classSeparation": "class-separation", "flipY": "flip-y",
  "effectiveRank": "effective-rank", "tailStrength": "tail-strength",
]

/// Runs `make`, and turns what is wrong with its arguments into a mistake of whoever typed them.
func usageErrors<Result>(_ make: () throws -> Result) throws -> Result {
  do {
    return try make()
  } catch  where error is GeneratorError || error is ClassificationError || error is SplitError {
    throw ValidationError(optionNames.reduce("\(error)") { $0.replacing($1.key, with: $1.value) })
  }
}
