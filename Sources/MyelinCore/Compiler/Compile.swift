/// A closure from tensors to tensors that is recorded once and then replayed: what `compile` gives. It is called like the
/// closure.
///
/// Not for several threads at once: a program has one working memory. Compile the closure in each task that needs it.
///
/// Called while another closure is recorded, or within the closure of a gradient, it runs the closure as it is, so that
/// it can be a part of another program or be differentiated.
public final class CompiledFunction<Arguments, Result> {
  private let core: CompiledCore
  private let structure: ResultStructure<Result>

  init(_ body: @escaping ([Tensor]) -> Result) {
    let structure = ResultStructure<Result>()
    self.structure = structure
    core = CompiledCore { structure.tensors(of: body($0)) }
  }

  /// How many programs are kept, one for every combination of the arguments' shapes and types; of more, the one that was
  /// not used for the longest time is dropped, and recorded again if it is needed again. 16 by default.
  public var cacheLimit: Int {
    get { core.cacheLimit }
    set { core.cacheLimit = max(newValue, 1) }
  }

  /// How often the closure has been recorded.
  ///
  /// A count that grows with every call says that the arguments have other shapes or types every time, which costs far more than
  /// running the closure uncompiled.
  public var recordingCount: Int { core.recordingCount }

  /// The program of the latest call, or `nil` if there was none.
  public var program: Program? { core.latest?.program }

  @inline(__always)
  fileprivate func finish(_ outputs: CompiledCore.Outputs) -> Result { structure.result(outputs) }

  /// Records the closure for arguments like these, without running it: what the first call would do before it runs. Only
  /// the arguments' shapes and types matter, so zeros will do.
  ///
  /// - Returns: The program; printing it shows what was made of the closure.
  @discardableResult
  public func prepare(_ arguments: Tensor...) -> Program {
    core.entry(for: arguments).program
  }
}

extension CompiledFunction where Arguments == Void {
  /// Runs the program.
  public func callAsFunction() -> Result { finish(core.run([])) }
}

extension CompiledFunction where Arguments == Tensor {
  /// Runs the program for an argument.
  public func callAsFunction(_ x: Tensor) -> Result { finish(core.run(x)) }
}

extension CompiledFunction where Arguments == (Tensor, Tensor) {
  /// Runs the program for two arguments.
  public func callAsFunction(_ x: Tensor, _ y: Tensor) -> Result { finish(core.run(x, y)) }
}

extension CompiledFunction where Arguments == (Tensor, Tensor, Tensor) {
  /// Runs the program for three arguments.
  public func callAsFunction(_ x: Tensor, _ y: Tensor, _ z: Tensor) -> Result { finish(core.run(x, y, z)) }
}

extension CompiledFunction where Arguments == (Tensor, Tensor, Tensor, Tensor) {
  /// Runs the program for four arguments.
  public func callAsFunction(_ x: Tensor, _ y: Tensor, _ z: Tensor, _ u: Tensor) -> Result {
    finish(core.run(x, y, z, u))
  }
}

extension CompiledFunction where Arguments == [Tensor] {
  /// Runs the program for any number of arguments.
  public func callAsFunction(_ arguments: [Tensor]) -> Result { finish(core.run(arguments)) }
}

/// A function that does what a closure does, from a program: recorded once, then replayed without allocating, dispatching or
/// checking the shapes of every operation.
///
/// ```swift
/// // All that changes, the model and the optimizer, is made outside.
/// let step = compile { (x: Tensor, y: Tensor) in
///   let (loss, gradient) = valueWithGradient(at: model) { softmaxCrossEntropy(model(x), y) }
///   optimizer.update(model, along: gradient)
///   return loss
/// }
/// for batch in train.batches(of: 32, shuffled: true) { let loss = step(batch.x, batch.y) }
/// ```
///
/// At the first call, and whenever the arguments have new shapes or types, the closure runs once with tensors that have no
/// values yet, and what it does with them is recorded: operations, gradients of any order, reading and writing of
/// variables (a module's parameters, an optimizer's state), draws of random numbers. The record is simplified, its operations
/// are fused and their memory is planned; then the program runs. Its results are those of the closure, up to the rounding
/// of sums; element-wise operations and matrix products give the same bits.
///
/// The closure doesn't run again after that, so:
///
/// - Reading a tensor's value within (`scalar`, `scalars`, `print`, an `if` on a number) stops with a message. Return the
///   tensor and read it outside; choose with `Tensor.where` instead of `if`.
/// - What isn't done with tensors happens only while the closure is recorded: counting, printing a text, reading a Swift
///   variable. A `var` from outside, be it a number or a tensor, keeps the value that it had then. What changes from
///   call to call must be an argument or a `Variable`; an optimizer's `learningRate` is one.
/// - Variables, and so layers, must be made outside. Tensors of the closure can't be kept in variables outside: return them.
/// - Random tensors are drawn anew by every call.
///
/// The closure's arguments need their types (`x: Tensor`), by which Swift finds out how many there are.
///
/// - Parameter body: Takes up to four tensors, or an array of them, and returns a tensor, several in an array, a tuple or a
///   struct of tensors alone, or nothing.
/// - Returns: A function of the same arguments and results. Its program is made at the first call; `prepare` makes it before.
public func compile<Result>(_ body: @escaping () -> Result) -> CompiledFunction<Void, Result> {
  CompiledFunction { _ in body() }
}

/// A function of one tensor that does what a closure does, from a program.
public func compile<Result>(_ body: @escaping (Tensor) -> Result) -> CompiledFunction<Tensor, Result> {
  CompiledFunction { body($0[0]) }
}

/// A function of two tensors that does what a closure does, from a program.
public func compile<Result>(
  _ body: @escaping (Tensor, Tensor) -> Result
) -> CompiledFunction<(Tensor, Tensor), Result> {
  CompiledFunction { body($0[0], $0[1]) }
}

/// A function of three tensors that does what a closure does, from a program.
public func compile<Result>(
  _ body: @escaping (Tensor, Tensor, Tensor) -> Result
) -> CompiledFunction<(Tensor, Tensor, Tensor), Result> {
  CompiledFunction { body($0[0], $0[1], $0[2]) }
}

/// A function of four tensors that does what a closure does, from a program.
public func compile<Result>(
  _ body: @escaping (Tensor, Tensor, Tensor, Tensor) -> Result
) -> CompiledFunction<(Tensor, Tensor, Tensor, Tensor), Result> {
  CompiledFunction { body($0[0], $0[1], $0[2], $0[3]) }
}

/// A function of any number of tensors that does what a closure does, from a program.
public func compile<Result>(_ body: @escaping ([Tensor]) -> Result) -> CompiledFunction<[Tensor], Result> {
  CompiledFunction(body)
}
