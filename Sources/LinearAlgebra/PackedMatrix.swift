import Glibc

/// The matrix W of y += x W^T, laid out once for many products: panels of 48 rows of W, which three SIMD vectors
/// hold, column after column.
///
/// BLAS lays its factors out anew in every call, and picks its kernels by the name of the processor; this one
/// does neither. Eight rows of x times 48 of W stay in 24 registers.
public final class PackedMatrix: @unchecked Sendable {
  public let rows: Int
  public let columns: Int
  private typealias Lane = SIMD16<Float>
  /// [panels][columns][3]
  private let panels: UnsafeMutablePointer<Lane>
  private static let width = 48

  /// - Parameters:
  ///   - matrix: [rows x columns], row-major.
  ///   - rows: of W, the columns of y.
  ///   - columns: of W and of x.
  public init(_ matrix: UnsafePointer<Float>, rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    let count = (rows + Self.width - 1) / Self.width
    panels = .allocate(capacity: max(1, count * columns * 3))
    for panel in 0..<count {
      for k in 0..<columns {
        for part in 0..<3 {
          var lane = Lane.zero
          for l in 0..<16 {
            let row = panel * Self.width + part * 16 + l
            if row < rows { lane[l] = matrix[row * columns + k] }
          }
          panels[(panel * columns + k) * 3 + part] = lane
        }
      }
    }
  }

  deinit { panels.deallocate() }

  /// One row of x times a panel.
  private struct Row {
    var a = Lane.zero
    var b = Lane.zero
    var c = Lane.zero

    @inline(__always)
    mutating func add(_ w: UnsafePointer<Lane>, _ x: Float) {
      let x = Lane(repeating: x)
      a.addProduct(w[0], x)
      b.addProduct(w[1], x)
      c.addProduct(w[2], x)
    }

    /// Adds the first `count` of the 48 numbers to y.
    @inline(__always)
    func store(_ y: UnsafeMutablePointer<Float>, _ count: Int) {
      let target = UnsafeMutableRawPointer(y)
      if count == PackedMatrix.width {
        for (part, lane) in [a, b, c].enumerated() {
          let old = target.loadUnaligned(fromByteOffset: 64 * part, as: Lane.self)
          target.storeBytes(of: old + lane, toByteOffset: 64 * part, as: Lane.self)
        }
      } else {
        for l in 0..<count { y[l] += l < 16 ? a[l] : (l < 32 ? b[l - 16] : c[l - 32]) }
      }
    }
  }

  /// y += x W^T.
  /// - Parameters:
  ///   - x: [count x columns], row-major.
  ///   - y: [count x rows], row-major.
  public func addProduct(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int
  ) {
    let n = columns
    for panel in 0..<(rows + Self.width - 1) / Self.width {
      let w = UnsafePointer(panels + panel * n * 3)
      let first = panel * Self.width
      let wide = min(Self.width, rows - first)
      var row = 0
      while row + 8 <= count {
        let x = x + row * n
        let (x1, x2, x3, x4) = (x + n, x + 2 * n, x + 3 * n, x + 4 * n)
        let (x5, x6, x7) = (x + 5 * n, x + 6 * n, x + 7 * n)
        var (r0, r1, r2, r3) = (Row(), Row(), Row(), Row())
        var (r4, r5, r6, r7) = (Row(), Row(), Row(), Row())
        var at = w
        for k in 0..<n {
          r0.add(at, x[k])
          r1.add(at, x1[k])
          r2.add(at, x2[k])
          r3.add(at, x3[k])
          r4.add(at, x4[k])
          r5.add(at, x5[k])
          r6.add(at, x6[k])
          r7.add(at, x7[k])
          at += 3
        }
        let y = y + row * rows + first
        r0.store(y, wide)
        r1.store(y + rows, wide)
        r2.store(y + 2 * rows, wide)
        r3.store(y + 3 * rows, wide)
        r4.store(y + 4 * rows, wide)
        r5.store(y + 5 * rows, wide)
        r6.store(y + 6 * rows, wide)
        r7.store(y + 7 * rows, wide)
        row += 8
      }
      while row < count {
        var one = Row()
        for k in 0..<n { one.add(w + 3 * k, x[row * n + k]) }
        one.store(y + row * rows + first, wide)
        row += 1
      }
    }
  }
}
