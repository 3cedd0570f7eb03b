import ArgumentParser
import Myelin

/// Runs `make`, and turns what is wrong with its arguments into a mistake of whoever typed them.
func usageErrors<Result>(_ make: () throws -> Result) throws -> Result {
  do {
    return try make()
  } catch let error as GeneratorError {
    throw ValidationError("\(error)")
  } catch let error as ClassificationError {
    // The library names its arguments as Swift does.
    let names = ["clustersPerClass": "clusters-per-class", "classSeparation": "class-separation", "flipY": "flip-y"]
    let message = names.reduce("\(error)") { $0.replacing($1.key, with: $1.value) }
    throw ValidationError(message)
  }
}
