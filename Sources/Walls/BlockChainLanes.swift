import LinearAlgebra

/// Eight real symmetric matrices side by side, each of diagonal blocks and of blocks between neighbours alone.
struct BlockChainLanes {
  typealias Lane = SIMD8<Double>

  /// Of the blocks, and where each begins.
  let sizes: [Int]
  let starts: [Int]
  /// [block][row][column], rows of lower triangles; then L with D in the diagonal.
  private(set) var diagonal: [[Lane]]
  /// [block][row of the next block][column]; then what takes solutions of one block to the next.
  private(set) var coupling: [[Lane]]

  var order: Int { (starts.last ?? 0) + (sizes.last ?? 0) }

  init(sizes: [Int]) {
    self.sizes = sizes
    starts = sizes.indices.map { sizes.prefix($0).reduce(0, +) }
    diagonal = sizes.map { [Lane](repeating: .zero, count: $0 * $0) }
    coupling = zip(sizes, sizes.dropFirst()).map { [Lane](repeating: .zero, count: $0 * $1) }
  }

  /// Adds to an element of a diagonal block, or of the block below it.
  @inline(__always)
  mutating func add(_ value: Lane, block: Int, row: Int, column: Int) {
    diagonal[block][row * sizes[block] + column] += value
  }

  @inline(__always)
  mutating func addBelow(_ value: Lane, block: Int, row: Int, column: Int) {
    coupling[block][row * sizes[block] + column] += value
  }

  /// A - shift becomes L D L^T, without pivots: shifts in a gap that are no level by accident need none.
  /// - Returns: how many levels are below the shift (Sylvester).
  @discardableResult
  mutating func factor(shift: Lane) -> Lane {
    var below = Lane.zero
    for block in sizes.indices {
      let n = sizes[block]
      diagonal[block].withUnsafeMutableBufferPointer { s in
        for i in 0..<n { s[i * n + i] -= shift }
        Self.factor(s.baseAddress!, n)
        for i in 0..<n { below += Lane.whereLess(s[i * n + i], .zero, Lane(repeating: 1), .zero) }
      }
      guard block + 1 < sizes.count else { continue }
      let rows = sizes[block + 1]
      diagonal[block].withUnsafeBufferPointer { s in
        coupling[block].withUnsafeMutableBufferPointer { c in
          diagonal[block + 1].withUnsafeMutableBufferPointer { next in
            Self.eliminate(s.baseAddress!, n, c.baseAddress!, rows, next.baseAddress!)
          }
        }
      }
    }
    return below
  }

  private static func factor(_ s: UnsafeMutablePointer<Lane>, _ n: Int) {
    withUnsafeTemporaryAllocation(of: Lane.self, capacity: n) { column in
      for j in 0..<n {
        let reciprocal = 1 / s[j * n + j]
        for i in j + 1..<max(n, j + 1) { column[i] = s[i * n + j] }
        for i in j + 1..<max(n, j + 1) {
          let row = s + i * n
          let factor = column[i] * reciprocal
          row[j] = factor
          for k in j + 1...i { row[k].addProduct(-factor, column[k]) }
        }
      }
    }
  }

  /// c becomes c L^-T D^-1, and c (L D L^T)^-1 c^T is taken from the next block.
  private static func eliminate(
    _ s: UnsafePointer<Lane>, _ n: Int, _ c: UnsafeMutablePointer<Lane>, _ rows: Int,
    _ next: UnsafeMutablePointer<Lane>
  ) {
    withUnsafeTemporaryAllocation(of: Lane.self, capacity: rows * n) { y in
      // Four rows at a time share what they read of L.
      for first in stride(from: 0, to: rows, by: 4) {
        let count = min(4, rows - first)
        for i in 0..<n {
          let own = s + i * n
          if count == 4 {
            var (a, b, d, e) = (
              c[first * n + i], c[(first + 1) * n + i], c[(first + 2) * n + i],
              c[(first + 3) * n + i]
            )
            let at = y.baseAddress! + first * n
            for k in 0..<i {
              let l = -own[k]
              a.addProduct(l, at[k])
              b.addProduct(l, at[n + k])
              d.addProduct(l, at[2 * n + k])
              e.addProduct(l, at[3 * n + k])
            }
            (at[i], at[n + i], at[2 * n + i], at[3 * n + i]) = (a, b, d, e)
          } else {
            for row in first..<first + count {
              var a = c[row * n + i]
              for k in 0..<i { a.addProduct(-own[k], y[row * n + k]) }
              y[row * n + i] = a
            }
          }
        }
      }
      for i in 0..<n {
        let reciprocal = 1 / s[i * n + i]
        for row in 0..<rows { c[row * n + i] = y[row * n + i] * reciprocal }
      }
      for row in 0..<rows {
        let z = c + row * n
        var column = 0
        while column <= row {
          let at = y.baseAddress! + column * n
          if column + 3 <= row {
            var (a, b, d, e) = (Lane.zero, Lane.zero, Lane.zero, Lane.zero)
            for k in 0..<n {
              let own = z[k]
              a.addProduct(own, at[k])
              b.addProduct(own, at[n + k])
              d.addProduct(own, at[2 * n + k])
              e.addProduct(own, at[3 * n + k])
            }
            let to = next + row * rows + column
            to[0] -= a
            to[1] -= b
            to[2] -= d
            to[3] -= e
            column += 4
          } else {
            var a = Lane.zero
            for k in 0..<n { a.addProduct(z[k], at[k]) }
            next[row * rows + column] -= a
            column += 1
          }
        }
      }
    }
  }

  /// Columns that `solve` takes.
  static let width = 4

  /// (A - shift)^-1 x, in place.
  /// - Parameter x: [order][4]
  func solve(_ x: UnsafeMutablePointer<Lane>) {
    let width = Self.width
    for block in sizes.indices {
      let n = sizes[block]
      let own = x + starts[block] * width
      diagonal[block].withUnsafeBufferPointer { s in
        for i in 0..<n { Self.subtract(s.baseAddress! + i * n, i, own, own + i * width) }
      }
      guard block + 1 < sizes.count else { continue }
      coupling[block].withUnsafeBufferPointer { c in
        let next = x + starts[block + 1] * width
        for row in 0..<sizes[block + 1] {
          Self.subtract(c.baseAddress! + row * n, n, own, next + row * width)
        }
      }
    }
    for block in sizes.indices.reversed() {
      let n = sizes[block]
      let own = x + starts[block] * width
      diagonal[block].withUnsafeBufferPointer { s in
        for i in 0..<n {
          let reciprocal = 1 / s[i * n + i]
          for column in 0..<width { own[i * width + column] *= reciprocal }
        }
        if block + 1 < sizes.count {
          coupling[block].withUnsafeBufferPointer { c in
            let next = x + starts[block + 1] * width
            for row in 0..<sizes[block + 1] {
              Self.spread(c.baseAddress! + row * n, n, next + row * width, own)
            }
          }
        }
        for i in stride(from: n - 1, to: 0, by: -1) {
          Self.spread(s.baseAddress! + i * n, i, own + i * width, own)
        }
      }
    }
  }

  /// to -= sum of row[k] x[k], of four columns.
  @inline(__always)
  private static func subtract(
    _ row: UnsafePointer<Lane>, _ count: Int, _ x: UnsafePointer<Lane>,
    _ to: UnsafeMutablePointer<Lane>
  ) {
    var (a, b, c, d) = (to[0], to[1], to[2], to[3])
    for k in 0..<count {
      let own = -row[k]
      a.addProduct(own, x[4 * k])
      b.addProduct(own, x[4 * k + 1])
      c.addProduct(own, x[4 * k + 2])
      d.addProduct(own, x[4 * k + 3])
    }
    (to[0], to[1], to[2], to[3]) = (a, b, c, d)
  }

  /// x[k] -= row[k] from, of four columns.
  @inline(__always)
  private static func spread(
    _ row: UnsafePointer<Lane>, _ count: Int, _ from: UnsafePointer<Lane>,
    _ x: UnsafeMutablePointer<Lane>
  ) {
    let (a, b, c, d) = (from[0], from[1], from[2], from[3])
    for k in 0..<count {
      let own = -row[k]
      x[4 * k].addProduct(own, a)
      x[4 * k + 1].addProduct(own, b)
      x[4 * k + 2].addProduct(own, c)
      x[4 * k + 3].addProduct(own, d)
    }
  }
}
