import Glibc

/// Looks for the point about which a picture has a symmetry, in its long waves.
///
/// About t the coefficients are f_G exp(iG.t). Their averages over the orbits have the power of the part that is
/// symmetric about t: sum over orbits of size (mean f exp(iG.t))^2, at most the power of all.
struct SymmetryCentre {
  /// One of the orbits' waves each, up to sign: G and f_G.
  private struct Wave {
    let x: Double
    let y: Double
    let re: Double
    let im: Double
  }

  /// Waves of one orbit stand together, `turns` of them.
  private var waves: [Wave] = []
  private let turns: Int
  /// Power of all waves, those included that the lattice does not have.
  private var total = 0.0

  init(
    _ spectrum: PictureSpectrum, edges: PictureEdges, repetitions: (down: Int, right: Int),
    symmetry: CrystalSymmetry
  ) {
    turns = symmetry == .c6 ? 3 : 1
    let step = symmetry == .c6 ? 1 : 3
    var seen: Set<ReciprocalVector> = []
    for h in -spectrum.reachDown...spectrum.reachDown {
      for k in -spectrum.reachRight...spectrum.reachRight where h != 0 || k != 0 {
        let own = spectrum.coefficient(h, k) ?? (0, 0)
        guard h % repetitions.down == 0, k % repetitions.right == 0,
          let g = edges.vector(down: h / repetitions.down, right: k / repetitions.right)
        else {
          total += own.re * own.re + own.im * own.im
          continue
        }
        if seen.contains(g) { continue }
        var orbit: [Wave] = []
        for turn in 0..<turns {
          let v = g.rotated(sixths: turn * step)
          seen.insert(v)
          seen.insert(ReciprocalVector(-v.n1, -v.n2))
          let (p, q) = edges.periods(v)
          if let c = spectrum.coefficient(p * repetitions.down, q * repetitions.right) {
            orbit.append(Wave(x: Double(v.n1), y: Double(v.n2), re: c.re, im: c.im))
          }
        }
        // An orbit that the reach cuts says nothing.
        guard orbit.count == turns else { continue }
        waves += orbit
        total += orbit.reduce(0) { $0 + 2 * ($1.re * $1.re + $1.im * $1.im) }
      }
    }
  }

  /// Share of the power that is symmetric about t = x1 a1 + x2 a2; 0 for a constant picture.
  func symmetricShare(_ x1: Double, _ x2: Double) -> Double {
    guard total > 0 else { return 0 }
    var sum = 0.0
    var at = 0
    while at < waves.count {
      var mean = 0.0
      for wave in waves[at..<at + turns] {
        let angle = 2 * Double.pi * (wave.x * x1 + wave.y * x2)
        mean += wave.re * cos(angle) - wave.im * sin(angle)
      }
      sum += 2 * mean * mean / Double(turns)
      at += turns
    }
    return sum / total
  }

  /// The point of most symmetry, -1/2 <= x1, x2 < 1/2; of points as good the one next to the corner.
  func best() -> (x1: Double, x2: Double) {
    guard total > 0 else { return (0, 0) }
    // The strongest waves decide where to look, on a mesh that resolves them.
    let limit = 12.0
    let coarse = kept { abs($0.x) <= limit && abs($0.y) <= limit && abs($0.x - $0.y) <= limit }
    let n = 60
    var places: [(share: Double, x1: Double, x2: Double)] = []
    for i in -n / 2..<n / 2 {
      for j in -n / 2..<n / 2 {
        let (x1, x2) = (Double(i) / Double(n), Double(j) / Double(n))
        places.append((coarse.symmetricShare(x1, x2), x1, x2))
      }
    }
    places.sort { $0.share > $1.share }
    var best = (share: -1.0, x1: 0.0, x2: 0.0)
    for place in places.prefix(24) {
      let refined = climbed(place)
      let nearer = Self.length(refined) < Self.length(best) - 1e-6
      if refined.share > best.share + 1e-4 || (refined.share > best.share - 1e-4 && nearer) {
        best = refined
      }
    }
    return (best.x1, best.x2)
  }

  private func kept(_ isWanted: (Wave) -> Bool) -> SymmetryCentre {
    var copy = self
    copy.waves = stride(from: 0, to: waves.count, by: turns).flatMap {
      let orbit = waves[$0..<$0 + turns]
      return orbit.allSatisfy(isWanted) ? Array(orbit) : []
    }
    return copy
  }

  /// Steps to the best neighbour, which halve where there is none.
  private func climbed(
    _ start: (share: Double, x1: Double, x2: Double)
  ) -> (share: Double, x1: Double, x2: Double) {
    var here = (share: symmetricShare(start.x1, start.x2), x1: start.x1, x2: start.x2)
    var step = 1.0 / 120
    while step > 1e-6 {
      var next = here
      for (a, b) in [(1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0), (1.0, -1.0), (-1.0, 1.0)] {
        let (x1, x2) = (here.x1 + a * step, here.x2 + b * step)
        let share = symmetricShare(x1, x2)
        if share > next.share { next = (share, x1, x2) }
      }
      if next.share > here.share { here = next } else { step /= 2 }
    }
    return here
  }

  private static func length(_ place: (share: Double, x1: Double, x2: Double)) -> Double {
    place.x1 * place.x1 + place.x1 * place.x2 + place.x2 * place.x2
  }
}
