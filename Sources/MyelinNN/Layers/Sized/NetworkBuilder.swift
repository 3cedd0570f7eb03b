/// Layers one after another that take `inputs` numbers and give `outputs`: a part of a ``Network`` while it is built.
public struct Layers<let inputs: Int, let outputs: Int> {
  let layers: [any Layer]
}

/// Layers one after another that take any size and give the same: a part of a ``Network`` while it is built, such as
/// the first two lines of this one.
///
/// ```swift
/// Network {
///   GaussianNoise(0.1)
///   Dropout(0.2)
///   Linear<784, 10>()
/// }
/// ```
public struct SizeKeepingLayers {
  let make: (Int) -> [any Layer]
}

/// Puts layers together whose sizes fit.
@resultBuilder
public enum NetworkBuilder {
  /// One layer.
  public static func buildExpression<let inputs: Int, let outputs: Int>(
    _ layer: some SizedLayer<Width<inputs>, Width<outputs>>
  ) -> Layers<inputs, outputs> {
    Layers(layers: [layer])
  }

  /// One layer of other kinds.
  public static func buildExpression<let inputs: Int, let outputs: Int>(
    _ layer: Sized<inputs, outputs>
  ) -> Layers<inputs, outputs> {
    Layers(layers: [layer.layer])
  }

  /// One layer that fits everywhere.
  public static func buildExpression(_ layer: some SizeKeepingLayer) -> SizeKeepingLayers {
    SizeKeepingLayers { size in
      // Some activations don't.
      guard let given = layer.outputSize(for: size) else { fatalError("Network: \(layer) can't take \(size) values") }
      guard given == size else {
        fatalError("Network: \(layer) gives \(given) for \(size) values; write Sized<\(size), \(given)>(…) around it")
      }
      return [layer]
    }
  }

  /// One layer that is made for its place.
  public static func buildExpression(_ layer: Fitted) -> SizeKeepingLayers {
    SizeKeepingLayers { size in
      let made = layer.make(size)
      if let taken = made.inputSize, taken != size {
        fatalError("Fitted: made for \(size) values, \(made) takes \(taken)")
      }
      if let given = made.outputSize(for: size), given != size {
        fatalError("Fitted: made for \(size) values, \(made) gives \(given)")
      }
      return [made]
    }
  }

  /// The first line.
  public static func buildPartialBlock<let inputs: Int, let outputs: Int>(
    first: Layers<inputs, outputs>
  ) -> Layers<inputs, outputs> {
    first
  }

  /// The first line.
  public static func buildPartialBlock(first: SizeKeepingLayers) -> SizeKeepingLayers { first }

  /// A line that takes what those before it give.
  public static func buildPartialBlock<let inputs: Int, let between: Int, let outputs: Int>(
    accumulated: Layers<inputs, between>, next: Layers<between, outputs>
  ) -> Layers<inputs, outputs> {
    Layers(layers: accumulated.layers + next.layers)
  }

  /// A line that takes what those before it give, whatever that is.
  public static func buildPartialBlock<let inputs: Int, let outputs: Int>(
    accumulated: Layers<inputs, outputs>, next: SizeKeepingLayers
  ) -> Layers<inputs, outputs> {
    Layers(layers: accumulated.layers + next.make(outputs))
  }

  /// A line behind some that take what it takes.
  public static func buildPartialBlock<let inputs: Int, let outputs: Int>(
    accumulated: SizeKeepingLayers, next: Layers<inputs, outputs>
  ) -> Layers<inputs, outputs> {
    Layers(layers: accumulated.make(inputs) + next.layers)
  }

  /// A line that fits everywhere behind others that do.
  public static func buildPartialBlock(
    accumulated: SizeKeepingLayers, next: SizeKeepingLayers
  ) -> SizeKeepingLayers {
    SizeKeepingLayers { accumulated.make($0) + next.make($0) }
  }

  /// The layers of an `if` without `else`, which give as much as they take.
  public static func buildOptional<let size: Int>(_ part: Layers<size, size>?) -> Layers<size, size> {
    part ?? Layers(layers: [])
  }

  /// The layers of an `if` without `else`.
  public static func buildOptional(_ part: SizeKeepingLayers?) -> SizeKeepingLayers {
    part ?? SizeKeepingLayers { _ in [] }
  }

  /// The layers of an `if`.
  public static func buildEither<let inputs: Int, let outputs: Int>(
    first part: Layers<inputs, outputs>
  ) -> Layers<inputs, outputs> {
    part
  }

  /// The layers of an `else`, which take and give as much.
  public static func buildEither<let inputs: Int, let outputs: Int>(
    second part: Layers<inputs, outputs>
  ) -> Layers<inputs, outputs> {
    part
  }

  /// The layers of an `if`.
  public static func buildEither(first part: SizeKeepingLayers) -> SizeKeepingLayers { part }

  /// The layers of an `else`.
  public static func buildEither(second part: SizeKeepingLayers) -> SizeKeepingLayers { part }

  /// The layers of all rounds of a `for`, which give as much as they take.
  public static func buildArray<let size: Int>(_ parts: [Layers<size, size>]) -> Layers<size, size> {
    Layers(layers: parts.flatMap(\.layers))
  }

  /// The layers of all rounds of a `for`.
  public static func buildArray(_ parts: [SizeKeepingLayers]) -> SizeKeepingLayers {
    SizeKeepingLayers { size in parts.flatMap { $0.make(size) } }
  }
}
