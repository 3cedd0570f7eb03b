import Myelin

/// Runs `body`, and adds to what is wrong with a table which option of the command helps.
///
/// - Parameter texts: The option for columns that are texts though most of their values are numbers.
func withTableHints<Result>(
  file: String, texts: String = "--categorical COLUMN", _ body: () throws -> Result
) throws -> Result {
  do {
    return try body()
  } catch let error as TableError {
    if let separator = error.likelySeparator {
      throw CommandError("\(error) (--separator \(separator == "\t" ? "tab" : shellQuoted(String(separator))))")
    }
    switch error.kind {
    case .textAmongNumbers: throw CommandError("\(error) (\(texts))")
    case .infinity: throw CommandError("\(error) (--infinity)")
    case .emptyColumn, .tooManyCategories:
      throw CommandError("\(error) (--ignore \(shellQuoted(NameList(names: error.columnNames).argument)))")
    case .badSplit: throw CommandError("\(file): \(error) (or pass --validation 0)")
    default: throw error
    }
  }
}

/// The text as a word of the shell.
func shellQuoted(_ text: String) -> String { "'" + text.replacing("'", with: "'\\''") + "'" }
