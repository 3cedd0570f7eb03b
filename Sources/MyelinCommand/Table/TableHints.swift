import Myelin

/// Runs `body`, and adds to what is wrong with a table which option of `train` helps.
func withTrainingHints<Result>(file: String, _ body: () throws -> Result) throws -> Result {
  do {
    return try body()
  } catch let error as TableError {
    switch error.kind {
    case .textAmongNumbers: throw CommandError("\(error) (--categorical COLUMN)")
    case .emptyColumn, .tooManyCategories:
      let names = error.columnNames.map { $0.contains(",") ? "\"\($0)\"" : $0 }
      throw CommandError("\(error) (--ignore '\(names.joined(separator: ","))')")
    case .badSplit: throw CommandError("\(file): \(error) (or pass --validation 0)")
    default: throw error
    }
  }
}
