import CMyelinDatasets
import MyelinCore

/// Small real tables that are part of Myelin, equal to scikit-learn's `load_iris`, `load_wine`, `load_breast_cancer`,
/// `load_diabetes` and `load_digits`.
///
/// ```swift
/// let wine = BundledData.wine
/// let (train, test) = Dataset(wine.x, wine.y).split(fraction: 0.8)
/// ```
public enum BundledData {
  /// 150 irises of three species, by the sizes of their sepals and petals in cm.
  ///
  /// Source: R. A. Fisher, "The use of multiple measurements in taxonomic problems", 1936. scikit-learn's version differs
  /// from UCI's in two rows, which are Fisher's.
  public static var iris: SampleTable {
    SampleTable(
      "iris", myelin_iris,
      features: ["sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"],
      classes: ["setosa", "versicolor", "virginica"],
      source: "R. A. Fisher, The use of multiple measurements in taxonomic problems, 1936")
  }

  /// 178 wines of three growers in one region of Italy, by chemical analysis.
  ///
  /// Source: M. Forina et al., PARVUS; UCI Machine Learning Repository.
  public static var wine: SampleTable {
    SampleTable(
      "wine", myelin_wine,
      features: [
        "alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols", "flavanoids",
        "nonflavanoid_phenols", "proanthocyanins", "color_intensity", "hue", "od280/od315_of_diluted_wines", "proline",
      ], classes: ["class_0", "class_1", "class_2"], source: "M. Forina et al., PARVUS; UCI Machine Learning Repository"
    )
  }

  /// 569 breast tumours, malignant (0) or benign (1), by the shape of their cells' nuclei.
  ///
  /// Source: W. Wolberg, O. Mangasarian, W. Street, Breast Cancer Wisconsin (Diagnostic); UCI Machine Learning Repository.
  public static var breastCancer: SampleTable {
    let measures = [
      "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry",
      "fractal dimension",
    ]
    return SampleTable(
      "breast cancer", myelin_breast_cancer,
      features: measures.map { "mean \($0)" } + measures.map { "\($0) error" } + measures.map { "worst \($0)" },
      classes: ["malignant", "benign"],
      source: "W. Wolberg, O. Mangasarian, W. Street, Breast Cancer Wisconsin (Diagnostic), 1995")
  }

  /// 442 people with diabetes, by age, sex, body mass index, blood pressure and six blood serum measurements; the target
  /// measures how far the disease went within a year.
  ///
  /// Source: B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, "Least Angle Regression", 2004.
  ///
  /// - Parameter isScaled: Whether every feature has the mean 0 and the squared sum 1, as scikit-learn gives it unless told
  ///   otherwise; as measured if not.
  public static func diabetes(isScaled: Bool = true) -> SampleTable {
    let table = SampleTable(
      "diabetes", myelin_diabetes, features: ["age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6"],
      classes: nil, source: "B. Efron, T. Hastie, I. Johnstone, R. Tibshirani, Least Angle Regression, 2004")
    guard isScaled else { return table }
    let centred = table.x - table.x.mean(axis: 0)
    let scale = (centred * centred).sum(axis: 0).sqrt()
    return SampleTable(
      name: table.name, x: centred / scale, y: table.y, featureNames: table.featureNames, classNames: nil,
      source: table.source)
  }

  /// 1,797 handwritten digits of 8 × 8 pixels, each 0 to 16; `x` has a row of 64 for each, line by line.
  ///
  /// Source: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits; UCI Machine Learning Repository.
  public static var digits: SampleTable {
    SampleTable(
      "digits", myelin_digits, features: (0..<64).map { "pixel_\($0 / 8)_\($0 % 8)" },
      classes: (0..<10).map { "\($0)" },
      source: "E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, 1998")
  }
}

extension SampleTable {
  /// Reads a table that is part of the program.
  fileprivate init(_ name: String, _ packed: myelin_table, features: [String], classes: [String]?, source: String) {
    let rows = Self.rows(of: packed, name: name)
    let width = features.count
    guard rows.count % (width + 1) == 0 else {
      fatalError("\(name): the program's copy of the data is damaged; build Myelin again")
    }
    let count = rows.count / (width + 1)
    var values: [Double] = []
    var targets: [Double] = []
    for row in 0..<count {
      let start = row * (width + 1)
      values += rows[start..<start + width]
      targets.append(rows[start + width])
    }
    self.init(
      name: name, x: Tensor(shape: [count, width], values, type: .float64),
      y: classes == nil ? Tensor(shape: [count], targets, type: .float64) : Tensor(targets.map { Int($0) }),
      featureNames: features, classNames: classes, source: source)
  }

  private static func rows(of packed: myelin_table, name: String) -> [Double] {
    let source = ByteSource.memory(
      Array(UnsafeBufferPointer(start: packed.bytes, count: packed.count)), name: name)
    do {
      let text = String(decoding: try GzipStream(source, limit: 1 << 24).rest(), as: UTF8.self)
      return text.split { $0 == "," || $0 == "\n" }.compactMap { Double($0) }
    } catch {
      fatalError("\(name): the program's copy of the data is damaged: \(error)")
    }
  }
}
