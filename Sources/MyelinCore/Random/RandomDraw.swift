import CMyelinKernels

/// The source of the task in which a program runs, which isn't always the one in which it was recorded.
final class AmbientRandom: @unchecked Sendable {
  /// The source of the task that recorded the program.
  let recorded: RandomSource
  /// Whether the program draws from it.
  var isUsed = false
  /// The source of the task that runs the program. Set at every run, by its only thread.
  var running: RandomSource

  init(recordedWith source: RandomSource) { (recorded, running) = (source, source) }
}

/// Random numbers as an operation, so that a program draws new ones with every replay.
struct RandomDraw: EffectfulPrimitive {
  /// What the numbers are drawn from.
  enum Distribution: Hashable {
    case uniform(low: Double, high: Double)
    case normal(mean: Double, deviation: Double)
    case truncatedNormal(mean: Double, deviation: Double)
    case bernoulli(probability: Double)
    case integers(low: Int, count: Int)
    case permutation
  }

  let distribution: Distribution
  let layout: TensorDescription
  let source: RandomSource
  /// What a program draws from instead of `source`: the source of the task that runs it.
  var ambient: AmbientRandom?

  var name: String { "random" }

  static func == (a: RandomDraw, b: RandomDraw) -> Bool {
    a.distribution == b.distribution && a.layout == b.layout && a.source === b.source
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(distribution)
    hasher.combine(layout)
    hasher.combine(ObjectIdentifier(source))
  }

  /// The numbers: drawn now, or by the program that is being recorded.
  func callAsFunction() -> Tensor {
    guard let recording = Recording.current else { return evaluate(.none) }
    var draw = self
    if source === recording.ambient.recorded {
      recording.ambient.isUsed = true
      draw.ambient = recording.ambient
    }
    return Recording.record(draw, .none)
  }

  func result(of inputs: Operands) -> TensorDescription { layout }

  func derivative(_ cotangent: Tensor, inputs: Operands, output: Tensor) -> Derivatives { [] }

  func evaluate(_ inputs: Operands) -> Tensor {
    var output = Tensor(uninitialized: layout)
    fill(output.exclusiveStart())
    return output
  }

  /// Writes the numbers to memory.
  func fill(_ start: UnsafeMutableRawPointer) {
    switch distribution {
    case .uniform(let low, let high):
      let width = high - low
      if layout.type == .float32 {
        let (lowest, highest) = (Float(low), Float(high))
        write(to: start) { generator in
          // 24 bits, so that the number in 0..<1 isn't rounded up to 1; the product with the width may be.
          let value = Float(Double(generator.next() >> 40) * 0x1p-24 * width + low)
          return value < highest ? value : Swift.max(lowest, highest.nextDown)
        }
      } else {
        write(to: start) { generator in
          let value = generator.uniform() * width + low
          return value < high ? value : high.nextDown
        }
      }
    case .normal(let mean, let deviation):
      writeRounded(to: start) { mean + deviation * $0.normal() }
    case .truncatedNormal(let mean, let deviation):
      writeRounded(to: start) { generator in
        var deviate = generator.normal()
        while deviate.magnitude > 2 { deviate = generator.normal() }
        return mean + deviation * deviate
      }
    case .bernoulli(let probability) where layout.type == .float32:
      // Dropout's masks are as large as what they are multiplied with: a loop of our own makes the same numbers, many at once.
      let output = start.bindMemory(to: Float.self, capacity: layout.count)
      nonisolated(unsafe) let elements = output
      let (count, limit) = (layout.count, UInt64((probability * 0x1p53).rounded(.up)))
      (ambient?.running ?? source).withGenerator { generator in
        myelin_bernoulli_f32(elements, count, generator.seed, generator.stream, generator.position, limit)
        generator.position &+= UInt64(count)
      }
    case .bernoulli(let probability):
      layout.type.withElementType { element in
        func write<Element: TensorElement>(_ element: Element.Type) {
          self.write(to: start) { Element.element(from: $0.uniform() < probability ? 1 : 0) }
        }
        write(element)
      }
    case .integers(let low, let count):
      layout.type.withElementType { element in
        func write<Element: TensorElement>(_ element: Element.Type) {
          self.write(to: start) { Element.element(from: low + $0.integer(below: count)) }
        }
        write(element)
      }
    case .permutation:
      let order = start.bindMemory(to: Int.self, capacity: layout.count)
      let count = layout.count
      for index in 0..<count { order[index] = index }
      nonisolated(unsafe) let places = order
      (ambient?.running ?? source).withGenerator { generator in
        // Fisher and Yates, written out so that the order depends on the generator alone and not on Swift's version.
        for last in stride(from: count - 1, to: 0, by: -1) {
          let other = generator.integer(below: last + 1)
          (places[last], places[other]) = (places[other], places[last])
        }
      }
    }
  }

  private func write<Element: TensorElement>(
    to start: UnsafeMutableRawPointer, _ next: (inout Philox) -> Element
  ) {
    let elements = UnsafeMutableBufferPointer(
      start: start.bindMemory(to: Element.self, capacity: layout.count), count: layout.count)
    (ambient?.running ?? source).fill(elements, next)
  }

  private func writeRounded(to start: UnsafeMutableRawPointer, _ next: (inout Philox) -> Double) {
    if layout.type == .float32 { write(to: start) { Float(next(&$0)) } } else { write(to: start, next) }
  }
}
