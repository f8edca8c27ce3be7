import BlochCore
import Glibc
import Testing
import WallpaperGroups

/// Gaps, crossings and Berry fluxes of lattice models without C2.
@Suite struct GapSearchTests {
  private static func search(
    _ group: String, _ lattice: Lattice, _ names: (String, String),
    _ d: @escaping @Sendable (Double, Double) -> [Double]
  ) throws -> (search: GapSearch<ComplexTwoBandModel>, model: ComplexTwoBandModel) {
    let group = WallpaperGroup.named(group)!
    let symmetry = try #require(CrystalSymmetry(group: group, lattice: lattice))
    let model = ComplexTwoBandModel(lattice: lattice, d: d)
    let pair = OrbitalPair(group: group, names: names)
    var corners = pair.corners { (d($0, $1)[0], -d($0, $1)[0]) }
    for at in corners.indices {
      let size = d(corners[at].k.x1, corners[at].k.x2).reduce(0) { $0 + $1 * $1 }.squareRoot()
      corners[at].energies = [-size, size]
    }
    return (try GapSearch([model], symmetry: symmetry, corners: corners), model)
  }

  /// d1, then real and imaginary part of what couples s and p_x: nothing at X = 0 and pi, no C2.
  private static func mirrored(_ m: Double, _ rest: Double = 0)
    -> @Sendable (Double, Double)
    -> [Double]
  {
    { x1, x2 in
      let (x, y) = (2 * Double.pi * x1, 2 * Double.pi * x2)
      return [m - cos(x) - cos(y), 0.4 * sin(x) * sin(y) + rest, sin(x)]
    }
  }

  /// Bands of opposite parity cross on Gamma-Y at cos Y = m - 1.
  @Test func crossingOnAMirrorLine() throws {
    let m = 0.7
    let (search, _) = try Self.search(
      "pm", .rectangular(ratio: 1.3), ("1a A'", "1a A''"), Self.mirrored(m))
    let found = search.search(cuts: [1])[0]
    #expect(found.verdict == .nodes && found.expectedParity == nil)
    try #require(found.nodes.count == 1)
    let node = found.nodes[0]
    #expect(node.star == 2 && abs(node.k.x1) < 1e-7)
    #expect(abs(abs(node.k.x2) - acos(m - 1) / (2 * Double.pi)) < 1e-7)
  }

  /// Without the mirror the gap is open; on a fine grid none is smaller than the one found.
  @Test(arguments: [0.0, 0.28]) func smallestGapWithoutSymmetry(_ cosine: Double) throws {
    let lattice = Lattice(ratio: 1.2, cosine: cosine, sine: (1 - cosine * cosine).squareRoot())
    for rest in [0.1, 0.01, 0.001] {
      let (search, model) = try Self.search(
        "p1", lattice, ("1a A", "1a A"), Self.mirrored(0.7, rest))
      let found = search.search(cuts: [1])[0]
      #expect(found.verdict == .gapped)
      let n = 400
      var least = Double.infinity
      for i in 0..<n {
        for j in 0..<n {
          let d = model.d(Double(i) / Double(n), Double(j) / Double(n))
          least = min(least, 2 * d.reduce(0) { $0 + $1 * $1 }.squareRoot())
        }
      }
      #expect(found.gap <= least + 1e-12 && found.gap > 0 && found.gap < 2.1 * rest)
      let d = model.d(found.gapPoint.x1, found.gapPoint.x2)
      #expect(abs(2 * d.reduce(0) { $0 + $1 * $1 }.squareRoot() - found.gap) < 1e-9)
    }
  }

  /// The honeycomb lattice with sites raised and lowered by `mass`: the gap is 2 mass at K.
  private static func raised(_ mass: Double, turn: Double = 0)
    -> @Sendable (Double, Double)
    -> [Double]
  {
    { x1, x2 in
      let (re, im) = honeycomb(x1, x2)
      // Bonds to the second shell, of which three of six are there: no mirror is left.
      let phases = [(4.0, 1.0), (-5, 4), (1, -5)].map {
        2 * Double.pi / 3 * ($0.0 * x1 + $0.1 * x2)
      }
      let (c, s) = (phases.reduce(0) { $0 + cos($1) }, phases.reduce(0) { $0 + sin($1) })
      return [mass, re + turn * c, im + turn * s]
    }
  }

  @Test(arguments: [("p3m1", 0.0), ("p3", 0.0), ("p3", 0.2)])
  func gapAtTheValleys(_ group: String, _ turn: Double) throws {
    let names = group == "p3" ? ("1b A", "1c A") : ("1b A1", "1c A1")
    let (search, _) = try Self.search(group, .hexagonal, names, Self.raised(0.1, turn: turn))
    let found = search.search(cuts: [1])[0]
    #expect(found.verdict == .gapped && abs(found.gap - 0.2) < 1e-9)
    let place = found.gapPoint
    #expect(
      abs(abs(2 * place.x1 - place.x2) - 1) < 1e-6 || abs(abs(2 * place.x2 - place.x1) - 1) < 1e-6)
  }

  /// Around K the flux goes to half a turn where the gap closes; p3m1 and p3 agree about the same crystal.
  @Test func valleyNumber() throws {
    var last = 0.0
    for mass in [1.0, 0.3, 0.1, 0.03, 0.01] {
      let (mirrored, model) = try Self.search(
        "p3m1", .hexagonal, ("1b A1", "1c A1"), Self.raised(mass))
      let (rotated, _) = try Self.search("p3", .hexagonal, ("1b A", "1c A"), Self.raised(mass))
      let one = try #require(mirrored.berryFlux(bands: 1...1))
      let other = try #require(rotated.berryFlux(bands: 1...1))
      let (valley, same) = (try #require(one.valley), try #require(other.valley))
      #expect(abs(valley - same) < 1e-5, "\(mass)")
      // The wedge of p3 holds both valleys.
      #expect(abs(other.flux) < 1e-5)
      #expect(abs(valley) > abs(last) && abs(valley) < 0.5)
      last = valley
      if mass >= 0.3 {
        // Points nearer to K than to Gamma and K', on a grid over the zone.
        let n = 300
        var sum = 0.0
        for i in 0..<n {
          for j in 0..<n {
            let (x1, x2) = ((Double(i) + 0.5) / Double(n), (Double(j) + 0.5) / Double(n))
            func square(_ k: KPoint) -> Double {
              let offsets = [-1.0, 0, 1]
              return offsets.flatMap { a in
                offsets.map { b in
                  let (d1, d2) = (x1 - k.x1 + a, x2 - k.x2 + b)
                  return d1 * d1 + d2 * d2 - d1 * d2
                }
              }.min()!
            }
            if square(.k) < min(square(.gamma), square(.kPrime)) {
              sum += model.curvature(x1, x2) / Double(n * n)
            }
          }
        }
        #expect(abs(valley - sum) < 2e-3, "\(valley) \(sum)")
      }
    }
    #expect(abs(abs(last) - 0.5) < 0.02)
  }

  /// The flux through half of the zone, on a grid by d/|d|; through the whole zone it is nothing.
  @Test func fluxOfHalfTheZone() throws {
    let (search, model) = try Self.search(
      "p1", .hexagonal, ("1a A", "1a A"), Self.raised(0.4, turn: 0.3))
    let found = try #require(search.berryFlux(bands: 1...1))
    let n = 400
    var (half, whole) = (0.0, 0.0)
    for i in 0..<n {
      for j in 0..<n {
        let (x1, x2) = ((Double(i) + 0.5) / Double(n), (Double(j) + 0.5) / Double(n))
        let part = model.curvature(x1, x2) / Double(n * n)
        whole += part
        if i < n / 2 { half += part }
      }
    }
    #expect(abs(whole) < 1e-6 && abs(half) > 0.05)
    #expect(abs(found.flux - half) < 1e-4, "\(found.flux) \(half)")
    #expect(found.valley == nil)
  }
}
