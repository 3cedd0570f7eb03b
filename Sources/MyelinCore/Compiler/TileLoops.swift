import CMyelinKernels

// Loops with raw addresses, so that those of floats and of doubles have one type.

let multiplyAddFloats: myelin_ternary_loop = { a, aStep, b, bStep, c, cStep, y, n in
  myelin_multiply_add_f32(
    a?.assumingMemoryBound(to: Float.self), aStep, b?.assumingMemoryBound(to: Float.self), bStep,
    c?.assumingMemoryBound(to: Float.self), cStep, y?.assumingMemoryBound(to: Float.self), n)
}
let subtractProductFloats: myelin_ternary_loop = { a, aStep, b, bStep, c, cStep, y, n in
  myelin_subtract_product_f32(
    a?.assumingMemoryBound(to: Float.self), aStep, b?.assumingMemoryBound(to: Float.self), bStep,
    c?.assumingMemoryBound(to: Float.self), cStep, y?.assumingMemoryBound(to: Float.self), n)
}
let multiplyAdd2Floats: TileKernel.QuaternaryLoop = { a, aStep, b, bStep, c, cStep, d, dStep, y, n in
  myelin_multiply_add2_f32(
    a?.assumingMemoryBound(to: Float.self), aStep, b?.assumingMemoryBound(to: Float.self), bStep,
    c?.assumingMemoryBound(to: Float.self), cStep, d?.assumingMemoryBound(to: Float.self), dStep,
    y?.assumingMemoryBound(to: Float.self), n)
}
let multiplyAddSquareFloats: TileKernel.QuaternaryLoop = { a, aStep, b, bStep, c, cStep, d, dStep, y, n in
  myelin_multiply_add_square_f32(
    a?.assumingMemoryBound(to: Float.self), aStep, b?.assumingMemoryBound(to: Float.self), bStep,
    c?.assumingMemoryBound(to: Float.self), cStep, d?.assumingMemoryBound(to: Float.self), dStep,
    y?.assumingMemoryBound(to: Float.self), n)
}
let rootMultiplyAddFloats: myelin_ternary_loop = { a, aStep, b, bStep, c, cStep, y, n in
  myelin_root_multiply_add_f32(
    a?.assumingMemoryBound(to: Float.self), aStep, b?.assumingMemoryBound(to: Float.self), bStep,
    c?.assumingMemoryBound(to: Float.self), cStep, y?.assumingMemoryBound(to: Float.self), n)
}
let subtractQuotientFloats: TileKernel.QuaternaryLoop = { a, aStep, b, bStep, c, cStep, d, dStep, y, n in
  myelin_subtract_quotient_f32(
    a?.assumingMemoryBound(to: Float.self), aStep, b?.assumingMemoryBound(to: Float.self), bStep,
    c?.assumingMemoryBound(to: Float.self), cStep, d?.assumingMemoryBound(to: Float.self), dStep,
    y?.assumingMemoryBound(to: Float.self), n)
}
let reluGradientFloats: myelin_binary_loop = { x, xStep, g, gStep, y, n in
  myelin_relu_gradient_f32(
    x?.assumingMemoryBound(to: Float.self), xStep, g?.assumingMemoryBound(to: Float.self), gStep,
    y?.assumingMemoryBound(to: Float.self), n)
}
let multiplyAddDoubles: myelin_ternary_loop = { a, aStep, b, bStep, c, cStep, y, n in
  myelin_multiply_add_f64(
    a?.assumingMemoryBound(to: Double.self), aStep, b?.assumingMemoryBound(to: Double.self), bStep,
    c?.assumingMemoryBound(to: Double.self), cStep, y?.assumingMemoryBound(to: Double.self), n)
}
let subtractProductDoubles: myelin_ternary_loop = { a, aStep, b, bStep, c, cStep, y, n in
  myelin_subtract_product_f64(
    a?.assumingMemoryBound(to: Double.self), aStep, b?.assumingMemoryBound(to: Double.self), bStep,
    c?.assumingMemoryBound(to: Double.self), cStep, y?.assumingMemoryBound(to: Double.self), n)
}
let multiplyAdd2Doubles: TileKernel.QuaternaryLoop = { a, aStep, b, bStep, c, cStep, d, dStep, y, n in
  myelin_multiply_add2_f64(
    a?.assumingMemoryBound(to: Double.self), aStep, b?.assumingMemoryBound(to: Double.self), bStep,
    c?.assumingMemoryBound(to: Double.self), cStep, d?.assumingMemoryBound(to: Double.self), dStep,
    y?.assumingMemoryBound(to: Double.self), n)
}
let multiplyAddSquareDoubles: TileKernel.QuaternaryLoop = { a, aStep, b, bStep, c, cStep, d, dStep, y, n in
  myelin_multiply_add_square_f64(
    a?.assumingMemoryBound(to: Double.self), aStep, b?.assumingMemoryBound(to: Double.self), bStep,
    c?.assumingMemoryBound(to: Double.self), cStep, d?.assumingMemoryBound(to: Double.self), dStep,
    y?.assumingMemoryBound(to: Double.self), n)
}
let rootMultiplyAddDoubles: myelin_ternary_loop = { a, aStep, b, bStep, c, cStep, y, n in
  myelin_root_multiply_add_f64(
    a?.assumingMemoryBound(to: Double.self), aStep, b?.assumingMemoryBound(to: Double.self), bStep,
    c?.assumingMemoryBound(to: Double.self), cStep, y?.assumingMemoryBound(to: Double.self), n)
}
let subtractQuotientDoubles: TileKernel.QuaternaryLoop = { a, aStep, b, bStep, c, cStep, d, dStep, y, n in
  myelin_subtract_quotient_f64(
    a?.assumingMemoryBound(to: Double.self), aStep, b?.assumingMemoryBound(to: Double.self), bStep,
    c?.assumingMemoryBound(to: Double.self), cStep, d?.assumingMemoryBound(to: Double.self), dStep,
    y?.assumingMemoryBound(to: Double.self), n)
}
let reluGradientDoubles: myelin_binary_loop = { x, xStep, g, gStep, y, n in
  myelin_relu_gradient_f64(
    x?.assumingMemoryBound(to: Double.self), xStep, g?.assumingMemoryBound(to: Double.self), gStep,
    y?.assumingMemoryBound(to: Double.self), n)
}
let sumFloats: @convention(c) (UnsafeRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = { x, count, y in
  myelin_sum_f32(x?.assumingMemoryBound(to: Float.self), count, y?.assumingMemoryBound(to: Float.self))
}
let maxFloats: @convention(c) (UnsafeRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = { x, count, y in
  myelin_max_f32(x?.assumingMemoryBound(to: Float.self), count, y?.assumingMemoryBound(to: Float.self))
}
let minFloats: @convention(c) (UnsafeRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = { x, count, y in
  myelin_min_f32(x?.assumingMemoryBound(to: Float.self), count, y?.assumingMemoryBound(to: Float.self))
}
let sumDoubles: @convention(c) (UnsafeRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = { x, count, y in
  myelin_sum_f64(x?.assumingMemoryBound(to: Double.self), count, y?.assumingMemoryBound(to: Double.self))
}
let maxDoubles: @convention(c) (UnsafeRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = { x, count, y in
  myelin_max_f64(x?.assumingMemoryBound(to: Double.self), count, y?.assumingMemoryBound(to: Double.self))
}
let minDoubles: @convention(c) (UnsafeRawPointer?, Int, UnsafeMutableRawPointer?) -> Void = { x, count, y in
  myelin_min_f64(x?.assumingMemoryBound(to: Double.self), count, y?.assumingMemoryBound(to: Double.self))
}
