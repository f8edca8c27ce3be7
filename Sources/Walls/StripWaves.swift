import BlochCore

/// Plane waves (m + kappa) B1 + l B2/N of a strip of N layers: those of states, and those beyond that correct levels.
struct StripWaves: Sendable {
  /// Of the states, by m, then l.
  let near: [(m: Int, l: Int)]
  /// Those beyond, up to twice the square.
  let far: [(m: Int, l: Int)]
  let layers: Int
  /// Of one period of the strip, |A1|^2.
  let area: Double
  private let g11: Double
  private let g12: Double
  private let g22: Double
  /// 1/|a1|^2 for each wave that a cell has.
  let unit: Double

  /// In the middle of the wave vectors solved, which are from 0 to 1/2.
  private static let centre = 0.25

  /// - Parameter count: waves of states a layer.
  init(_ frame: StripFrame, layers: Int, count: Double) {
    let (g11, g12, g22) = frame.metric
    self.layers = layers
    area = Double(layers) * frame.height / frame.period
    (self.g11, self.g12, self.g22) = (g11, g12, g22)
    // Waves a layer within a disc: its area over that of the zone.
    let zone = (g11 * g22 - g12 * g12).squareRoot()
    unit = zone / Double.pi
    let cutoff = count * zone / Double.pi
    var (near, far) = ([(m: Int, l: Int)](), [(m: Int, l: Int)]())
    let width = Int((2 * cutoff * g22).squareRoot() / zone) + 2
    let height = Int((2 * cutoff * g11).squareRoot() / zone * Double(layers)) + 2
    for m in -width...width {
      for l in -height...height {
        let (x, y) = (Double(m) + Self.centre, Double(l) / Double(layers))
        let square = g11 * x * x + 2 * g12 * x * y + g22 * y * y
        if square <= cutoff {
          near.append((m, l))
        } else if square <= 2 * cutoff {
          far.append((m, l))
        }
      }
    }
    (self.near, self.far) = (near, far)
  }

  /// |q|^2 of a wave at kappa = t0 + kappa t1 + kappa^2 t2, t2 the same for all.
  func square(_ wave: (m: Int, l: Int)) -> (t0: Double, t1: Double, t2: Double) {
    let (x, y) = (Double(wave.m), Double(wave.l) / Double(layers))
    return (
      g11 * x * x + 2 * g12 * x * y + g22 * y * y, 2 * (g11 * x + g12 * y), g11
    )
  }

  func square(_ wave: (m: Int, l: Int), at kappa: Double) -> Double {
    let (t0, t1, t2) = square(wave)
    return t0 + kappa * (t1 + kappa * t2)
  }

  var largestAlong: Int { near.reduce(0) { max($0, abs($1.m)) } }
  var largestAcross: Int { near.reduce(0) { max($0, abs($1.l)) } }
  var farthestAlong: Int { far.reduce(largestAlong) { max($0, abs($1.m)) } }
  var farthestAcross: Int { far.reduce(largestAcross) { max($0, abs($1.l)) } }
}
