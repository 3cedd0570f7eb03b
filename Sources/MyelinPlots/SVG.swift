/// The name under which gnuplot is told the font in an SVG; ``finishedSVG(_:title:notes:)`` replaces it by a list.
let svgFontName = "MyelinSans"

/// The first character of the marks of notes, in a plane for private use.
let firstNoteMark: UInt32 = 0x10F000

/// gnuplot's SVG with the font list that gnuplot cannot express, with lines of visible width in marks, and with the
/// figure's title for screen readers instead of gnuplot's own. Notes take the places of their marks: a browser shows
/// them where the pointer is over the text around.
func finishedSVG(_ bytes: [UInt8], title: String, notes: [String] = []) -> [UInt8] {
  let fonts =
    "font-family=\"'Noto Sans CJK KR','Noto Sans KR','Pretendard','Apple SD Gothic Neo','Malgun Gothic',"
    + "'Noto Sans',system-ui,'DejaVu Sans',sans-serif\""
  // gnuplot escapes < in texts, so what begins with < is a tag, and the longer names must be tried first.
  let inTags: [(from: [UInt8], to: [UInt8])] = [
    (Array("font-family=\"\(svgFontName):Bold\"".utf8), Array("\(fonts) font-weight=\"bold\"".utf8)),
    (Array("font-family=\"\(svgFontName)\"".utf8), Array(fonts.utf8)),
    // gnuplot draws the plus sign and the cross with lines as thin as a hair, whatever width is asked for.
    (Array("id='gpPt0'".utf8), Array("id='gpPt0' style='stroke-width:0.55'".utf8)),
    (Array("<image ".utf8), Array("<image style=\"image-rendering:pixelated\" ".utf8)),
    (Array("id='gpPt1'".utf8), Array("id='gpPt1' style='stroke-width:0.55'".utf8)),
  ]
  let firstBytes = Set(inTags.compactMap(\.from.first))
  let titleStart = Array("<title>".utf8)
  let titleEnd = Array("</title>".utf8)
  var result: [UInt8] = []
  result.reserveCapacity(bytes.count + 4096)
  var index = 0
  var isInTag = false
  var isFirstTitle = true
  func starts(_ pattern: [UInt8]) -> Bool {
    index + pattern.count <= bytes.count && bytes[index] == pattern[0]
      && bytes[index..<(index + pattern.count)].elementsEqual(pattern)
  }
  func note(at index: Int) -> String? {
    guard !notes.isEmpty, index + 4 <= bytes.count,
      let scalar = String(decoding: bytes[index..<(index + 4)], as: UTF8.self).unicodeScalars.first,
      scalar.value >= firstNoteMark, Int(scalar.value - firstNoteMark) < notes.count
    else { return nil }
    return notes[Int(scalar.value - firstNoteMark)]
  }
  while index < bytes.count {
    let byte = bytes[index]
    if byte == UInt8(ascii: "<"), starts(titleStart) {
      while index < bytes.count, !starts(titleEnd) { index += 1 }
      index += titleEnd.count
      // The titles of gnuplot's groups, such as "gnuplot_plot_1", would pop up under the pointer.
      if isFirstTitle, !title.isEmpty { result += Array("<title>\(xmlEscaped(title))</title>".utf8) }
      isFirstTitle = false
      continue
    }
    if byte == UInt8(ascii: "<") { isInTag = true }
    // The first byte of all characters of the plane.
    if byte == 0xF4, !isInTag, let note = note(at: index) {
      result += Array("<title>\(xmlEscaped(note))</title>".utf8)
      index += 4
      continue
    }
    if byte == UInt8(ascii: ">") {
      if !isInTag {
        // gnuplot leaves it in texts, where XML forbids it after two closing brackets.
        result += Array("&gt;".utf8)
        index += 1
        continue
      }
      isInTag = false
    }
    if isInTag, firstBytes.contains(byte), let change = inTags.first(where: { starts($0.from) }) {
      result += change.to
      index += change.from.count
      continue
    }
    result.append(byte)
    index += 1
  }
  return result
}

/// The text as it stands in XML, on one line.
func xmlEscaped(_ text: String) -> String {
  var result = ""
  for scalar in text.replacingLineEnds().unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\n", "\t": result += " "
    default: result.unicodeScalars.append(visible(scalar))
    }
  }
  return result
}
