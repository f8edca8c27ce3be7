import Foundation
import RecordStream
import Testing

/// Shapes from elsewhere: what they ask for is checked before it is taken.
@Suite struct ArrayLimitTests {
  private func array(_ shape: [UInt64], bytes: Int) -> PBArray {
    var array = PBArray()
    array.shape = shape
    array.type = .float32
    array.data = Data(count: bytes)
    return array
  }

  /// Shapes, and bytes of data that fit.
  private static let sound: [(shape: [UInt64], bytes: Int)] = [
    ([], 4), ([3], 12), ([0], 0), ([0, 5], 0), ([1_048_576, 0], 0), (ones(32), 4),
  ]

  private static let refused: [[UInt64]] = [
    // Too many elements, in one way or another.
    [536_870_912], [16_384, 32_768], [4_294_967_296, 4_294_967_296], [.max],
    // No elements, but more empty lists than anybody can look at, or an extent that no Int holds.
    [0, .max], [.max, 0], [1_048_577, 0], [16_384, 16_384, 0],
    // One element, too deep.
    ones(33), ones(1_000_000),
    // The data do not fit.
    [2], [1, 0], [],
  ]

  private static func ones(_ count: Int) -> [UInt64] { [UInt64](repeating: 1, count: count) }

  @Test(arguments: sound)
  func soundShapesAreRead(_ shape: [UInt64], _ bytes: Int) throws {
    #expect(try array(shape, bytes: bytes).floats().count == bytes / 4)
  }

  @Test(arguments: refused)
  func othersAreBadData(_ shape: [UInt64]) {
    let error = #expect(throws: StreamError.self) {
      _ = try array(shape, bytes: 12).checkedCount()
    }
    #expect(error?.code == .badData)
    #expect((error?.description.utf8.count ?? 0) < 300)
  }
}
