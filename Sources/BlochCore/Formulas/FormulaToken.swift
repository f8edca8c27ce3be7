import Glibc

/// A word of a formula and where it begins, in characters from 1.
struct FormulaToken: Equatable {
  enum Kind: Equatable {
    case number(Double)
    case name(String)
    /// One of + - * / ^ . ( )
    case sign(UInt8)
    case end
  }

  let kind: Kind
  let position: Int

  func isSign(_ sign: Character) -> Bool { kind == .sign(sign.asciiValue ?? 0) }

  /// How it was written, for messages.
  var text: String {
    switch kind {
    case .number(let value): "\(value)"
    case .name(let name): "'\(name)'"
    case .sign(let byte): "'\(Character(UnicodeScalar(byte)))'"
    case .end: "the end"
    }
  }

  /// Cuts a text into words, the last of which is the end. Throws at a character that no formula has.
  static func all(of text: String) throws -> [FormulaToken] {
    let bytes = Array(text.utf8)
    var tokens: [FormulaToken] = []
    var at = 0
    func byte(_ i: Int) -> UInt8 { i < bytes.count ? bytes[i] : 0 }
    while at < bytes.count {
      let start = at
      let here = bytes[at]
      if here == 0x20 || (0x09...0x0d).contains(here) {
        at += 1
        continue
      }
      if isDigit(here) || (here == UInt8(ascii: ".") && isDigit(byte(at + 1))) {
        while isDigit(byte(at)) { at += 1 }
        if byte(at) == UInt8(ascii: "."), isDigit(byte(at + 1)) || !isLetter(byte(at + 1)) {
          at += 1
          while isDigit(byte(at)) { at += 1 }
        }
        if byte(at) | 0x20 == UInt8(ascii: "e") {
          var exponent = at + 1
          if byte(exponent) == UInt8(ascii: "+") || byte(exponent) == UInt8(ascii: "-") {
            exponent += 1
          }
          if isDigit(byte(exponent)) {
            at = exponent
            while isDigit(byte(at)) { at += 1 }
          }
        }
        let word = String(decoding: bytes[start..<at], as: UTF8.self)
        guard let value = Double(word), value.isFinite else {
          throw GeometryError("character \(start + 1): \(word) is no number")
        }
        tokens.append(FormulaToken(kind: .number(value), position: start + 1))
      } else if isLetter(here) {
        while isLetter(byte(at)) || isDigit(byte(at)) { at += 1 }
        let word = String(decoding: bytes[start..<at], as: UTF8.self)
        tokens.append(FormulaToken(kind: .name(word), position: start + 1))
      } else if "+-*/^.()".utf8.contains(here) {
        at += 1
        tokens.append(FormulaToken(kind: .sign(here), position: start + 1))
      } else {
        throw GeometryError(
          "character \(start + 1): a formula has numbers, names, + - * / ^ . and parentheses")
      }
    }
    return tokens + [FormulaToken(kind: .end, position: bytes.count + 1)]
  }

  /// Whether a text can name a variable.
  static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || isDigit($0) }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }
}
