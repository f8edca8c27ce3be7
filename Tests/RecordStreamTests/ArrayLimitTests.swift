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

  @Test(arguments: [
    ([], 4), ([3], 12), ([0], 0), ([0, 5], 0), ([1 << 20, 0], 0),
    ([UInt64](repeating: 1, count: 32), 4),
  ])
  func soundShapesAreRead(_ shape: [UInt64], _ bytes: Int) throws {
    #expect(try array(shape, bytes: bytes).floats().count == bytes / 4)
  }

  @Test(arguments: [
    // Too many elements, in one way or another.
    [1 << 29], [1 << 14, 1 << 15], [1 << 32, 1 << 32], [.max],
    // No elements, but more empty lists than anybody can look at, or an extent that no Int holds.
    [0, .max], [.max, 0], [(1 << 20) + 1, 0], [1 << 14, 1 << 14, 0],
    // One element, too deep.
    [UInt64](repeating: 1, count: 33), [UInt64](repeating: 1, count: 1_000_000),
    // The data do not fit.
    [2], [1, 0], [],
  ])
  func othersAreBadData(_ shape: [UInt64]) {
    let error = #expect(throws: StreamError.self) {
      _ = try array(shape, bytes: 12).checkedCount()
    }
    #expect(error?.code == .badData)
    #expect((error?.description.utf8.count ?? 0) < 300)
  }
}
