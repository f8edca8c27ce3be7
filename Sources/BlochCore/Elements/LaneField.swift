/// Several functions on the nodes of a domain, eight side by side: [nodes][width] of `FieldLane`; of two components these
/// are rows of their own.
final class LaneField: @unchecked Sendable {
  let nodes: Int
  let width: Int
  let base: UnsafeMutablePointer<FieldLane>

  /// Zeros.
  init(nodes: Int, width: Int) {
    self.nodes = nodes
    self.width = width
    base = .allocate(capacity: max(nodes * width, 1))
    base.initialize(repeating: .zero, count: nodes * width)
  }

  init(copying other: LaneField) {
    nodes = other.nodes
    width = other.width
    base = .allocate(capacity: max(nodes * width, 1))
    base.initialize(from: other.base, count: nodes * width)
  }

  deinit { base.deallocate() }

  var count: Int { nodes * width }

  func clear() { base.update(repeating: .zero, count: count) }
}

/// Some lanes of a vector that go to places one after the other.
struct LaneRun: Sendable {
  /// Lanes, and where the first goes.
  let lanes: [Int]
  let first: Int
  /// Whether they are the first lanes in order, so that the whole vector can be stored where what follows it is
  /// written later.
  private let isPrefix: Bool

  init(lanes: [Int], first: Int) {
    self.lanes = lanes
    self.first = first
    isPrefix = lanes == Array(lanes.indices)
  }

  /// - Parameters:
  ///   - row: numbers; those behind the run may be overwritten.
  ///   - size: of the row.
  @inline(__always)
  func store(_ value: FieldLane, to row: UnsafeMutablePointer<Double>, size: Int) {
    if isPrefix && first + 8 <= size {
      UnsafeMutableRawPointer(row + first).storeBytes(of: value, as: FieldLane.self)
      return
    }
    for (i, lane) in lanes.enumerated() { row[first + i] = value[lane] }
  }
}
