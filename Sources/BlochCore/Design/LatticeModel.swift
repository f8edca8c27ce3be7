import Glibc
import LinearAlgebra

/// A tight-binding model of s-like sites with real hoppings and C6 symmetry about the origin: what a
/// geometry is to imitate. Bloch sums carry exp(ik.R) of the cell, so H(k) is periodic.
public struct LatticeModel: Sendable {
  public struct Site: Sendable, Equatable {
    /// Position along a1 and a2.
    public var x1: Double
    public var x2: Double
    public var energy: Double

    public init(_ x1: Double, _ x2: Double, energy: Double) {
      (self.x1, self.x2, self.energy) = (x1, x2, energy)
    }
  }

  /// t between site `from` of cell 0 and site `to` of the cell at n1 a1 + n2 a2; its reverse is implied.
  public struct Hopping: Sendable, Equatable {
    public var from: Int
    public var to: Int
    public var n1: Int
    public var n2: Int
    public var t: Double

    public init(_ from: Int, _ to: Int, _ n1: Int, _ n2: Int, t: Double) {
      (self.from, self.to, self.n1, self.n2, self.t) = (from, to, n1, n2, t)
    }
  }

  public let sites: [Site]
  public let hoppings: [Hopping]
  /// Where a turn by 60 degrees takes each site: another site, in the cell at (n1, n2).
  private let images: [(site: Int, n1: Int, n2: Int)]

  /// - Throws: `DesignError` when the model is not symmetric, or names sites that there are not.
  public init(sites: [Site], hoppings: [Hopping]) throws {
    guard (1...64).contains(sites.count) else {
      throw DesignError("a model has 1 to 64 sites, not \(sites.count)")
    }
    let finite = sites.allSatisfy { $0.x1.isFinite && $0.x2.isFinite && $0.energy.isFinite }
    guard finite, hoppings.allSatisfy(\.t.isFinite) else {
      throw DesignError("the model has numbers that are not finite")
    }
    guard
      hoppings.allSatisfy({
        sites.indices.contains($0.from) && sites.indices.contains($0.to) && abs($0.n1) < 1000
          && abs($0.n2) < 1000
      })
    else { throw DesignError("a hopping of the model names a site that is not there") }
    self.sites = sites
    self.hoppings = hoppings
    images = try sites.map { site in
      let (x1, x2) = (-site.x2, site.x1 + site.x2)
      for (j, other) in sites.enumerated() {
        let (d1, d2) = (x1 - other.x1, x2 - other.x2)
        if abs(d1 - d1.rounded()) < Tolerance.position
          && abs(d2 - d2.rounded()) < Tolerance.position
        {
          return (j, Int(d1.rounded()), Int(d2.rounded()))
        }
      }
      throw DesignError("the model lacks the site that a turn by 60 degrees makes of another")
    }
    // At a wave vector without symmetry of its own.
    let k = KPoint(0.1234, 0.0567)
    let turned = hamiltonian(at: k.rotated60)
    let h = hamiltonian(at: k)
    let d = rotation(at: k.rotated60, sixths: 1)
    for i in sites.indices {
      for j in sites.indices {
        let (a, b) = (images[i].site, images[j].site)
        let own = d[i] * h[i + j * sites.count] * d[j].conjugate
        let other = turned[a + b * sites.count]
        guard abs(own.re - other.re) + abs(own.im - other.im) < 1e-9 else {
          throw DesignError("the model's energies or hoppings lack C6 symmetry about the origin")
        }
      }
    }
  }

  /// Column-major.
  private func hamiltonian(at k: KPoint) -> [Complex] {
    let n = sites.count
    var h = [Complex](repeating: .zero, count: n * n)
    for (i, site) in sites.enumerated() { h[i + i * n].re += site.energy }
    for hopping in hoppings {
      // <from, 0| H |to, R> = t, so H_(from, to) = t exp(ik.R).
      let phase = Complex(
        angle: 2 * Double.pi * (k.x1 * Double(hopping.n1) + k.x2 * Double(hopping.n2)))
      let t = Complex(hopping.t, 0) * phase
      h[hopping.from + hopping.to * n] = h[hopping.from + hopping.to * n] + t
      h[hopping.to + hopping.from * n] = h[hopping.to + hopping.from * n] + t.conjugate
    }
    return h
  }

  /// The factor that each site's Bloch sum takes on in a turn that ends at wave vector k.
  private func rotation(at k: KPoint, sixths: Int) -> [Complex] {
    sites.indices.map { i in
      let (_, n1, n2) = image(of: i, sixths: sixths)
      return Complex(angle: -2 * Double.pi * (k.x1 * Double(n1) + k.x2 * Double(n2)))
    }
  }

  private func image(of site: Int, sixths: Int) -> (site: Int, n1: Int, n2: Int) {
    var at = (site: site, n1: 0, n2: 0)
    for _ in 0..<sixths {
      let next = images[at.site]
      at = (next.site, next.n1 - at.n2, next.n2 + at.n1 + at.n2)
    }
    return at
  }

  /// All bands at a wave vector, ascending: [sites].
  /// - Throws: `LinearAlgebraError`.
  public func bands(at k: KPoint) throws -> [Double] {
    var h = ComplexMatrix(rows: sites.count, columns: sites.count)
    for (i, z) in hamiltonian(at: k).enumerated() {
      h.storage[2 * i] = z.re
      h.storage[2 * i + 1] = z.im
    }
    return try ComplexMatrix.lowestEigenpairs(h, count: sites.count, withVectors: false).values
  }

  /// Energies and irreps at Gamma, K and M, from the blocks of H between states of one angular momentum.
  /// - Throws: `LinearAlgebraError`.
  public func specialPoints() throws -> [SpecialPointBands] {
    return try ZoneLayout(.c6).points.map { group in
      let n = sites.count
      let h = hamiltonian(at: group.k)
      var levels: [(energy: Double, irrep: Irrep)] = []
      // Of each pair the momentum that is positive: the number of the block.
      for (m, irrep) in group.blocks.map(\.irrep).enumerated() {
        let basis = sector(m, group)
        if basis.isEmpty { continue }
        var block = ComplexMatrix(rows: basis.count, columns: basis.count)
        for (b, right) in basis.enumerated() {
          for (a, left) in basis.enumerated() {
            var sum = Complex.zero
            for j in 0..<n {
              for i in 0..<n { sum = sum + left[i].conjugate * h[i + j * n] * right[j] }
            }
            block.storage[2 * (a + b * basis.count)] = sum.re
            block.storage[2 * (a + b * basis.count) + 1] = sum.im
          }
        }
        let values = try ComplexMatrix.lowestEigenpairs(
          block, count: basis.count, withVectors: false
        ).values
        for energy in values {
          for _ in 0..<irrep.dimension { levels.append((energy, irrep)) }
        }
      }
      levels.sort { ($0.energy, $0.irrep.rawValue) < ($1.energy, $1.irrep.rawValue) }
      return SpecialPointBands(
        label: group.label, k: group.k, energies: levels.map(\.energy), irreps: levels.map(\.irrep))
    }
  }

  /// An orthonormal basis of the states with angular momentum m.
  private func sector(_ m: Int, _ group: LittleGroup) -> [[Complex]] {
    var basis: [[Complex]] = []
    for site in sites.indices {
      var state = [Complex](repeating: .zero, count: sites.count)
      for turn in 0..<group.order {
        let sixths = turn * 6 / group.order
        let image = image(of: site, sixths: sixths).site
        let factor = rotation(at: group.k, sixths: sixths)[site]
        state[image] =
          state[image]
          + factor * Complex(angle: -2 * Double.pi * Double(m * turn) / Double(group.order))
      }
      for other in basis {
        var overlap = Complex.zero
        for (a, b) in zip(other, state) { overlap = overlap + a.conjugate * b }
        for i in state.indices { state[i] = state[i] - overlap * other[i] }
      }
      let norm = state.reduce(0) { $0 + $1.re * $1.re + $1.im * $1.im }.squareRoot()
      if norm < 1e-6 { continue }
      basis.append(state.map { Complex($0.re / norm, $0.im / norm) })
    }
    return basis
  }
}
