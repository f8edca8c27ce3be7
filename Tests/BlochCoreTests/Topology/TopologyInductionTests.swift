import BlochCore
import Glibc
import Testing

/// The table of band representations, derived a second time: Wannier functions with angular momentum
/// m on a Wyckoff position induce a representation of the little group at k, and characters count
/// its irreps.
@Suite struct TopologyInductionTests {
  struct Site {
    let name: String
    /// Centres in the cell, in units of a1 and a2.
    let positions: [(u: Double, v: Double)]
    /// Angular momenta of the functions on each centre.
    let momenta: [Int]
  }

  static let honeycomb = [(u: 1.0 / 3, v: 1.0 / 3), (u: 2.0 / 3, v: 2.0 / 3)]
  static let edges = [(u: 0.5, v: 0.0), (u: 0.0, v: 0.5), (u: 0.5, v: 0.5)]
  static let sites = [
    Site(name: "1a s", positions: [(0, 0)], momenta: [0]),
    Site(name: "1a p", positions: [(0, 0)], momenta: [1, -1]),
    Site(name: "1a d", positions: [(0, 0)], momenta: [2, -2]),
    Site(name: "1a f", positions: [(0, 0)], momenta: [3]),
    Site(name: "2b m=0", positions: honeycomb, momenta: [0]),
    Site(name: "2b m=+-1", positions: honeycomb, momenta: [1, -1]),
    Site(name: "3c even", positions: edges, momenta: [0]),
    Site(name: "3c odd", positions: edges, momenta: [1]),
  ]

  /// Character of the rotation by `sixths` times 60 degrees about the origin at k: sum over the
  /// centres it maps to themselves up to a lattice vector R of exp(-ik.R) times the function's own
  /// phase.
  static func character(_ site: Site, _ k: KPoint, sixths: Int) -> (re: Double, im: Double) {
    var (re, im) = (0.0, 0.0)
    for position in site.positions {
      var image = position
      for _ in 0..<sixths { image = (-image.v, image.u + image.v) }
      let (du, dv) = (image.u - position.u, image.v - position.v)
      guard abs(du - du.rounded()) < 1e-9, abs(dv - dv.rounded()) < 1e-9 else { continue }
      for m in site.momenta {
        let phase =
          -2 * Double.pi * (k.x1 * du + k.x2 * dv) + Double(m * sixths) * Double.pi / 3
        re += cos(phase)
        im += sin(phase)
      }
    }
    return (re, im)
  }

  /// How often angular momentum m of the little group C_n at k occurs.
  static func multiplicity(_ site: Site, _ k: KPoint, order: Int, m: Int) -> Double {
    (0..<order).reduce(0.0) { sum, power in
      let x = character(site, k, sixths: power * 6 / order)
      let angle = -2 * Double.pi * Double(m * power) / Double(order)
      return sum + (x.re * cos(angle) - x.im * sin(angle)) / Double(order)
    }
  }

  @Test func inductionGivesTheTable() {
    #expect(Self.sites.map(\.name) == P6.bandRepresentations.map(\.name))
    for (site, representation) in zip(Self.sites, P6.bandRepresentations) {
      let induced =
        (0...3).map { Self.multiplicity(site, .gamma, order: 6, m: $0) }
        + (0...1).map { Self.multiplicity(site, .k, order: 3, m: $0) }
        + (0...1).map { Self.multiplicity(site, .m, order: 2, m: $0) }
      for (count, expected) in zip(induced, representation.fingerprint.array) {
        #expect(abs(count - Double(expected)) < 1e-9, "\(site.name)")
      }
      #expect(representation.isAtOrigin == (site.positions.count == 1))
    }
  }

  /// Time reversal: both members of a pair occur equally often.
  @Test func pairsAreComplete() {
    for site in Self.sites {
      for (k, order, m) in [(KPoint.gamma, 6, 1), (.gamma, 6, 2), (.k, 3, 1)] {
        let difference =
          Self.multiplicity(site, k, order: order, m: m)
          - Self.multiplicity(site, k, order: order, m: -m)
        #expect(abs(difference) < 1e-9, "\(site.name)")
      }
    }
  }
}
