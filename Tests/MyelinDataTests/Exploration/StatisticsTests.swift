import Foundation
import TestSupport
import Testing

@testable import MyelinData

/// The statistics of an exploration against pandas, SciPy and scikit-learn: `Tests/Fixtures/exploration/statistics.py`.
struct StatisticsTests {
  struct Case: Decodable, Sendable {
    let x, y: [Double]
    let holes: [Double?]
    let first, second, classes: [Int32]
    let distinct: Int
    let histogram: [Int]
    let moments: [Double?]
    let quantiles: [Double]
    let pearson, spearman, cramersV, correlationRatio, classScore, numberScore: Double?
    let information, binnedInformation: Double
  }

  static let cases: [Case] = {
    do {
      let data = try Data(contentsOf: URL(filePath: fixture("exploration/statistics.json")))
      return try JSONDecoder().decode([Case].self, from: data)
    } catch {
      fatalError("\(error)")
    }
  }()

  private func isClose(_ own: Double?, _ other: Double?) -> Bool {
    guard let own, let other else { return own == nil && other == nil }
    return abs(own - other) <= 1e-9 * max(1, abs(other))
  }

  @Test(arguments: cases.indices) func equalsReferences(index: Int) {
    let test = Self.cases[index]
    let sorted = test.x.sorted()
    let moments = ShapeMoments(ofSorted: sorted)
    let own = [moments.mean, moments.standardDeviation, moments.skewness, moments.kurtosis]
    for (own, other) in zip(own, test.moments) { #expect(isClose(own, other), "\(own ?? .nan) \(other ?? .nan)") }
    let quantiles = FiveQuantiles(ofSorted: sorted)
    let five = [
      quantiles.fifth, quantiles.lowerQuartile, quantiles.median, quantiles.upperQuartile, quantiles.ninetyFifth,
    ]
    for (own, other) in zip(five, test.quantiles) { #expect(isClose(own, other)) }
    if test.histogram.count <= ValueHistogram.binLimit {
      #expect(ValueHistogram(ofSorted: sorted).counts == test.histogram)
    }
    #expect(ValueRuns(ofSorted: sorted).distinctCount == test.distinct)

    let holes = CorrelationColumn(test.holes.map { $0 ?? .nan })
    let y = CorrelationColumn(test.y)
    #expect(isClose(holes.pearson(with: y), test.pearson))
    #expect(isClose(holes.spearman(with: y), test.spearman))
    #expect(isClose(y.spearman(with: holes), test.spearman))
    #expect(isClose(cramersV(test.first, test.second), test.cramersV))
    #expect(isClose(correlationRatio(test.first, test.y), test.correlationRatio))
    #expect(isClose(MutualInformation(test.first, test.second).plain, test.information))
    if test.distinct > 10 {
      let binned = Binning.codes(test.x, bins: 10)
      #expect(isClose(MutualInformation(binned, test.first).plain, test.binnedInformation))
    }
    if test.x.count >= 30 {
      #expect(isClose(Predictability.score(.numbers(test.x), classes: test.classes, classCount: 3), test.classScore))
      #expect(isClose(Predictability.score(.numbers(test.x), numbers: test.y), test.numberScore))
    }
  }

  @Test func hugeNumbersDoNotOverflow() {
    let huge = [-1.7e308, 0, 1.7e308]
    #expect(ShapeMoments(ofSorted: huge).mean == 0)
    #expect(ValueHistogram(ofSorted: huge).counts.reduce(0, +) == 3)
    #expect(CorrelationColumn(huge).pearson(with: CorrelationColumn([1, 2, 3])).map { $0 > 0.99 } == true)
    #expect(Predictability.score(.numbers(huge + huge + huge), numbers: huge + huge + huge) != nil)
    #expect(ValueHistogram(ofSorted: [0, .leastNonzeroMagnitude]).counts == [2])
    let tiny = [1.0, 2, 3].map { $0 * Double.leastNonzeroMagnitude }
    #expect(ValueHistogram(ofSorted: tiny).counts.reduce(0, +) == 3)
    #expect(CorrelationColumn(tiny).spearman(with: CorrelationColumn([3, 2, 1])) == -1)
  }

  @Test func fewWholeNumbersHaveABarEach() {
    let years = ValueHistogram(ofSorted: [2007, 2007, 2008, 2009], areWhole: true)
    #expect(years == ValueHistogram(counting: [2007, 2007, 2008, 2009], edges: [2006.5, 2007.5, 2008.5, 2009.5]))
    #expect(years.counts == [2, 1, 1])
    #expect(ValueHistogram(ofSorted: [5, 5], areWhole: true).edges == [4.5, 5.5])
    #expect(ValueHistogram(ofSorted: [0, 1000], areWhole: true).edges.first == 0)
    #expect(ValueHistogram(ofSorted: [1e18, 1e18 + 1024], areWhole: true).counts.reduce(0, +) == 2)
  }

  @Test func whatDoesNotVaryHasNoRelation() {
    let flat = CorrelationColumn([1, 1, 1])
    #expect(flat.pearson(with: CorrelationColumn([1, 2, 3])) == nil)
    #expect(cramersV([0, 0, 0], [0, 1, 2]) == nil)
    #expect(correlationRatio([0, 1, 0], [2, 2, 2]) == nil)
    #expect(MutualInformation([], []).share == nil)
    #expect(Predictability.score(.numbers([1, 2, 3]), numbers: [1, 1, 1]) == nil)
    #expect(Binning.codes([], bins: 10).isEmpty)
    #expect(Binning.codes([.nan, .nan], bins: 3) == [1, 1])
  }

  @Test(arguments: [
    ("1,234", TextFormat.writtenNumber(unit: "")), ("3,5", .writtenNumber(unit: "")),
    ("1.234.567,89", .writtenNumber(unit: "")), ("(1,234)", .writtenNumber(unit: "")),
    ("12 kg", .writtenNumber(unit: "kg")), ("$5.00", .writtenNumber(unit: "$")), ("45 %", .writtenNumber(unit: "%")),
    ("-3.5", .number), ("1e5", .number), ("2020-01-05", .date(pattern: "yyyy-mm-dd")),
    ("13/05/2020", .date(pattern: "dd/mm/yyyy")), ("05/13/2020", .date(pattern: "mm/dd/yyyy")),
    ("05/04/2020", .date(pattern: "dd/mm/yyyy or mm/dd/yyyy")), ("3 Jan 2020", .date(pattern: "month dd yyyy")),
    ("2020년 1월 5일", .date(pattern: "yyyy년 m월 d일")), ("abc", .other), ("", .other), ("192.168.0.1", .other),
    ("A1-2-3", .other), ("99/99/2020", .other),
  ])
  func recognisesHowTextsAreWritten(text: String, format: TextFormat) {
    #expect(TextFormat(text) == format)
  }
}
