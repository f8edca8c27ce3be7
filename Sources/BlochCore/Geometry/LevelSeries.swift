import LinearAlgebra
import WallpaperGroups

/// The exact Fourier coefficients of the region where a level set is positive, by the divergence theorem as of
/// `ShapeSeries`: the line is known in one triangle of each orbit, and {W | t} gives the coefficient of G the phase
/// exp(-iG.t) times that of W^T G.
struct LevelSeries {
  /// [2 reach + 1][2 reach + 1], as of `FourierPotential`.
  let values: [Double]
  /// Empty where the crystal has C2.
  let imaginary: [Double]

  init(_ contour: LevelContour, _ symmetry: CrystalSymmetry, reach: Int) {
    let (lattice, metric) = (symmetry.lattice, WaveMetric(symmetry.lattice))
    let width = 2 * reach + 1
    let isReal = symmetry.isReal
    // Coefficients within the largest disc of the table: images of others may lie beyond it.
    let images = Self.images(symmetry)
    let line = LineIntegral(contour, lattice, reach: reach, withCosines: !isReal)
    var values = [Double](repeating: 0, count: width * width)
    var imaginary = isReal ? [] : values
    for n1 in 0...reach {
      for n2 in -reach...reach where n1 > 0 || n2 > 0 {
        let here = (n1 + reach) * width + n2 + reach
        let g = ReciprocalVector(n1, n2)
        var (re, im) = (0.0, 0.0)
        var isWhole = true
        for image in images {
          let (m1, m2) = (
            image.w11 * n1 + image.w21 * n2, image.w12 * n1 + image.w22 * n2
          )
          if abs(m1) > reach || abs(m2) > reach {
            isWhole = false
            break
          }
          let sign: Double = (n1 * image.t1 + n2 * image.t2) & 1 == 0 ? 1 : -1
          re += sign * line.sine(m1, m2)
          if !isReal { im += sign * line.cosine(m1, m2) }
        }
        if !isWhole { continue }
        let (gx, gy) = metric.cartesian(g)
        let scale = 1 / ((gx * gx + gy * gy) * lattice.area)
        let opposite = (reach - n1) * width + reach - n2
        // With C2 the images are half of all.
        let share = isReal ? 2 * scale : scale
        values[here] = share * re
        values[opposite] = share * re
        if isReal { continue }
        imaginary[here] = scale * im
        imaginary[opposite] = -scale * im
      }
    }
    values[reach * width + reach] = contour.covered
    self.values = values
    self.imaginary = imaginary
  }

  /// The operations; of those that C2 joins in pairs one each.
  private static func images(_ symmetry: CrystalSymmetry) -> [Operation] {
    let all = symmetry.group.operations
    if !symmetry.isReal { return all }
    var kept: [Operation] = []
    for g in all
    where !kept.contains(where: {
      $0.w11 == -g.w11 && $0.w12 == -g.w12 && $0.w21 == -g.w21 && $0.w22 == -g.w22
    }) {
      kept.append(g)
    }
    return kept
  }
}

/// int (G.n) sin(G.r) and int (G.n) cos(G.r) along a line for all |n1|, |n2| <= reach: sums over nodes of products of
/// one-dimensional waves.
private struct LineIntegral {
  /// [along b1, b2]: of sin cos + cos sin, [n2][n1] from 0.
  private var sineCosine: [RealMatrix] = []
  private var cosineSine: [RealMatrix] = []
  /// Of cos cos - sin sin.
  private var cosines: [RealMatrix] = []
  private var sines: [RealMatrix] = []

  init(_ contour: LevelContour, _ lattice: Lattice, reach: Int, withCosines: Bool) {
    let count = contour.x1.count
    func waves(_ x: [Double]) -> (cosines: RealMatrix, sines: RealMatrix) {
      var c = RealMatrix(rows: count, columns: reach + 1)
      var s = c
      let step = x.map { Complex(angle: 2 * Double.pi * $0) }
      c.storage.withUnsafeMutableBufferPointer { c in
        s.storage.withUnsafeMutableBufferPointer { s in
          for i in 0..<count { c[i] = 1 }
          for q in stride(from: 1, through: reach, by: 1) {
            let (here, before) = (q * count, (q - 1) * count)
            for i in 0..<count {
              let (re, im) = (c[before + i], s[before + i])
              c[here + i] = re * step[i].re - im * step[i].im
              s[here + i] = re * step[i].im + im * step[i].re
            }
          }
        }
      }
      return (c, s)
    }
    let (c1, s1) = waves(contour.x1)
    let (c2, s2) = waves(contour.x2)
    let along = 2 * Double.pi
    // b1.n and b2.n.
    let normals = [
      (0..<count).map {
        along
          * (contour.normalX[$0] - lattice.cosine / lattice.sine * contour.normalY[$0])
      },
      (0..<count).map { along * contour.normalY[$0] / (lattice.ratio * lattice.sine) },
    ]
    for normal in normals {
      func product(_ second: RealMatrix, _ first: RealMatrix) -> RealMatrix {
        var weighted = first
        for q in 0...reach {
          for i in 0..<count { weighted.storage[i + q * count] *= normal[i] }
        }
        return .adjointProduct(second, weighted)
      }
      sineCosine.append(product(c2, s1))
      cosineSine.append(product(s2, c1))
      if withCosines {
        cosines.append(product(c2, c1))
        sines.append(product(s2, s1))
      }
    }
  }

  func sine(_ n1: Int, _ n2: Int) -> Double {
    let (a, b) = (abs(n1), abs(n2))
    var sum = 0.0
    for (component, n) in [n1, n2].enumerated() {
      sum +=
        Double(n)
        * (Double(n1.signum()) * sineCosine[component][b, a]
          + Double(n2.signum()) * cosineSine[component][b, a])
    }
    return sum
  }

  func cosine(_ n1: Int, _ n2: Int) -> Double {
    let (a, b) = (abs(n1), abs(n2))
    let sign: Double = (n1 < 0) != (n2 < 0) ? -1 : 1
    var sum = 0.0
    for (component, n) in [n1, n2].enumerated() {
      sum += Double(n) * (cosines[component][b, a] - sign * sines[component][b, a])
    }
    return sum
  }
}
