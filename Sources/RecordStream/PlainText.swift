/// Text from files on its way to a terminal or a table.
extension String {
  /// On one line, with control characters, line separators and marks that change the direction of writing as
  /// escapes: `\n`, `\r`, `\t`, `\u{1b}`.
  public var onOneLine: String { escaped { _ in false } }

  /// The same as the field of a tab-separated table, where a backslash is `\\`.
  public var asField: String { escaped { $0 == "\\" } }

  private func escaped(also isSpecial: (Unicode.Scalar) -> Bool) -> String {
    if !unicodeScalars.contains(where: { $0.isUnprintable || isSpecial($0) }) { return self }
    var result = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      switch scalar {
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case _ where scalar.isUnprintable:
        result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      case _ where isSpecial(scalar): result.append(contentsOf: ["\\", scalar])
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}

extension Unicode.Scalar {
  /// Whether it moves a cursor, begins an escape sequence, ends a line or turns the direction of writing.
  public var isUnprintable: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0x061C: true
    default: false
    }
  }
}
