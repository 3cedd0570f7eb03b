import ArgumentParser
import Myelin

/// How texts become numbers, as an argument.
struct EncodingArgument: Sendable {
  let encoding: PreprocessingRecipe.Encoding

  init(_ encoding: PreprocessingRecipe.Encoding) { self.encoding = encoding }

  init(argument: String) throws {
    let (name, size) = NamedSize.parse(argument)
    func width(_ range: ClosedRange<Int>) throws -> Int? {
      guard let size else { return nil }
      guard let size = size.value, range.contains(size) else {
        throw ValidationError("the size of \(name) is a whole number from 1 to \(range.upperBound)")
      }
      return size
    }
    switch (name, size) {
    case ("one-hot", nil): encoding = .oneHot
    case ("ordinal", nil): encoding = .ordinal
    case ("target", nil): encoding = .target
    case ("hashing", _): encoding = .hashing(width: try width(NamedSize.hashing) ?? 32)
    case ("embedding", _): encoding = .embedding(width: try width(NamedSize.embedding))
    default:
      throw ValidationError("it is one of one-hot, ordinal, target, hashing[:SIZE], embedding[:SIZE]")
    }
  }
}

/// A name and a size behind a colon, which may be missing.
enum NamedSize {
  /// The sizes that hashes may have.
  static let hashing = 1...HashingEncoder.widthLimit
  /// The sizes that vectors may have.
  static let embedding = 1...4096

  /// The name, and the size if there is one; its value is nil if it is no whole number.
  static func parse(_ text: String) -> (name: String, size: (text: String, value: Int?)?) {
    guard let colon = text.lastIndex(of: ":") else { return (text, nil) }
    let size = String(text[text.index(after: colon)...])
    return (String(text[..<colon]), (size, Int(size)))
  }
}

/// What missing numbers are filled with, as an argument.
struct ImputationArgument: Sendable {
  let strategy: SimpleImputer.Strategy

  init(_ strategy: SimpleImputer.Strategy) { self.strategy = strategy }

  init(argument: String) throws {
    switch argument {
    case "median": strategy = .median
    case "mean": strategy = .mean
    case "most-frequent": strategy = .mostFrequent
    default:
      guard let number = Double(argument), number.isFinite else {
        throw ValidationError("it is one of median, mean, most-frequent, or a number")
      }
      strategy = .constant(number: number)
    }
  }
}

/// Two numbers with a comma between them, as an argument.
struct RangeArgument: Sendable {
  let range: ClosedRange<Double>

  init(argument: String) throws {
    let ends = argument.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard ends.count == 2, let low = ends[0], let high = ends[1], low <= high else {
      throw ValidationError("it is two numbers with a comma between them, the second not below the first, as in 0,100")
    }
    range = low...high
  }
}

/// A column and the size of its vectors, as an argument.
struct EmbeddingArgument: ExpressibleByArgument, Sendable {
  let name: String
  let width: Int?
  /// What is wrong with a size, unless it belongs to the column's name.
  let mistake: CommandError?

  init?(argument: String) {
    let (name, size) = NamedSize.parse(argument)
    if name.isEmpty { return nil }
    if let size = size?.value, NamedSize.embedding.contains(size) {
      (self.name, width, mistake) = (name, size, nil)
      return
    }
    // The name of a column may have a colon.
    (self.name, width) = (argument, nil)
    mistake = size.map {
      CommandError(
        "--embed \(argument): the size \($0.text) is not possible; give a whole number from 1 to "
          + "\(NamedSize.embedding.upperBound), or none")
    }
  }
}
