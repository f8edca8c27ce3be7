/// Several functions on the nodes of a domain, eight side by side: [nodes][width] of `FieldLane`.
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
