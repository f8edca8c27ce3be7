/// Arguments of the command line as strings from which every byte can be had back.
///
/// A byte that is no UTF-8, or that belongs to a character which would join the one before it, becomes one scalar of
/// a private area, U+10FE00 to U+10FEFF; so do the bytes of those scalars themselves. Some marks, U+070F for one, join
/// whatever comes behind them, letters of ASCII too.
public enum ArgumentText {
  private static let base: UInt32 = 0x10_FE00
  private static let area: ClosedRange<UInt32> = 0x10_FE00...0x10_FEFF

  /// An argument for a parser of strings.
  public static func encoded(_ bytes: [UInt8]) -> String {
    var result = String.UnicodeScalarView()
    for character in pieces(bytes) {
      switch character {
      case .byte(let byte): result.append(escape(byte))
      case .scalar(let scalar):
        // Where it would join what stands before it, a parser does not find the "=" of an option.
        var joined = String.UnicodeScalarView(result.suffix(1))
        joined.append(scalar)
        let stands = String(joined).count == joined.count || scalar == "\n"
        if area.contains(scalar.value) || !stands || (result.isEmpty && joinsOthers(scalar)) {
          result.append(contentsOf: String(scalar).utf8.map(escape))
        } else {
          result.append(scalar)
        }
      }
    }
    return String(result)
  }

  /// The bytes of an argument.
  public static func bytes(_ encoded: String) -> [UInt8] {
    encoded.unicodeScalars.flatMap { scalar in
      area.contains(scalar.value)
        ? [UInt8(scalar.value - base)] : Array(String(scalar).utf8)
    }
  }

  /// An argument as a message shows it.
  public static func shown(_ encoded: String) -> String { shown(bytes(encoded)) }

  /// Bytes as text of one line: those that are no UTF-8 and control characters as \xNN, other characters that print
  /// nothing as \u{N}.
  static func shown(_ bytes: [UInt8]) -> String {
    pieces(bytes).reduce(into: "") { text, piece in
      switch piece {
      case .byte(let byte): text += "\\x" + hex(UInt32(byte))
      case .scalar(let scalar):
        switch scalar.properties.generalCategory {
        case .control: text += scalar == "\n" ? "\\n" : "\\x" + hex(scalar.value)
        case .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
          text += "\\u{\(hex(scalar.value))}"
        default: text.unicodeScalars.append(scalar)
        }
      }
    }
  }

  private enum Piece {
    case scalar(Unicode.Scalar)
    case byte(UInt8)
  }

  private static func pieces(_ bytes: [UInt8]) -> [Piece] {
    var pieces: [Piece] = []
    var start = 0
    while start < bytes.count {
      var decoder = UTF8()
      var iterator = bytes[start...].prefix(4).makeIterator()
      if case .scalarValue(let scalar) = decoder.decode(&iterator) {
        pieces.append(.scalar(scalar))
        start += String(scalar).utf8.count
      } else {
        pieces.append(.byte(bytes[start]))
        start += 1
      }
    }
    return pieces
  }

  private static func joinsOthers(_ scalar: Unicode.Scalar) -> Bool { "=\(scalar)".count == 1 }

  private static func escape(_ byte: UInt8) -> Unicode.Scalar {
    Unicode.Scalar(base + UInt32(byte)) ?? "?"
  }

  private static func hex(_ value: UInt32) -> String {
    let digits = String(value, radix: 16)
    return digits.count < 2 ? "0" + digits : digits
  }
}
