import RecordStream
import Testing

/// Every byte of an argument comes back, and no character of it joins its neighbour.
@Suite struct ArgumentTextTests {
  private func check(_ bytes: [UInt8]) {
    let text = ArgumentText.encoded(bytes)
    #expect(ArgumentText.bytes(text) == bytes)
  }

  @Test func everyPairOfBytesComesBack() {
    var different = 0
    for a in UInt8.min ... .max {
      for b in UInt8.min ... .max {
        if ArgumentText.bytes(ArgumentText.encoded([a, b])) != [a, b] { different += 1 }
      }
    }
    #expect(different == 0)
  }

  /// U+070F and U+0600 join what is behind them.
  @Test(
    arguments: [[0xDC, 0x8F, 0x44], [0xD8, 0x80, 0x3D], [0xF4, 0x8F, 0xB8, 0x80]] as [[UInt8]])
  func marksThatJoinWhatFollows(_ bytes: [UInt8]) { check(bytes) }

  @Test func randomBytesComeBack() {
    var generator = SystemRandomNumberGenerator()
    let pieces: [[UInt8]] = [
      Array("e\u{301}".utf8), Array("\u{10FE80}".utf8), Array("\u{10FEFF}".utf8), [0xF4, 0x8F],
      Array("\r\n=\u{338}".utf8), Array("\u{1F1E9}\u{1F1EA}\u{200D}".utf8), [0xED, 0xA0, 0x80],
    ]
    for _ in 0..<5000 {
      let bytes = (0..<6).flatMap { _ in
        Bool.random(using: &generator)
          ? pieces.randomElement(using: &generator)! : [UInt8.random(in: 0...255)]
      }
      check(bytes)
    }
  }

  /// A parser of strings finds each of these characters by itself.
  @Test(arguments: ["=\u{301}x", "/\u{301}x", "-\u{301}x", "\u{301}x", "=\u{338}"])
  func marksJoinNothing(_ text: String) {
    let encoded = ArgumentText.encoded(Array(text.utf8))
    #expect(
      encoded.first == text.unicodeScalars.first.map(Character.init)
        || text.first == "\u{301}x".first)
    #expect(encoded.count > text.count || text.first == "\u{301}x".first)
  }

  @Test(arguments: ["plain", "Stra\u{DF}e", "\u{4E00}\u{4E8C}", "a=b", ""])
  func textStaysText(_ text: String) {
    #expect(ArgumentText.encoded(Array(text.utf8)) == text)
  }

  @Test func namesThatTextTakesForOneAreTwo() {
    let (a, b) = (FilePath("f/\u{E9}"), FilePath("f/e\u{301}"))
    #expect(a != b)
    #expect(FilePath(bytes: [0x66, 0xE9]) != FilePath(bytes: [0x66, 0xE8]))
  }

  @Test func namesAreShownOnOneLine() {
    #expect("\(FilePath(bytes: [0x61, 0x0A, 0xE9, 0x1B]))" == "a\\n\\xe9\\x1b")
    #expect("\(FilePath("stra\u{DF}e \u{202E}"))" == "stra\u{DF}e \\u{202e}")
  }

  @Test func partsOfNamesAreBytes() {
    let path = FilePath("a/\u{301}b")
    #expect(path.folder == FilePath("a") && path.name == FilePath("\u{301}b"))
    #expect(FilePath("/a").folder == FilePath("/") && FilePath("a").folder == FilePath("."))
    #expect(FilePath("a/").name.bytes.isEmpty)
    #expect(FilePath("a/").appending(FilePath("b")) == FilePath("a/b"))
    #expect(FilePath("a").appending(FilePath("/b")) == FilePath("/b"))
  }
}
