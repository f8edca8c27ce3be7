import Meshes
import WallpaperGroups

/// What levels change by when the pattern p of a crystal changes by dp(r): the integral of w dp with
///
///     w = ([a] |d_t u|^2 - [1/a] |a d_n u|^2 + ([v] - lambda [b]) |u|^2)/[p],
///
/// t along and n across the lines on which the level set is constant, brackets for the inside less the outside. On the
/// interface w is the derivative by its shift; elsewhere it is that of a pattern in between, taken as thin layers along
/// those lines. d_t u and a d_n u are the same on both sides, so that w is continuous. For its waves to fall off fast it
/// should have no kink either: near the interface d_t u and a d_n u are those at its nearest point.
struct PatternDensity: Sendable {
  /// Of a quadrature rule in the triangles.
  private let points: [FieldPoint]
  /// [points][rows]: weight of the point times the sum over the star's G of cos(G.r), and, of a star with an imaginary
  /// part, minus that of sin(G.r).
  private let stars: [Double]
  /// Numbers of each point in `stars`.
  let rows: Int
  private let factors: FieldPoint.Factors

  /// - Parameters:
  ///   - step: the pattern inside less that outside.
  ///   - waves: what derivatives are by.
  init(
    _ elements: CrystalElements, _ levelSet: some LevelSet, step: Double, waves: [GradientStar]
  ) {
    factors = .init(elements, over: step)
    let isReal = waves.allSatisfy(\.isReal)
    rows = waves.count * (isReal ? 1 : 2)
    let domain = elements.domain
    let lattice = domain.symmetry.lattice
    let table = QuadraticTriangle.twelve
    var points: [FieldPoint] = []
    var stars: [Double] = []
    points.reserveCapacity(domain.triangleCount * table.weights.count)
    stars.reserveCapacity(points.capacity * rows)
    let phases = StarPhases(waves)
    for triangle in 0..<domain.triangleCount {
      var nodes = SIMD8<Int32>.zero
      var (x, y) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for i in 0..<6 {
        nodes[i] = domain.triangles[6 * triangle + i]
        x[i] = domain.x[Int(nodes[i])]
        y[i] = domain.y[Int(nodes[i])]
      }
      let a = elements.medium(triangle).a
      for (shapes, weight) in zip(table.shapes, table.weights) {
        let map = QuadraticTriangle.Map(shapes, x, y)
        let place = lattice.place(x: (x * shapes.value).sum(), y: (y * shapes.value).sum())
        let sample = levelSet.sample(at: place)
        let size = (sample.x * sample.x + sample.y * sample.y).squareRoot()
        let (nx, ny) = size > 1e-12 ? (sample.x / size, sample.y / size) : (1, 0)
        let (gx, gy) = map.gradient(shapes)
        let normal = nx * gx + ny * gy
        // As far as the interface is away, by the derivatives of d_t u and a d_n u along n.
        let shift = Self.shift(sample.value / max(size, 1e-12))
        points.append(
          FieldPoint(
            nodes: nodes, value: shapes.value,
            tangential: nx * gy - ny * gx - shift * map.secondDerivative((nx, ny), (-ny, nx)),
            flux: a * (normal - shift * map.secondDerivative((nx, ny), (nx, ny)))))
        phases.append(
          place, weight: 0.5 * map.determinant * weight, hasImaginary: !isReal, to: &stars)
      }
    }
    self.points = points
    self.stars = stars
  }

  /// Within which distance of the interface derivatives are taken at its nearest point, less and less: about the shortest
  /// wave of the pattern.
  private static let reach = 0.04

  /// How far a point at a distance is moved.
  private static func shift(_ distance: Double) -> Double {
    let share = distance / reach
    if abs(share) >= 1 { return 0 }
    let rest = 1 - share * share
    return distance * rest * rest
  }

  /// Adds derivatives of levels, [rows][groups].
  /// - Parameters:
  ///   - field: [nodes][parts][groups]
  ///   - levels: [groups]
  func add(
    _ field: LaneField, levels: [FieldLane], parts: Int, groups: Int,
    to sums: inout [FieldLane]
  ) {
    let width = parts * groups
    var own = [FieldLane](repeating: .zero, count: groups)
    sums.withUnsafeMutableBufferPointer { sums in
      stars.withUnsafeBufferPointer { stars in
        for (number, point) in points.enumerated() {
          for group in 0..<groups { own[group] = .zero }
          for lane in 0..<width {
            let group = lane % groups
            own[group] += point.density(
              field, width: width, lane: lane, level: levels[group], factors)
          }
          let waves = stars.baseAddress! + number * rows
          for row in 0..<rows {
            let wave = FieldLane(repeating: waves[row])
            for group in 0..<groups {
              sums[row * groups + group].addProduct(own[group], wave)
            }
          }
        }
      }
    }
  }
}

/// Sums of cosines and sines over stars of reciprocal vectors, from powers of exp(2 pi i x1) and exp(2 pi i x2).
private struct StarPhases {
  let stars: [GradientStar]
  let reach: Int

  init(_ stars: [GradientStar]) {
    self.stars = stars
    reach = stars.flatMap(\.half).map { max(abs($0.vector.n1), abs($0.vector.n2)) }.max() ?? 0
  }

  /// Appends weight times twice the sum of cos(G.r) over half of each star, 1 for G = 0; then, where stars have
  /// imaginary parts, minus the same of sin(G.r), 0 for real ones.
  func append(_ place: Place, weight: Double, hasImaginary: Bool, to result: inout [Double]) {
    func powers(_ x: Double) -> [Complex] {
      let base = Complex(angle: 2 * Double.pi * x)
      var all = [Complex](repeating: .one, count: 2 * reach + 1)
      for n in 0..<reach {
        all[reach + n + 1] = all[reach + n] * base
        all[reach - n - 1] = all[reach + n + 1].conjugate
      }
      return all
    }
    let (first, second) = (powers(place.x1), powers(place.x2))
    var imaginary: [Double] = []
    for star in stars {
      if star.half.isEmpty {
        result.append(weight)
        if hasImaginary { imaginary.append(0) }
        continue
      }
      var sum = Complex.zero
      for (vector, sign) in star.half {
        let wave = first[reach + vector.n1] * second[reach + vector.n2]
        sum = sum + Complex(sign, 0) * wave
      }
      result.append(2 * weight * sum.re)
      if hasImaginary { imaginary.append(star.isReal ? 0 : -2 * weight * sum.im) }
    }
    result += imaginary
  }
}
