import Foundation

/// The digest over a whole file stands in the file: metadata "sha256.file" is the SHA-256, in hexadecimal digits,
/// of all bytes of the file with these 64 digits set to 0. Files up to version 0.1 have "sha256" instead, over the
/// data behind the header alone.
extension TensorFile {
  static let digestEntry = "sha256.file"
  static let oldDigestEntry = "sha256"
  static let blankDigest = String(repeating: "0", count: 64)

  /// SHA-256 in hexadecimal digits.
  public static func sha256(_ bytes: [UInt8]) -> String {
    digest([bytes[...]])
  }

  /// Puts the digest in the place of the zeros that stand for it.
  static func signed(_ file: [UInt8]) -> [UInt8] {
    guard let place = place(of: blankDigest, in: file[...]) else { return file }
    var signed = file
    signed.replaceSubrange(place, with: sha256(file).utf8)
    return signed
  }

  /// Takes the digest out of the metadata and checks it.
  /// - Parameter data: where the data begin.
  /// - Throws: `StreamError` (bad data) when it is another than that of the bytes.
  mutating func checkDigest(of bytes: [UInt8], data: Int) throws {
    let whole = metadata.removeValue(forKey: Self.digestEntry)
    let old = metadata.removeValue(forKey: Self.oldDigestEntry)
    hasDigest = whole != nil || old != nil
    if let whole {
      guard whole.utf8.count == Self.blankDigest.utf8.count,
        let place = Self.place(of: whole, in: bytes[8..<data])
      else { throw Self.fault("its digest is not where it should be; it is damaged") }
      let blank = Array(Self.blankDigest.utf8)
      let pieces = [bytes[..<place.lowerBound], blank[...], bytes[place.upperBound...]]
      guard Self.digest(pieces) == whole else {
        throw Self.fault("its metadata or its data are damaged")
      }
    }
    if whole == nil, let old, Self.digest([bytes[data...]]) != old {
      throw Self.fault("its data are damaged")
    }
  }

  /// Where the digits of the entry stand. No other text of a header has quotes like these: inside a JSON string
  /// they are escaped.
  private static func place(of digits: String, in header: ArraySlice<UInt8>) -> Range<Int>? {
    let before = Array("\"\(digestEntry)\":\"".utf8)
    guard let found = header.firstRange(of: before + digits.utf8 + "\"".utf8) else { return nil }
    let start = found.lowerBound + before.count
    return start..<start + digits.utf8.count
  }

  /// Of the pieces one behind the other.
  private static func digest(_ pieces: [ArraySlice<UInt8>]) -> String {
    let digest = Digest()
    for piece in pieces { piece.withUnsafeBytes { digest.update($0) } }
    return digest.finish().map { String(format: "%02x", $0) }.joined()
  }
}
