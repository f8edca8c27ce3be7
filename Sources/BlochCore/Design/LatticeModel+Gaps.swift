import Glibc
import LinearAlgebra
import WallpaperGroups

/// What lies between two neighbouring bands of a lattice model in the whole zone.
public struct LatticeCut: Sendable, Equatable {
  /// Bands below the gap.
  public var cut: Int
  public var verdict: CutVerdict
  /// Special points where a multiplet is split, so that the bands must touch.
  public var pinned: [String]
  /// Smallest direct gap found and where; 0 where the bands touch.
  public var gap: Double
  public var gapPoint: KPoint
  /// From the top of the lower band to the bottom of the upper one, each anywhere; of gapped cuts.
  public var edges: BandEdges?
  /// What the gaps may be smaller by at most.
  public var gapError: Double
  /// Of the lowest bands; of gapped cuts.
  public var chern: Int?
}

extension LatticeModel {
  /// Smallest gaps are known this well, in the largest energy that the model may have.
  private static var precision: Double { 1e-3 }
  /// Bands closer than this touch.
  private static var touching: Double { 1e-9 }

  /// Bounds of |dH/dk1| + |dH/dk2| by row sums, k along b1 and b2.
  private var slope: Double {
    var rows = [(Double, Double)](repeating: (0, 0), count: sites.count)
    for hopping in hoppings {
      let size =
        2 * Double.pi
        * (hopping.t * hopping.t + hopping.imaginary * hopping.imaginary)
        .squareRoot()
      for site in [hopping.from, hopping.to] {
        rows[site].0 += size * Double(abs(hopping.n1))
        rows[site].1 += size * Double(abs(hopping.n2))
      }
    }
    return (rows.map(\.0).max() ?? 0) + (rows.map(\.1).max() ?? 0)
  }

  /// No energy is larger: row sums of H.
  private var largestEnergy: Double {
    var rows = sites.map { abs($0.energy) }
    for hopping in hoppings {
      let size = (hopping.t * hopping.t + hopping.imaginary * hopping.imaginary).squareRoot()
      rows[hopping.from] += size
      rows[hopping.to] += size
    }
    return rows.max() ?? 0
  }

  /// Gaps of the cuts, each proved: no energy changes faster with k than the matrix does.
  /// - Parameters:
  ///   - cuts: numbers of bands below.
  ///   - corners: what `specialPoints` says.
  /// - Throws: `LinearAlgebraError`.
  public func gaps(_ cuts: [Int], corners: [SpecialPointBands]) throws -> [LatticeCut] {
    let slope = self.slope
    let size = largestEnergy
    let places = corners.map(\.k)
    return try cuts.map { cut in
      let pinned = corners.filter { $0.splitsPair(below: cut) }
      let found = try ZoneMinimum(
        slope: 2 * slope, tolerance: Self.precision * size, places: places
      ) { k in
        let energies = try bands(at: k)
        return energies[cut] - energies[cut - 1]
      }
      var result = LatticeCut(
        cut: cut, verdict: .unresolved, pinned: pinned.map(\.label), gap: found.value,
        gapPoint: found.k, edges: nil, gapError: found.value - found.bound, chern: nil)
      if let first = pinned.first {
        (result.verdict, result.gap, result.gapPoint) = (.nodes, 0, first.k)
      } else if found.value <= Self.touching * size {
        (result.verdict, result.gap) = (.nodes, 0)
      } else if found.bound > 0 {
        result.verdict = .gapped
        let top = try ZoneMinimum(slope: slope, tolerance: Self.precision * size, places: places) {
          -(try bands(at: $0)[cut - 1])
        }
        let bottom = try ZoneMinimum(
          slope: slope, tolerance: Self.precision * size, places: places
        ) { try bands(at: $0)[cut] }
        result.edges = BandEdges(
          top: -top.value, topPoint: top.k, bottom: bottom.value, bottomPoint: bottom.k)
        result.gapError = max(
          result.gapError, (top.value - top.bound) + (bottom.value - bottom.bound))
        result.chern = try chernNumber(below: cut)
      }
      return result
    }
  }

  /// Flux of the lowest bands through the plaquettes of a grid of the zone, in which overlaps along edges stand for
  /// the connection: a whole number for every grid, the right one where no plaquette has much of it
  /// (Fukui, Hatsugai and Suzuki, J. Phys. Soc. Jpn. 74, 1674 (2005)). With i <u|du> for the connection, so that it
  /// agrees with the irreps' rotation numbers modulo their order (Fang, Gilbert and Bernevig, PRB 86, 115112 (2012)).
  /// - Returns: nil where the flux through a plaquette stays above 0.7 on the finest grid, 768 x 768 for two sites.
  /// - Throws: `LinearAlgebraError`.
  public func chernNumber(below cut: Int) throws -> Int? {
    var n = 12
    while n * n * sites.count * sites.count < 1 << 23 {
      if let number = try chernNumber(below: cut, grid: n) { return number }
      n *= 2
    }
    return nil
  }

  private func chernNumber(below cut: Int, grid n: Int) throws -> Int? {
    func line(_ i: Int) throws -> [ComplexMatrix] {
      try (0..<n).map { j in
        let k = KPoint((Double(i) + 0.5) / Double(n), (Double(j) + 0.5) / Double(n))
        return try ComplexMatrix.lowestEigenpairs(matrix(at: k), count: cut, withVectors: true)
          .vectors
      }
    }
    func link(_ a: ComplexMatrix, _ b: ComplexMatrix) -> Complex {
      Self.determinant(.adjointProduct(a, b))
    }
    var (sum, largest) = (0.0, 0.0)
    let first = try line(0)
    var here = first
    for i in 0..<n {
      let next = i + 1 < n ? try line(i + 1) : first
      for j in 0..<n {
        let up = (j + 1) % n
        let flux =
          (link(here[j], here[up]) * link(here[up], next[up]) * link(next[up], next[j])
          * link(next[j], here[j])).argument
        sum += flux
        largest = max(largest, abs(flux))
      }
      if largest >= 0.7 { return nil }
      here = next
    }
    return Int((sum / (2 * Double.pi)).rounded())
  }

  /// By elimination with pivoting.
  private static func determinant(_ matrix: ComplexMatrix) -> Complex {
    let n = matrix.rows
    var a = (0..<n * n).map { Complex(matrix.storage[2 * $0], matrix.storage[2 * $0 + 1]) }
    var product = Complex.one
    for c in 0..<n {
      let pivot = (c..<n).max { a[$0 + c * n].squaredMagnitude < a[$1 + c * n].squaredMagnitude }!
      if a[pivot + c * n].squaredMagnitude == 0 { return .zero }
      if pivot != c {
        product = -product
        for j in 0..<n { a.swapAt(pivot + j * n, c + j * n) }
      }
      product = product * a[c + c * n]
      for r in c + 1..<max(n, c + 1) {
        let factor = a[r + c * n] / a[c + c * n]
        for j in c..<n { a[r + j * n] = a[r + j * n] - factor * a[c + j * n] }
      }
    }
    return product
  }
}
