import Glibc
import LinearAlgebra
import WallpaperGroups

/// A tight-binding model of s-like sites with the symmetry of a wallpaper group: what a geometry is to imitate, or a
/// model without time reversal. Bloch sums carry exp(ik.R) of the cell, so H(k) is periodic.
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

  /// t = <from, cell 0|H|to, cell n1 a1 + n2 a2>; its reverse is implied.
  public struct Hopping: Sendable, Equatable {
    public var from: Int
    public var to: Int
    public var n1: Int
    public var n2: Int
    /// Real and imaginary part.
    public var t: Double
    public var imaginary: Double

    public init(_ from: Int, _ to: Int, _ n1: Int, _ n2: Int, t: Double, imaginary: Double = 0) {
      (self.from, self.to, self.n1, self.n2) = (from, to, n1, n2)
      (self.t, self.imaginary) = (t, imaginary)
    }
  }

  public let symmetry: CrystalSymmetry
  public let sites: [Site]
  public let hoppings: [Hopping]
  /// [operations][sites]: where an operation takes each site: another site, in the cell at (n1, n2).
  private let images: [[(site: Int, n1: Int, n2: Int)]]

  /// Of energies and hoppings.
  private static let largest = 1e12

  /// Whether all hoppings are real. Imaginary ones are taken to break time reversal, be it by a choice of phases.
  public var timeReversal: Bool { hoppings.allSatisfy { $0.imaginary == 0 } }

  /// - Throws: `DesignError` when the model is not symmetric, or names sites that there are not.
  public init(symmetry: CrystalSymmetry = .c6, sites: [Site], hoppings: [Hopping]) throws {
    guard (1...64).contains(sites.count) else {
      throw DesignError("a model has 1 to 64 sites, not \(sites.count)")
    }
    guard sites.allSatisfy({ abs($0.x1) < 1000 && abs($0.x2) < 1000 }) else {
      throw DesignError("a site of the model is not within 1000 cells")
    }
    guard sites.allSatisfy({ abs($0.energy) <= Self.largest }),
      hoppings.allSatisfy({ abs($0.t) <= Self.largest && abs($0.imaginary) <= Self.largest })
    else { throw DesignError("an energy or hopping of the model is over 10^12 or no number") }
    guard
      hoppings.allSatisfy({
        sites.indices.contains($0.from) && sites.indices.contains($0.to) && abs($0.n1) < 1000
          && abs($0.n2) < 1000
      })
    else { throw DesignError("a hopping of the model names a site that is not there") }
    self.symmetry = symmetry
    self.sites = sites
    self.hoppings = hoppings
    images = try symmetry.group.operations.map { operation in
      try sites.map { try Self.image(of: $0, operation, sites, symmetry) }
    }
    // At a wave vector without symmetry of its own.
    let k = KPoint(0.1234, 0.0567)
    let h = hamiltonian(at: k)
    for (index, operation) in symmetry.group.operations.enumerated() {
      let image = KPoint(operation.image(x1: k.x1, x2: k.x2))
      let turned = hamiltonian(at: image)
      let d = factors(of: index, at: image)
      for i in sites.indices {
        for j in sites.indices {
          let (a, b) = (images[index][i].site, images[index][j].site)
          let own = d[i] * h[i + j * sites.count] * d[j].conjugate
          let other = turned[a + b * sites.count]
          guard abs(own.re - other.re) + abs(own.im - other.im) < 1e-9 else {
            throw DesignError(
              "the model's energies or hoppings lack \(symmetry.name) symmetry about the origin")
          }
        }
      }
    }
  }

  private static func image(
    of site: Site, _ operation: Operation, _ sites: [Site], _ symmetry: CrystalSymmetry
  ) throws -> (site: Int, n1: Int, n2: Int) {
    let x1 =
      Double(operation.w11) * site.x1 + Double(operation.w12) * site.x2
      + 0.5 * Double(operation.t1)
    let x2 =
      Double(operation.w21) * site.x1 + Double(operation.w22) * site.x2
      + 0.5 * Double(operation.t2)
    for (j, other) in sites.enumerated() {
      let (d1, d2) = (x1 - other.x1, x2 - other.x2)
      if abs(d1 - d1.rounded()) < Tolerance.position && abs(d2 - d2.rounded()) < Tolerance.position
      {
        return (j, Int(d1.rounded()), Int(d2.rounded()))
      }
    }
    throw DesignError(
      "the model lacks the site that an operation of \(symmetry.name) makes of another")
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
      let t = Complex(hopping.t, hopping.imaginary) * phase
      h[hopping.from + hopping.to * n] = h[hopping.from + hopping.to * n] + t
      h[hopping.to + hopping.from * n] = h[hopping.to + hopping.from * n] + t.conjugate
    }
    return h
  }

  /// The factor that each site's Bloch sum takes on under an operation that ends at wave vector k.
  private func factors(of operation: Int, at k: KPoint) -> [Complex] {
    images[operation].map { image in
      Complex(angle: -2 * Double.pi * (k.x1 * Double(image.n1) + k.x2 * Double(image.n2)))
    }
  }

  /// H(k).
  func matrix(at k: KPoint) -> ComplexMatrix {
    var h = ComplexMatrix(rows: sites.count, columns: sites.count)
    for (i, z) in hamiltonian(at: k).enumerated() {
      h.storage[2 * i] = z.re
      h.storage[2 * i + 1] = z.im
    }
    return h
  }

  /// All bands at a wave vector, ascending: [sites].
  /// - Throws: `LinearAlgebraError`.
  public func bands(at k: KPoint) throws -> [Double] {
    try ComplexMatrix.lowestEigenpairs(matrix(at: k), count: sites.count, withVectors: false)
      .values
  }

  /// Energies and irreps at the special points, from the blocks of H between states that transform like the first row of
  /// an irrep.
  /// - Throws: `LinearAlgebraError`.
  public func specialPoints() throws -> [SpecialPointBands] {
    let metric = WaveMetric(symmetry.lattice)
    return try symmetry.group.points(timeReversal: timeReversal).map { point in
      let little = LittleGroup(point, of: symmetry.group, metric: metric)
      let n = sites.count
      let h = hamiltonian(at: little.k)
      var levels: [(energy: Double, irrep: Irrep)] = []
      for block in little.blocks {
        let basis = rows(of: block, point, little.k)
        if basis.isEmpty { continue }
        var matrix = ComplexMatrix(rows: basis.count, columns: basis.count)
        for (b, right) in basis.enumerated() {
          for (a, left) in basis.enumerated() {
            var sum = Complex.zero
            for j in 0..<n {
              for i in 0..<n { sum = sum + left[i].conjugate * h[i + j * n] * right[j] }
            }
            matrix.storage[2 * (a + b * basis.count)] = sum.re
            matrix.storage[2 * (a + b * basis.count) + 1] = sum.im
          }
        }
        let values = try ComplexMatrix.lowestEigenpairs(
          matrix, count: basis.count, withVectors: false
        ).values
        for energy in values { for _ in 0..<block.bands { levels.append((energy, block.irrep)) } }
      }
      levels.sort {
        ($0.energy, $0.irrep.rawValue, $0.irrep.symbol)
          < ($1.energy, $1.irrep.rawValue, $1.irrep.symbol)
      }
      return SpecialPointBands(
        label: little.label, k: little.k, energies: levels.map(\.energy),
        irreps: levels.map(\.irrep))
    }
  }

  /// An orthonormal basis of the states P_11 projects on, P_11 = (d/|L|) sum over g of conj(D_11(g)) g.
  private func rows(of block: SymmetryBlock, _ point: SpecialPoint, _ k: KPoint) -> [[Complex]] {
    var basis: [[Complex]] = []
    for site in sites.indices {
      var state = [Complex](repeating: .zero, count: sites.count)
      for (matrix, index) in zip(block.matrices, point.littleGroup) {
        let image = images[index][site].site
        state[image] = state[image] + factors(of: index, at: k)[site] * matrix[0].conjugate
      }
      for other in basis {
        var overlap = Complex.zero
        for (a, b) in zip(other, state) { overlap = overlap + a.conjugate * b }
        for i in state.indices { state[i] = state[i] - overlap * other[i] }
      }
      let norm = state.reduce(0) { $0 + $1.squaredMagnitude }.squareRoot()
      if norm < 1e-6 { continue }
      basis.append(state.map { Complex($0.re / norm, $0.im / norm) })
    }
    return basis
  }
}
