/// What some rows of a column hold.
enum PieceColumn: Sendable {
  /// So many missing values.
  case missing(Int)
  /// Integers, 0 where missing; `present` tells which are there, nil if all.
  case integers([Int64], present: [Bool]?, hasNegativeZero: Bool)
  /// Numbers, NaN where missing; `roundsIntegers` tells whether one of them is written as an integer of more digits than a
  /// `Double` is sure to keep.
  case numbers([Double], roundsIntegers: Bool)
  case texts(PieceTexts)

  var count: Int {
    switch self {
    case .missing(let count): count
    case .integers(let values, _, _): values.count
    case .numbers(let values, _): values.count
    case .texts(let texts): texts.codes.count
    }
  }

  /// The number of values that are there.
  var presentCount: Int {
    switch self {
    case .missing: 0
    case .integers(let values, let present, _): present?.count { $0 } ?? values.count
    case .numbers(let values, _): values.count { !$0.isNaN }
    case .texts(let texts): texts.presentCount
    }
  }

  /// Whether an integer is beyond ±2⁵³, so that as a `Double` it may be another one.
  var roundsIntegers: Bool {
    switch self {
    case .integers(let values, _, _): values.contains { $0.magnitude > CellFormat.exactLimit }
    case .numbers(_, let roundsIntegers): roundsIntegers
    case .missing, .texts: false
    }
  }

  /// The number of values that are numbers.
  var numberCount: Int { if case .texts(let texts) = self { texts.numberCount } else { presentCount } }
}

/// The texts of some rows, and what they could be besides.
struct PieceTexts: Sendable {
  let texts: TextSet
  /// The position of each row's text.
  let codes: [Int32]
  /// Whether each text stands for a missing value.
  private(set) var missing: [Bool] = []
  /// The truth value of each text, −1 where missing; nil if one has none.
  private(set) var booleans: [Int8]?
  /// The moment of each text, NaN where missing; nil if one has none.
  private(set) var dates: [Double]?
  private(set) var presentCount = 0
  private(set) var numberCount = 0
  /// The first row, counted from the piece's first, whose text is neither missing nor a number.
  private(set) var firstText: Int?
  /// The first row whose text is not what the column is declared to be.
  private(set) var unfit: Int?

  /// Looks at the distinct texts.
  ///
  /// - Parameter declared: The type that the column must have; nil to find out all that it could be.
  init(_ texts: TextSet, codes: [Int32], declared: ColumnType?, _ format: CellFormat) {
    (self.texts, self.codes) = (texts, codes)
    let types = declared.map { [$0] } ?? format.inferredTypes
    var booleans: [Int8]? = types.contains(.boolean) ? [] : nil
    var dates: [Double]? = types.contains(.date) ? [] : nil
    var numbers: [Bool] = []
    for code in 0..<texts.count {
      let bytes = CellFormat.trimmed(texts[code])
      let isMissing = format.isMissing(bytes)
      missing.append(isMissing)
      if booleans != nil {
        if let value: Int8 = isMissing ? -1 : CellFormat.boolean(bytes).map({ $0 ? 1 : 0 }) {
          booleans?.append(value)
        } else {
          booleans = nil
        }
      }
      if dates != nil {
        if let value = isMissing ? .nan : format.date(bytes) { dates?.append(value) } else { dates = nil }
      }
      if declared == nil { numbers.append(!isMissing && format.number(bytes) != nil) }
      // One text that is neither a truth value nor a date rules both out, and is what an error shows.
      if let declared, unfit == nil, declared == .boolean && booleans == nil || declared == .date && dates == nil {
        unfit = codes.firstIndex(of: Int32(code))
      }
    }
    (self.booleans, self.dates) = (booleans, dates)
    if missing.contains(true) || declared == nil {
      for (row, code) in codes.enumerated() where !missing[Int(code)] {
        presentCount += 1
        guard declared == nil else { continue }
        if numbers[Int(code)] { numberCount += 1 } else if firstText == nil { firstText = row }
      }
    } else {
      presentCount = codes.count
    }
  }
}
