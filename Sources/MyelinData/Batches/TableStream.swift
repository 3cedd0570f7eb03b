import MyelinCore
import MyelinNN

/// The rows of a table that is read piece by piece, in every epoch anew: a CSV file that is larger than memory, say.
///
/// ```swift
/// let rows = TableStream(csv: "flights.csv", target: "delay")
/// try trainer.fit(DataLoader(streaming: rows, batchSize: 256, shuffleBuffer: 10_000), epochs: 3)
///
/// let encoded = TableStream(csv: "flights.csv") { table in
///   Dataset(try table.tensor(of: ["distance", "hour"]) / 1000, try table.tensor(of: ["delay"]))
/// }
/// ```
///
/// Only the pieces that are being encoded are in memory, and the loader's buffer to shuffle in.
public struct TableStream: SampleStream {
  private let open: @Sendable () throws -> (_ rows: Int) throws -> Table?
  private let encode: @Sendable (Table) throws -> Dataset

  /// Rows from wherever they come.
  ///
  /// - Parameters:
  ///   - open: Called for every epoch: gives what reads the next rows, at most so many as it is told, and `nil` at the end.
  ///   - encode: Makes samples of rows: one for each, in order, or fewer to leave some out.
  public init(
    _ open: @escaping @Sendable () throws -> (_ rows: Int) throws -> Table?,
    encode: @escaping @Sendable (Table) throws -> Dataset
  ) {
    (self.open, self.encode) = (open, encode)
  }

  /// The rows of a CSV file.
  ///
  /// Columns have the types that the first piece's values have, where `options` declares none; see ``CSVReader/nextTable(rows:)``.
  ///
  /// - Parameters:
  ///   - path: Where the file is. It is opened when an epoch begins.
  ///   - options: How the file is read.
  ///   - encode: Makes samples of rows: one for each, in order, or fewer to leave some out.
  public init(
    csv path: String, options: CSVOptions = CSVOptions(), encode: @escaping @Sendable (Table) throws -> Dataset
  ) {
    self.init(
      {
        let reader = try CSVReader(path: path, options: options)
        return { rows in try reader.nextTable(rows: rows) }
      }, encode: encode)
  }

  /// The rows of a CSV file of numbers.
  ///
  /// - Parameters:
  ///   - path: Where the file is. It is opened when an epoch begins.
  ///   - target: The column to be predicted: `[count, 1]`, or `[count]` if the type is one of integers, for classes.
  ///   - features: The columns to predict it from, in order; by default all others that aren't texts.
  ///   - targetType: The type of the targets; missing values are NaN in a floating-point type, and errors in others.
  ///   - options: How the file is read.
  public init(
    csv path: String, target: String, features: [String]? = nil, targetType: DType = .float32,
    options: CSVOptions = CSVOptions()
  ) {
    self.init(csv: path, options: options) { table in
      let names = features ?? table.columns.filter { $0.type.isNumeric && $0.name != target }.map(\.name)
      let y = try table.tensor(of: [target], type: targetType)
      return Dataset(try table.tensor(of: names), targetType.isInteger ? y.reshaped(to: [table.rowCount]) : y)
    }
  }

  /// A reader at the beginning.
  public func makeReader(_ random: RandomSource) throws -> any SampleReader { Reader(try open(), encode) }

  private final class Reader: SampleReader {
    private let read: (Int) throws -> Table?
    private let encode: (Table) throws -> Dataset

    init(_ read: @escaping (Int) throws -> Table?, _ encode: @escaping (Table) throws -> Dataset) {
      (self.read, self.encode) = (read, encode)
    }

    func next(upTo limit: Int) throws -> Dataset? {
      // All rows of a piece may be left out.
      while let table = try read(limit) {
        let samples = try encode(table)
        if samples.count > 0 { return samples }
      }
      return nil
    }
  }
}
