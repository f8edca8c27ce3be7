/// The header of a .npy file: a dictionary in Python's words.
struct NumpyHeader {
  private(set) var element: NumpyElement
  private(set) var isFortran = false
  private(set) var shape: [Int] = []
  /// Where the data begin.
  let end: Int

  private static let maximumLength = 1 << 16
  private static let fault = PictureError("a damaged NumPy array; save it again")

  /// - Throws: `PictureError`.
  init(_ bytes: [UInt8]) throws {
    let magic = NumpyArray.signature.count
    guard bytes.count >= magic + 4 else { throw Self.fault }
    let version = bytes[magic]
    guard (1...3).contains(version) else {
      throw PictureError("a NumPy array of version \(version); 1 to 3 are read")
    }
    let width = version == 1 ? 2 : 4
    let begin = magic + 2 + width
    guard bytes.count >= begin else { throw Self.fault }
    let length = (0..<width).reduce(0) { $0 | Int(bytes[magic + 2 + $1]) << (8 * $1) }
    guard length <= Self.maximumLength, bytes.count - begin >= length else { throw Self.fault }
    end = begin + length
    var words = NumpyWords(bytes[begin..<end])
    var element: NumpyElement?
    try words.take("{")
    while !words.has("}") {
      let key = try words.text()
      try words.take(":")
      switch key {
      case "descr":
        guard words.begins(["'", "\""]) else {
          throw PictureError("an array of records; save real numbers: array.astype(float)")
        }
        element = try NumpyElement(words.text())
      case "fortran_order": isFortran = try words.truth()
      case "shape": shape = try words.numbers()
      default: throw Self.fault
      }
      if !words.has(",") {
        try words.take("}")
        break
      }
    }
    guard let element else { throw Self.fault }
    self.element = element
  }

  /// Reads the dictionary from its beginning.
  private struct NumpyWords {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    private mutating func skip() { rest = rest.drop { $0 == 0x20 || $0 == 0x0a } }

    mutating func begins(_ characters: [Character]) -> Bool {
      skip()
      return characters.contains { rest.first == $0.asciiValue }
    }

    mutating func has(_ character: Character) -> Bool {
      guard begins([character]) else { return false }
      rest = rest.dropFirst()
      return true
    }

    mutating func take(_ character: Character) throws {
      if !has(character) { throw NumpyHeader.fault }
    }

    mutating func text() throws -> String {
      guard begins(["'", "\""]), let quote = rest.first else { throw NumpyHeader.fault }
      rest = rest.dropFirst()
      guard let last = rest.firstIndex(of: quote) else { throw NumpyHeader.fault }
      let text = String(decoding: rest[rest.startIndex..<last], as: UTF8.self)
      rest = rest[(last + 1)...]
      return text
    }

    mutating func truth() throws -> Bool {
      skip()
      for (word, value) in [("True", true), ("False", false)] where rest.starts(with: word.utf8) {
        rest = rest.dropFirst(word.utf8.count)
        return value
      }
      throw NumpyHeader.fault
    }

    mutating func numbers() throws -> [Int] {
      try take("(")
      var numbers: [Int] = []
      while !has(")") {
        skip()
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
          throw NumpyHeader.fault
        }
        numbers.append(number)
        rest = rest.dropFirst(digits.count)
        // Written by Python 2.
        _ = has("L")
        if !has(",") {
          try take(")")
          break
        }
      }
      return numbers
    }
  }
}
