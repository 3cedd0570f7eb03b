import CMyelinKernels
import Glibc

/// The characters of a CSV file that have a meaning, checked.
struct CSVDialect: Sendable {
  /// What the scanner needs to know.
  let marks: myelin_csv_dialect

  init(_ options: CSVOptions, separator: UInt8) {
    func mark(_ scalar: Unicode.Scalar?) -> Int16 { scalar.map { Int16($0.value) } ?? -1 }
    marks = myelin_csv_dialect(
      separator: Int16(separator), quote: mark(options.quote),
      // A quote that is its own escape is doubled, which it may be anyway.
      escape: options.escape == options.quote ? -1 : mark(options.escape), comment: mark(options.comment),
      allowsSpacesAroundQuotes: options.spaces == .all)
  }

  /// Whether a line end always ends a record among bytes that hold none of the marks that can hide it.
  func mayHideLineEnds(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    if marks.comment >= 0 || marks.escape >= 0 { return true }
    guard marks.quote >= 0, let start = bytes.baseAddress else { return false }
    return memchr(start, Int32(marks.quote), bytes.count) != nil
  }

  /// What a field says, without quotes and escapes.
  func text(of field: UnsafeBufferPointer<UInt8>) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: field.count + 1) { scratch in
      var content: UnsafePointer<UInt8>?
      let count = withUnsafePointer(to: marks) {
        myelin_csv_content(
          field.baseAddress, field.count, $0, MYELIN_CSV_KEEP_SPACES, scratch.baseAddress, &content)
      }
      return String(decoding: UnsafeBufferPointer(start: content, count: count), as: UTF8.self)
    }
  }

  /// What separates the fields of the first record among these bytes; a comma if nothing does.
  static func separator(of bytes: some Sequence<UInt8>, _ options: CSVOptions) -> UInt8 {
    var candidates = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }
    candidates.removeAll { mark in
      let scalar = Unicode.Scalar(mark)
      return scalar == options.decimalMark || scalar == options.quote || scalar == options.comment
        || scalar == options.escape
    }
    var counts = [Int](repeating: 0, count: candidates.count)
    let (quote, comment) = (options.quote?.value, options.comment?.value)
    let escape = options.escape == options.quote ? nil : options.escape?.value
    var (isQuoted, isComment, isBlank, isEscaped) = (false, false, true, false)
    // A quote opens at the beginning of a field only, and behind one that has just closed: then it is doubled.
    var mayOpen = true
    for byte in bytes {
      let isLineEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
      if isComment {
        isComment = !isLineEnd
        if isComment || isBlank { continue }
        break
      }
      if isEscaped || UInt32(byte) == escape {
        isEscaped.toggle()
        (isBlank, mayOpen) = (false, false)
        continue
      }
      if isQuoted {
        if UInt32(byte) == quote { (isQuoted, mayOpen) = (false, true) }
        continue
      }
      if UInt32(byte) == quote, mayOpen {
        (isQuoted, isBlank) = (true, false)
        continue
      }
      if UInt32(byte) == comment {
        isComment = true
        continue
      }
      if isLineEnd {
        if isBlank { continue }
        break
      }
      isBlank = false
      let isSpace = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
      if let index = candidates.firstIndex(of: byte) {
        counts[index] += 1
        mayOpen = true
      } else if !(isSpace && options.spaces == .all) {
        mayOpen = false
      }
    }
    let most = counts.max() ?? 0
    return counts.firstIndex(of: most).map { candidates[$0] } ?? UInt8(ascii: ",")
  }
}

extension CSVOptions {
  /// Throws if the options contradict each other.
  func check(path: String) throws(TableError) {
    func wrong(_ message: String) -> TableError { TableError(.badOption, path: path, message) }
    let marks: [(name: String, mark: Unicode.Scalar?)] = [
      ("separator", separator), ("quote", quote), ("escape", escape == quote ? nil : escape), ("comment", comment),
      ("decimal mark", decimalMark), ("thousands mark", thousandsMark),
    ]
    var meanings: [Unicode.Scalar: String] = [:]
    for case (let name, let mark?) in marks {
      let shown = mark.debugDescription
      guard mark.isASCII, mark.value > 0, mark != "\r", mark != "\n" else {
        throw wrong("\(shown) can't be the \(name); choose an ASCII character that ends no line")
      }
      if name == "decimal mark" || name == "thousands mark" {
        let isPartOfNumbers = ("0"..."9").contains(mark) || "+-eE".unicodeScalars.contains(mark)
        guard !isPartOfNumbers else { throw wrong("\(shown) can't be the \(name); numbers need it for something else") }
      }
      // Quoted numbers may hold the separator.
      if let other = meanings[mark], !(other == "separator" && name.hasSuffix("mark")) {
        throw wrong("\(shown) is the \(other) and the \(name); choose another")
      }
      meanings[mark] = meanings[mark] ?? name
    }
    guard skippedLines >= 0 else { throw wrong("\(skippedLines) lines can't be skipped; give 0 or more") }
    if case .row(let row) = header, row < 0 {
      throw wrong("row \(row) can't be the header; rows count from 0")
    }
    guard unpackedLimit > 0 else { throw wrong("a limit of \(unpackedLimit) unpacked bytes leaves none") }
  }
}
