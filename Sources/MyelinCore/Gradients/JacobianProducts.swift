/// The value of a function, and the product of a vector with its Jacobian.
///
/// - Parameters:
///   - cotangent: A tensor v of the result's shape.
/// - Returns: The result, and vᵀJ with the shape of `x`: the gradient of ⟨v, function(x)⟩.
public func vectorJacobianProduct(
  at x: Tensor, cotangent: Tensor, of function: (Tensor) throws -> Tensor
) rethrows -> (value: Tensor, product: Tensor) {
  let leaf = x.watched(in: "vectorJacobianProduct")
  let value = try GradientScope.nested { try function(leaf) }
  guard cotangent.shape == value.shape else {
    stop("vectorJacobianProduct: the cotangent has shape \(cotangent.shape), the result \(value.shape)")
  }
  let product = pullBack(cotangent.cast(to: value.type), from: value, to: [leaf])[0]
  return (GradientScope.current.depth == 0 ? value.detached() : value, product)
}

/// The value of a function, and the product of its Jacobian with a vector: the derivative in a direction.
///
/// It is computed by differentiating the vector-Jacobian product, which is linear in its vector, twice; see
/// J. Townsend, "A new trick for calculating Jacobian vector products" (2017).
///
/// - Parameters:
///   - tangent: A tensor u of the shape of `x`.
/// - Returns: The result, and Ju with the result's shape.
public func jacobianVectorProduct(
  at x: Tensor, tangent: Tensor, of function: (Tensor) throws -> Tensor
) rethrows -> (value: Tensor, product: Tensor) {
  guard tangent.shape == x.shape else {
    stop("jacobianVectorProduct: the tangent has shape \(tangent.shape), the point \(x.shape)")
  }
  // Two scopes deep, so that the inner product is recorded as a function of its cotangent.
  return try GradientScope.nested {
    let leaf = x.watched(in: "jacobianVectorProduct")
    let value = try function(leaf)
    let dummy = Tensor.zeros(value.shape, type: value.type).watched(in: "jacobianVectorProduct")
    let product = pullBack(dummy, from: value, to: [leaf])[0]
    let tangents = pullBack(tangent.cast(to: x.type), from: product, to: [dummy])[0]
    return GradientScope.current.depth == 1 ? (value.detached(), tangents.detached()) : (value, tangents)
  }
}

/// The gradient of a function with one result, and the product of its Hessian with a vector, without the Hessian.
///
/// - Parameters:
///   - vector: A tensor v of the shape of `x`.
/// - Returns: ∇f and Hv, the gradient of ⟨∇f, v⟩, both with the shape of `x`.
public func hessianVectorProduct(
  at x: Tensor, vector: Tensor, of function: (Tensor) throws -> Tensor
) rethrows -> (gradient: Tensor, product: Tensor) {
  guard vector.shape == x.shape else {
    stop("hessianVectorProduct: the vector has shape \(vector.shape), the point \(x.shape)")
  }
  let (gradient, product) = try vectorJacobianProduct(at: x, cotangent: vector) { x in
    try MyelinCore.gradient(at: x, of: function)
  }
  return (gradient, product)
}
