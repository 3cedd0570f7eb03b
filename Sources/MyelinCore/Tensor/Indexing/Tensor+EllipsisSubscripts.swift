// `...` between brackets is a function to Swift and can't be an index like the others, so that every place where it may stand
// needs a subscript of its own.

extension Tensor {
  /// All elements.
  public subscript(_ rest: UnboundedRange) -> Tensor {
    get { self[indices: [AxisSlice(selection: .ellipsis)]] }
    set { self[indices: [AxisSlice(selection: .ellipsis)]] = newValue }
  }

  /// The selected elements, where `...` stands for all axes that the other indices leave over.
  public subscript(_ rest: UnboundedRange, _ b: any TensorIndex) -> Tensor {
    get { self[indices: [AxisSlice(selection: .ellipsis), b]] }
    set { self[indices: [AxisSlice(selection: .ellipsis), b]] = newValue }
  }

  /// The selected elements, where `...` stands for all axes that the other indices leave over.
  public subscript(_ a: any TensorIndex, _ rest: UnboundedRange) -> Tensor {
    get { self[indices: [a, AxisSlice(selection: .ellipsis)]] }
    set { self[indices: [a, AxisSlice(selection: .ellipsis)]] = newValue }
  }

  /// The selected elements, where `...` stands for all axes that the other indices leave over.
  public subscript(_ rest: UnboundedRange, _ b: any TensorIndex, _ c: any TensorIndex) -> Tensor {
    get { self[indices: [AxisSlice(selection: .ellipsis), b, c]] }
    set { self[indices: [AxisSlice(selection: .ellipsis), b, c]] = newValue }
  }

  /// The selected elements, where `...` stands for all axes that the other indices leave over.
  public subscript(_ a: any TensorIndex, _ rest: UnboundedRange, _ c: any TensorIndex) -> Tensor {
    get { self[indices: [a, AxisSlice(selection: .ellipsis), c]] }
    set { self[indices: [a, AxisSlice(selection: .ellipsis), c]] = newValue }
  }

  /// The selected elements, where `...` stands for all axes that the other indices leave over.
  public subscript(_ a: any TensorIndex, _ b: any TensorIndex, _ rest: UnboundedRange) -> Tensor {
    get { self[indices: [a, b, AxisSlice(selection: .ellipsis)]] }
    set { self[indices: [a, b, AxisSlice(selection: .ellipsis)]] = newValue }
  }

  /// The selected elements, where `...` stands for all axes that the other indices leave over.
  public subscript(_ rest: UnboundedRange, _ b: any TensorIndex, _ c: any TensorIndex, _ d: any TensorIndex) -> Tensor {
    get { self[indices: [AxisSlice(selection: .ellipsis), b, c, d]] }
    set { self[indices: [AxisSlice(selection: .ellipsis), b, c, d]] = newValue }
  }

  /// The selected elements, where `...` stands for all axes that the other indices leave over.
  public subscript(_ a: any TensorIndex, _ rest: UnboundedRange, _ c: any TensorIndex, _ d: any TensorIndex) -> Tensor {
    get { self[indices: [a, AxisSlice(selection: .ellipsis), c, d]] }
    set { self[indices: [a, AxisSlice(selection: .ellipsis), c, d]] = newValue }
  }

  /// The selected elements, where `...` stands for all axes that the other indices leave over.
  public subscript(_ a: any TensorIndex, _ b: any TensorIndex, _ rest: UnboundedRange, _ d: any TensorIndex) -> Tensor {
    get { self[indices: [a, b, AxisSlice(selection: .ellipsis), d]] }
    set { self[indices: [a, b, AxisSlice(selection: .ellipsis), d]] = newValue }
  }

  /// The selected elements, where `...` stands for all axes that the other indices leave over.
  public subscript(_ a: any TensorIndex, _ b: any TensorIndex, _ c: any TensorIndex, _ rest: UnboundedRange) -> Tensor {
    get { self[indices: [a, b, c, AxisSlice(selection: .ellipsis)]] }
    set { self[indices: [a, b, c, AxisSlice(selection: .ellipsis)]] = newValue }
  }
}
