import Glibc
import Synchronization
import WallpaperGroups

/// What surrounds a pixel's point: all that is nearer to it than to any other pixel's, a hexagon or, on lattices with a
/// right angle, a rectangle. It has the symmetry of the lattice, as the parallelogram between pixels has not.
enum PixelCell {
  private struct Name: Hashable {
    let lattice: Lattice
    let pixels: Int
    let reach: Int
  }

  private static let made = Mutex<[Name: [Double]]>([:])

  /// Mean of exp(-iG.r) over the surroundings of the origin, [2 reach + 1][2 reach + 1] as of `FourierPotential`: the
  /// pixels' sum times this is the coefficient of a pattern of constant surroundings, for all G.
  static func means(_ lattice: Lattice, pixels: Int, reach: Int) -> [Double] {
    made.withLock { made in
      let name = Name(lattice: lattice, pixels: pixels, reach: reach)
      if let means = made[name] { return means }
      if made.count >= 32 { made.removeAll() }
      let corners = corners(lattice)
      let width = 2 * reach + 1
      var means = [Double](repeating: 1, count: width * width)
      let rule = GaussRule.legendre(8)
      for n1 in 0...reach {
        for n2 in -reach...reach {
          let (gx, gy) = lattice.waveVector(x1: Double(n1), x2: Double(n2))
          let phases = corners.map { (gx * $0.x + gy * $0.y) / Double(pixels) }
          var (sum, area) = (0.0, 0.0)
          for i in corners.indices {
            let j = (i + 1) % corners.count
            let size = RimCurve.cross(corners[i], corners[j])
            area += size
            sum += size * mean(phases[i], phases[j], rule)
          }
          means[(n1 + reach) * width + n2 + reach] = sum / area
          means[(reach - n1) * width + reach - n2] = sum / area
        }
      }
      made[name] = means
      return means
    }
  }

  /// Mean of cos(phase) over a triangle on whose corners the phases are 0, a and b.
  private static func mean(_ a: Double, _ b: Double, _ rule: [(node: Double, weight: Double)])
    -> Double
  {
    var sum = 0.0
    for (u, first) in rule {
      let s = (1 + u) / 2
      for (w, second) in rule {
        sum += 0.5 * first * second * (1 - s) * cos(s * a + (1 - s) * (1 + w) / 2 * b)
      }
    }
    return sum
  }

  /// Corners of the Voronoi cell of the lattice, counter-clockwise: of the half planes of the nearest lattice vectors.
  private static func corners(_ lattice: Lattice) -> [SIMD2<Double>] {
    var polygon: [SIMD2<Double>] = [(-9, -9), (9, -9), (9, 9), (-9, 9)].map { SIMD2($0.0, $0.1) }
    for i in -4...4 {
      for j in -4...4 where i != 0 || j != 0 {
        let place = lattice.cartesian(x1: Double(i), x2: Double(j))
        let v = SIMD2(place.x, place.y)
        let half = 0.5 * RimCurve.dot(v, v)
        var kept: [SIMD2<Double>] = []
        for (at, p) in polygon.enumerated() {
          let q = polygon[(at + 1) % polygon.count]
          let (dp, dq) = (RimCurve.dot(p, v) - half, RimCurve.dot(q, v) - half)
          if dp <= 0 { kept.append(p) }
          if (dp < 0 && dq > 0) || (dp > 0 && dq < 0) { kept.append(p + dp / (dp - dq) * (q - p)) }
        }
        polygon = kept
      }
    }
    return polygon
  }
}
