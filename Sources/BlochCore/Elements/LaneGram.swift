import LinearAlgebra

/// Products of functions on a domain's nodes, side by side in lanes: [nodes][copies][parts][groups].
enum LaneGram {
  /// Block of a matrix at (row, column) += X^+ Y.
  static func add<Matrix: DenseMatrix>(
    _ x: LaneField, _ y: LaneField, copies: Int, parts: Int, groups: Int, _ matrix: inout Matrix,
    _ row: Int, _ column: Int
  ) {
    let rows = x.nodes * copies
    let size = matrix.rows
    matrix.storage.withUnsafeMutableBufferPointer { matrix in
      for g in 0..<groups {
        for h in 0..<groups {
          if parts == 1 {
            let sums = product(x.base + g, y.base + h, groups, groups, rows: rows)
            for i in 0..<8 {
              for j in 0..<8 {
                matrix[row + 8 * g + i + (column + 8 * h + j) * size] += sums[i][j]
              }
            }
            continue
          }
          let stride = 2 * groups
          let (u, v) = (x.base + g, x.base + groups + g)
          let (s, t) = (y.base + h, y.base + groups + h)
          let us = product(u, s, stride, stride, rows: rows)
          let vt = product(v, t, stride, stride, rows: rows)
          let ut = product(u, t, stride, stride, rows: rows)
          let vs = product(v, s, stride, stride, rows: rows)
          for i in 0..<8 {
            let (re, im) = (us[i] + vt[i], ut[i] - vs[i])
            for j in 0..<8 {
              let at = 2 * (row + 8 * g + i + (column + 8 * h + j) * size)
              matrix[at] += re[j]
              matrix[at + 1] += im[j]
            }
          }
        }
      }
    }
  }

  /// Block of a matrix at (row, column) += X^+ Y of periodic functions in lanes, [nodes][2][lanes], real and imaginary
  /// parts; of a real matrix twice the real part, as the functions' other half is the conjugate.
  /// - Parameter isLower: whether only the lower triangle is wanted.
  static func addCell<Matrix: DenseMatrix>(
    _ x: LaneField, _ y: LaneField, to matrix: inout Matrix, _ row: Int, _ column: Int,
    isLower: Bool
  ) {
    let size = matrix.rows
    let (own, other) = (x.width / 2, y.width / 2)
    let c = Matrix.components
    matrix.storage.withUnsafeMutableBufferPointer { matrix in
      for g in 0..<own {
        for h in 0..<(isLower ? min(g + 1, other) : other) {
          let first = row + 8 * g + (column + 8 * h) * size
          let (u, v) = (x.base + g, x.base + own + g)
          let (s, t) = (y.base + h, y.base + other + h)
          let us = product(u, s, 2 * own, 2 * other, rows: x.nodes)
          let vt = product(v, t, 2 * own, 2 * other, rows: x.nodes)
          if c == 1 {
            for i in 0..<8 {
              for j in 0..<8 { matrix[first + i + j * size] += 2 * (us[i][j] + vt[i][j]) }
            }
            continue
          }
          let ut = product(u, t, 2 * own, 2 * other, rows: x.nodes)
          let vs = product(v, s, 2 * own, 2 * other, rows: x.nodes)
          for i in 0..<8 {
            let (re, im) = (us[i] + vt[i], ut[i] - vs[i])
            for j in 0..<8 {
              let at = 2 * (first + i + j * size)
              matrix[at] += re[j]
              matrix[at + 1] += im[j]
            }
          }
        }
      }
    }
  }

  /// Sum over rows of x_i y.
  @inline(__always)
  private static func product(
    _ x: UnsafePointer<FieldLane>, _ y: UnsafePointer<FieldLane>, _ strideX: Int, _ strideY: Int,
    rows: Int
  ) -> InlineArray<8, FieldLane> {
    var (s0, s1, s2, s3) = (FieldLane.zero, FieldLane.zero, FieldLane.zero, FieldLane.zero)
    var (s4, s5, s6, s7) = (s0, s0, s0, s0)
    for row in 0..<rows {
      let a = x[row * strideX]
      let b = y[row * strideY]
      s0.addProduct(b, FieldLane(repeating: a[0]))
      s1.addProduct(b, FieldLane(repeating: a[1]))
      s2.addProduct(b, FieldLane(repeating: a[2]))
      s3.addProduct(b, FieldLane(repeating: a[3]))
      s4.addProduct(b, FieldLane(repeating: a[4]))
      s5.addProduct(b, FieldLane(repeating: a[5]))
      s6.addProduct(b, FieldLane(repeating: a[6]))
      s7.addProduct(b, FieldLane(repeating: a[7]))
    }
    return [s0, s1, s2, s3, s4, s5, s6, s7]
  }

  /// Y += X C, C some rows of a matrix.
  static func addProduct<Matrix: DenseMatrix>(
    _ x: LaneField, _ c: Matrix, firstRow: Int, copies: Int, parts: Int, groups: Int,
    to y: LaneField
  ) {
    let rows = x.nodes * copies
    let count = 8 * groups
    // [rows of C][parts][groups] as lanes.
    var factors = [FieldLane](repeating: .zero, count: count * parts * groups)
    for i in 0..<count {
      for j in 0..<min(count, c.columns) {
        for part in 0..<parts {
          factors[(i * parts + part) * groups + j / 8][j % 8] =
            c.storage[Matrix.components * (firstRow + i + j * c.rows) + part]
        }
      }
    }
    factors.withUnsafeBufferPointer { factors in
      for row in 0..<rows {
        let from = x.base + row * parts * groups
        let to = y.base + row * parts * groups
        for h in 0..<groups {
          var re = to[h]
          var im = parts == 2 ? to[groups + h] : .zero
          for g in 0..<groups {
            let u = from[g]
            let v = parts == 2 ? from[groups + g] : .zero
            for i in 0..<8 {
              let at = (8 * g + i) * parts * groups + h
              let a = FieldLane(repeating: u[i])
              re.addProduct(factors[at], a)
              if parts == 2 {
                let b = FieldLane(repeating: v[i])
                re.addProduct(-factors[at + groups], b)
                im.addProduct(factors[at + groups], a)
                im.addProduct(factors[at], b)
              }
            }
          }
          to[h] = re
          if parts == 2 { to[groups + h] = im }
        }
      }
    }
  }
}
