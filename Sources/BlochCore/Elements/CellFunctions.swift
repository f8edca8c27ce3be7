import Glibc
import LinearAlgebra
import WallpaperGroups

/// Modes of a piece's sources on the images h of the domain, periodic parts u = exp(-i k.r) psi: real parts, then
/// imaginary ones, eight modes in a lane.
struct CellFunctions {
  /// A mode of the reduced basis.
  struct Mode: Sendable {
    var source: Int
    var block: Int
    var state: Int
    var function: Int
    /// Whether it is one of the block's responses, and no state.
    var isResponse = false
  }

  let plan: ElementPlan
  let domain: ElementDomain
  let sources: [ElementPlan.Source]
  /// [sources]
  let modes: [ElementModes]
  let chosen: [Mode]

  var lanes: Int { (chosen.count + 7) / 8 }

  private var rows: Int { plan.components * domain.nodeCount }

  /// [images]: [rows][2][lanes]
  var fields: [LaneField] {
    plan.images.indices.map { image in
      let field = LaneField(nodes: rows, width: 2 * lanes)
      fill(field, image: image)
      return field
    }
  }

  private func fill(_ field: LaneField, image: Int) {
    let lanes = self.lanes
    let operation = plan.images[image]
    var cosines = [Double](repeating: 0, count: rows)
    var sines = cosines
    var first = 0
    while first < chosen.count {
      // Modes of one block, functions in turn.
      let mode = chosen[first]
      var end = first
      while end < chosen.count, chosen[end].source == mode.source { end += 1 }
      domain.phases(sources[mode.source].k, operation, &cosines, &sines)
      var at = first
      while at < end {
        var next = at
        while next < end, chosen[next].block == chosen[at].block,
          chosen[next].function == chosen[at].function,
          chosen[next].isResponse == chosen[at].isResponse
        {
          next += 1
        }
        fill(field, at..<next, image: image, lanes: lanes, cosines, sines)
        at = next
      }
      first = end
    }
    // What stands behind the last function.
    let to = UnsafeMutableRawPointer(field.base).assumingMemoryBound(to: Double.self)
    for row in 0..<2 * rows {
      for column in chosen.count..<8 * lanes { to[8 * lanes * row + column] = 0 }
    }
  }

  /// Modes that are one function of states of one block.
  private func fill(
    _ field: LaneField, _ range: Range<Int>, image: Int, lanes: Int, _ cosines: [Double],
    _ sines: [Double]
  ) {
    let mode = chosen[range.lowerBound]
    let source = sources[mode.source]
    let block = modes[mode.source].blocks[mode.block]
    let expansion = source.expansions[mode.block][mode.function]
    let numbers = expansion.numbers
    let groups = mode.isResponse ? (block.responses!.count + 7) / 8 : block.groups
    let states = mode.isResponse ? block.responses!.field : block.field
    let factors = Array(expansion.factors[image * numbers..<(image + 1) * numbers])
    let to = UnsafeMutableRawPointer(field.base).assumingMemoryBound(to: Double.self)
    let size = 8 * lanes
    for group in 0..<groups {
      let own = range.filter { chosen[$0].state / 8 == group }
      guard let column = own.first else { continue }
      let run = LaneRun(lanes: own.map { chosen[$0].state % 8 }, first: column)
      factors.withUnsafeBufferPointer { factors in
        for node in 0..<rows {
          var (re, im) = (FieldLane.zero, FieldLane.zero)
          let from = states.base + node * numbers * groups + group
          for i in 0..<numbers {
            let value = from[i * groups]
            re.addProduct(value, FieldLane(repeating: factors[i].re))
            im.addProduct(value, FieldLane(repeating: factors[i].im))
          }
          let (c, s) = (cosines[node], sines[node])
          let row = to + 2 * size * node
          run.store(c * re - s * im, to: row, size: size)
          run.store(c * im + s * re, to: row + size, size: size)
        }
      }
    }
  }
}

extension ElementDomain {
  /// exp(-i k.h x) at the nodes, for each component of a field: [nodes][components].
  func phases(
    _ k: KPoint, _ h: Operation, _ cosines: inout [Double], _ sines: inout [Double]
  ) {
    let components = cosines.count / nodeCount
    for node in 0..<nodeCount {
      let (x1, x2) = h.position(x1: places[node].x1, x2: places[node].x2)
      let angle = -2 * Double.pi * (k.x1 * x1 + k.x2 * x2)
      let (c, s) = (cos(angle), sin(angle))
      for row in components * node..<components * (node + 1) {
        cosines[row] = c
        sines[row] = s
      }
    }
  }
}
