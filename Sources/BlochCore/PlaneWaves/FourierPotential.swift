import LinearAlgebra

/// A table of the Fourier coefficients V_G of a potential, real where it has C2 symmetry.
package struct FourierPotential: Sendable {
  /// Of the lattice.
  let metric: WaveMetric
  /// Table covers |n1|, |n2| <= reach.
  let reach: Int
  let stride: Int
  /// Radius |G|^2 in |b|^2 of the disc that holds as many vectors as the interpolant has coefficients;
  /// infinite for shapes.
  let bandLimit: Double
  /// Mean of V^2, E0^2: by Parseval's theorem the sum of all V_G^2. Nil when only a table is known.
  private(set) var meanSquare: Double?
  /// How far V gets from its mean, E0; nil when only a table is known.
  private(set) var strength: Double?
  /// [2 reach + 1][2 reach + 1], E0; V_(n1,n2) at (n1 + reach) * stride + n2 + reach.
  package var values: [Double]
  /// The imaginary parts; empty where there are none.
  package private(set) var imaginary: [Double] = []

  /// Of the cell's shapes where they are known, else of the trigonometric interpolant of its pixels.
  /// - Parameters:
  ///   - cell: where it has C2 symmetry the sine parts are not computed.
  ///   - reach: largest |n1| and |n2| wanted.
  /// - Throws: `SolverError` where the rim of the shapes cannot be found.
  package init(cell: UnitCell, reach: Int) throws {
    self.init(cell: cell, rim: try cell.rim(), reach: reach)
  }

  /// Of the region where a level set is positive: 1 there, 0 elsewhere.
  package init(levels: FieldLevels, _ symmetry: CrystalSymmetry, reach: Int) {
    self.init(contour: LevelContour(levels, symmetry), symmetry, reach: reach)
  }

  /// Of a region where the pattern is 1, 0 elsewhere.
  /// - Parameter contour: the region's.
  init(contour: LevelContour, _ symmetry: CrystalSymmetry, reach: Int) {
    metric = WaveMetric(symmetry.lattice)
    self.reach = reach
    stride = 2 * reach + 1
    bandLimit = .infinity
    let series = LevelSeries(contour, symmetry, reach: reach)
    values = series.values
    imaginary = series.imaginary
    meanSquare = contour.covered
    strength = max(contour.covered, 1 - contour.covered)
  }

  /// - Parameters:
  ///   - rim: that of the cell's shapes, nil where it has none.
  ///   - isOfPixels: whether every pixel stands for its surroundings, in place of the interpolant.
  init(cell: UnitCell, rim: ShapeRim?, reach: Int, isOfPixels: Bool = false) {
    let n = cell.pixels
    let width = 2 * reach + 1
    metric = WaveMetric(cell.symmetry.lattice)
    self.reach = reach
    stride = width
    if let shapes = cell.shapes, let rim {
      bandLimit = .infinity
      let series = ShapeSeries(shapes, rim: rim, reach: reach, isReal: cell.symmetry.isReal)
      values = series.values.map { cell.vMax * $0 }
      imaginary = series.imaginary.map { cell.vMax * $0 }
      let mean = values[reach * width + reach]
      let (inside, outside) = (cell.vMax * shapes.inside, cell.vMax * shapes.outside)
      meanSquare = mean * (inside + outside) - inside * outside
      strength = max(abs(inside - mean), abs(outside - mean))
      return
    }
    bandLimit = isOfPixels ? .infinity : FourierSeries.bandLimit(pixels: n)
    let means =
      isOfPixels ? PixelCell.means(cell.symmetry.lattice, pixels: n, reach: reach) : []
    var (sum, squares) = (0.0, 0.0)
    var (low, high) = (Float.infinity, -Float.infinity)
    for value in cell.potential {
      sum += Double(value)
      squares += Double(value) * Double(value)
      low = min(low, value)
      high = max(high, value)
    }
    let mean = sum / Double(n * n)
    meanSquare = squares * cell.vMax * cell.vMax / Double(n * n)
    strength = max(Double(high) - mean, mean - Double(low)) * cell.vMax
    var v = RealMatrix(rows: n, columns: n)  // column i holds row i of the cell
    let scale = cell.vMax / Double(n * n)
    for (at, value) in cell.potential.enumerated() { v.storage[at] = scale * Double(value) }
    let series = FourierSeries(pixels: n, reach: reach)
    let sums = series.sums(v, order: .firstIndex)
    let sines = cell.symmetry.isReal ? nil : series.sines(v)
    values = [Double](repeating: 0, count: width * width)
    if sines != nil { imaginary = values }
    for n1 in -reach...reach {
      for n2 in -reach...reach {
        let at = (n1 + reach) * width + n2 + reach
        let share =
          isOfPixels
          ? means[at] : FourierSeries.share(ReciprocalVector(n1, n2), pixels: n, metric: metric)
        if share == 0 { continue }
        values[at] = share * sums[n1, n2]
        if let sines { imaginary[at] = -share * sines[n1, n2] }
      }
    }
  }

  /// Takes coefficients as they are.
  /// - Parameter pixels: points a side of the potential that they are of, if any.
  init(reach: Int, values: [Double], pixels: Int? = nil) {
    metric = .hexagonal
    self.reach = reach
    stride = 2 * reach + 1
    bandLimit = pixels.map(FourierSeries.bandLimit) ?? Double(reach * reach)
    self.values = values
  }

  /// Position of G in `values`; differences of positions are positions of differences, up to `center`.
  @inline(__always)
  func offset(_ g: ReciprocalVector) -> Int { g.n1 * stride + g.n2 }

  @inline(__always)
  var center: Int { reach * stride + reach }

  /// V_(G - G') at the positions given for each row (fastest) and each column, as one number or two.
  func differences(
    rows: [Int], columns: [Int], parts: Int, into table: UnsafeMutablePointer<Double>
  ) {
    let starts = rows.map { center + $0 }
    values.withUnsafeBufferPointer { v in
      imaginary.withUnsafeBufferPointer { w in
        starts.withUnsafeBufferPointer { starts in
          for (c, shift) in columns.enumerated() {
            let to = table + parts * c * starts.count
            if parts == 1 {
              for r in 0..<starts.count { to[r] = v[starts[r] - shift] }
            } else {
              for r in 0..<starts.count {
                let at = starts[r] - shift
                to[2 * r] = v[at]
                to[2 * r + 1] = w[at]
              }
            }
          }
        }
      }
    }
  }

  /// low + (high - low) V.
  func mapped(low: Double, high: Double) -> FourierPotential {
    var copy = self
    let scale = high - low
    copy.values = values.map { scale * $0 }
    copy.imaginary = imaginary.map { scale * $0 }
    let mean = values[center]
    copy.values[center] += low
    copy.meanSquare = meanSquare.map { low * low + 2 * low * scale * mean + scale * scale * $0 }
    copy.strength = strength.map { abs(scale) * $0 }
    return copy
  }

  /// Sum of V_G^2 over |G|^2 <= cutoff |b|^2, which the table must hold; E0^2.
  func power(within cutoff: Double) -> Double {
    var sum = 0.0
    let (range1, range2) = metric.reach(cutoff)
    for n1 in -range1...range1 {
      for n2 in -range2...range2 {
        let g = ReciprocalVector(n1, n2)
        if metric.square(g) > cutoff { continue }
        let at = center + offset(g)
        sum += values[at] * values[at]
        if !imaginary.isEmpty { sum += imaginary[at] * imaginary[at] }
      }
    }
    return sum
  }

  /// Real part of V_G in E0; zero outside the table.
  subscript(_ g: ReciprocalVector) -> Double {
    if abs(g.n1) > reach || abs(g.n2) > reach { return 0 }
    return values[center + offset(g)]
  }

  /// The potential on the hexagonal lattice, with C2, turned by -60 degrees `steps` times: V'_G = V_(R^steps G).
  func rotated(sixths steps: Int) -> FourierPotential {
    var copy = self
    for n1 in -reach...reach {
      for n2 in -reach...reach {
        let g = ReciprocalVector(n1, n2)
        copy.values[center + offset(g)] = self[g.rotated(sixths: steps)]
      }
    }
    return copy
  }
}
