import Foundation
import RecordStream
import Testing

/// Damage of every kind is bad data, never a crash and never other records.
@Suite struct DamageTests {
  /// What opens a segment of version 1, up to the version.
  private let opening: [UInt8] =
    [0x5B, 0x2A, 0x4D, 0x18, 10, 0, 0, 0] + Array("BLOCHPIPE".utf8)

  @Test func everyProperPrefixIsAnError() throws {
    let stream = try StreamSample.smallStream()
    for length in 0..<stream.count {
      #expect(try StreamSample.failure(Array(stream[..<length]))?.code == .badData, "\(length)")
    }
    #expect(try StreamSample.failure(stream) == nil)
  }

  @Test func aPrefixOfTwoSegmentsIsWholeOnlyAtTheirBorder() throws {
    let stream = try StreamSample.smallStream()
    let double = stream + stream
    for length in stream.count..<double.count {
      let failure = try StreamSample.failure(Array(double[..<length]))
      #expect(failure?.code == (length == stream.count ? nil : .badData), "\(length)")
    }
  }

  @Test func everyBitFlipIsAnErrorOrHarmless() throws {
    let stream = try StreamSample.smallStream()
    let records = try StreamSample.read(stream)
    var harmless: [Int] = []
    for bit in 0..<(8 * stream.count) {
      var flipped = stream
      flipped[bit >> 3] ^= 1 << UInt8(bit & 7)
      do {
        let found = try StreamSample.read(flipped)
        #expect(found == records, "bit \(bit)")
        harmless.append(bit)
      } catch let error as StreamError {
        #expect(error.code == .badData, "bit \(bit)")
      }
    }
    // zstd has a reserved bit in each frame header and can spell some block headers in two ways.
    #expect(harmless.count < stream.count / 10, "bits \(harmless)")
  }

  @Test func everyDroppedByteIsAnError() throws {
    let stream = try StreamSample.smallStream()
    for position in stream.indices {
      var cut = stream
      cut.remove(at: position)
      #expect(try StreamSample.failure(cut)?.code == .badData, "\(position)")
    }
  }

  @Test(arguments: ["hello, world\n", "P5\n2 2\n255\n", "x", "a longer text in several words\n"])
  func foreignFilesAreNamedSo(_ text: String) throws {
    let error = try StreamSample.failure(Array(text.utf8))
    #expect(error?.code == .badData)
    #expect(error?.description.contains("not a blochpipe") == true, "\(String(describing: error))")
  }

  @Test func aNewerFormatNamesItsVersion() throws {
    let error = try StreamSample.failure(opening + [2])
    #expect(error?.code == .badData)
    #expect(error?.description.contains("version 2") == true)
  }

  @Test func otherSkippableFramesAreErrors() throws {
    let stream = try StreamSample.smallStream()
    let other: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 1, 0, 0, 0, 42]
    let inside = Array(stream[..<18]) + other + Array(stream[18...])
    for damaged in [other + stream, stream + other, inside] {
      #expect(try StreamSample.failure(damaged)?.code == .badData)
    }
  }

  @Test(arguments: [[0], [0, 0, 0, 0], Array("tail".utf8)])
  func junkBehindTheTrailerIsAnError(_ junk: [UInt8]) throws {
    #expect(try StreamSample.failure(StreamSample.smallStream() + junk)?.code == .badData)
  }

  @Test func lostRepeatedAndSwappedFramesAreErrors() throws {
    // 600 records lie in three frames; the digest covers their order.
    let stream = try StreamSample.stream([(0..<600).map(StreamSample.record)])
    let starts = stream.indices.dropLast(3).filter {
      stream[$0..<$0 + 4].elementsEqual([0x28, 0xB5, 0x2F, 0xFD])
    }
    try #require(starts.count == 5)
    let head = stream[..<starts[1]]
    let (first, second) = (stream[starts[1]..<starts[2]], stream[starts[2]..<starts[3]])
    let tail = stream[starts[3]...]
    #expect(try StreamSample.failure(Array(head + first + second + tail)) == nil)
    for damaged in [head + second + tail, head + first + first + second + tail] {
      #expect(try StreamSample.failure(Array(damaged))?.code == .badData)
    }
    let swapped = try StreamSample.failure(Array(head + second + first + tail))
    #expect(swapped?.code == .badData)
    #expect(swapped?.description.contains("digest") == true)
  }

  @Test func claimsAboveTheLimitsAreRefused() throws {
    // Single segment, checksum, eight bytes of content size: 2^60.
    let large: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xE4, 0, 0, 0, 0, 0, 0, 0, 0x10]
    let padding = [UInt8](repeating: 0, count: 32)
    #expect(try StreamSample.failure(opening + [1] + large + padding)?.code == .badData)
    // A window of 2^28 and a content of 300 bytes.
    let window: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x44, 18 << 3, 44, 0]
    let error = try StreamSample.failure(opening + [1] + window + padding)
    #expect(error?.code == .badData)
    #expect(error?.description.contains("window") == true)
    // A content of 256 MiB in one block of one byte: the memory would be taken before zstd sees the block.
    let bomb: [UInt8] =
      [0x28, 0xB5, 0x2F, 0xFD, 0xA4, 0, 0, 0, 0x10, 3, 0, 0x10, 0] + [0, 0, 0, 0]
    let refused = try StreamSample.failure(opening + [1] + bomb)
    #expect(refused?.code == .badData)
    #expect(refused?.description.contains("cannot hold") == true)
  }
}
