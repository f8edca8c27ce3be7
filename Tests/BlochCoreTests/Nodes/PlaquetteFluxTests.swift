import BlochCore
import Glibc
import LinearAlgebra
import Testing

/// Berry fluxes of complex states: Haldane's model, honeycomb and kagome lattices.
@Suite struct PlaquetteFluxTests {
  /// Arguments of the products around the plaquettes: [row][column][bands].
  /// - Parameter states: of the lowest bands at k: [bands][order].
  private func fluxes(
    divisions n: Int, offset: Double, order: Int, count: Int,
    _ states: (KPoint) throws -> [[Complex]]
  ) rethrows -> [[[Double]]] {
    var flux = PlaquetteFlux<Complex>(columns: n, order: order, count: count)
    var rows: [[Complex]] = []
    for j in 0..<n {
      let row = try (0..<n).flatMap { i in
        try states(KPoint((Double(i) + offset) / Double(n), (Double(j) + offset) / Double(n)))
          .flatMap { $0 }
      }
      rows.append(flux.add(row))
    }
    rows.append(flux.close())
    #expect(rows[0].isEmpty)
    return rows.dropFirst().map { row in
      (0..<n).map { i in (0..<count).map { row[i * count + $0].argument } }
    }
  }

  /// Lower state of ((z, f), (conj f, -z)).
  private func lower(_ z: Double, _ f: Complex) -> [Complex] {
    let d = (z * z + f.squaredMagnitude).squareRoot()
    let state = z > 0 ? [-f, Complex(z + d, 0)] : [Complex(d - z, 0), -f.conjugate]
    let norm = (state[0].squaredMagnitude + state[1].squaredMagnitude).squareRoot()
    return state.map { Complex($0.re / norm, $0.im / norm) }
  }

  private func phase(_ x: Double) -> Complex {
    Complex(angle: 2 * Double.pi * x)
  }

  private func honeycomb(_ k: KPoint) -> Complex {
    Complex.one - -phase(-k.x1) - -phase(-k.x2)
  }

  /// PRL 61, 2015 (1988): nearest neighbours 1, next ones t2 exp(+-i phi), masses +-m. The masses at K
  /// and K' are m +- 3 sqrt 3 t2 sin phi; the Chern number is half the difference of their signs, since f
  /// is proportional to qx + i qy at K and to qx - i qy at K'.
  @Test(arguments: [0.2, 0.5, 1, -0.5, -0.9], [15, 16, 31])
  func haldanesModelHasItsChernNumbers(_ turns: Double, _ divisions: Int) {
    let (t2, phi) = (0.3, turns * Double.pi / 2)
    let critical = 3 * (3.0).squareRoot() * t2 * sin(phi)
    for (ratio, isInside) in [
      (0, true), (0.97, true), (1.03, false), (-0.97, true), (-1.03, false), (3, false),
    ] {
      let mass = ratio * critical
      let found = fluxes(divisions: divisions, offset: 1.0 / 6, order: 2, count: 1) { k in
        let turns = [k.x1, k.x2 - k.x1, -k.x2]
        let z = mass - 2 * t2 * sin(phi) * turns.reduce(0) { $0 + sin(2 * Double.pi * $1) }
        return [lower(z, honeycomb(k))]
      }
      let chern = found.joined().reduce(0) { $0 + $1[0] } / (2 * Double.pi)
      let expected = isInside ? (phi > 0 ? 1.0 : -1) : 0
      #expect(abs(chern - expected) < 1e-9, "\(ratio) \(chern)")
    }
  }

  /// Plaquettes with flux pi; all others have none, but for some that may have any.
  private func plaquettesWithPi(
    _ fluxes: [[[Double]]], cut: Int, tolerance: Double, ignoring: Set<SIMD2<Int>> = []
  ) -> [SIMD2<Int>] {
    var found: [SIMD2<Int>] = []
    for (j, row) in fluxes.enumerated() {
      for (i, flux) in row.enumerated() where !ignoring.contains(SIMD2(i, j)) {
        let size = abs(flux[cut - 1])
        #expect(min(size, Double.pi - size) < tolerance)
        if size > 1 { found.append(SIMD2(i, j)) }
      }
    }
    return found
  }

  @Test(arguments: [3, 10, 16]) func honeycombHasNodesAtK(_ divisions: Int) throws {
    let grid = try FluxGrid(divisions: divisions)
    let found = fluxes(divisions: divisions, offset: grid.offset, order: 2, count: 1) {
      [lower(0, honeycomb($0))]
    }
    #expect(
      Set(plaquettesWithPi(found, cut: 1, tolerance: 1e-7))
        == [grid.plaquette(.k), grid.plaquette(.kPrime)])
  }

  /// Bands 1 and 2 touch in cones at K; 2 and 3 touch quadratically at Gamma, without a flux, but the edges
  /// next to it see right angles.
  /// C2T acts on functions on 3c in a way that depends on k: other fluxes vanish with the plaquettes' size.
  @Test(arguments: [16, 37]) func kagomeHasNodesAtK(_ divisions: Int) throws {
    let grid = try FluxGrid(divisions: divisions)
    let tolerance = 10 / Double(divisions)
    let found = try fluxes(divisions: divisions, offset: grid.offset, order: 3, count: 2) { k in
      var h = ComplexMatrix(rows: 3, columns: 3)
      for (i, j, x) in [(0, 1, k.x1 - k.x2), (0, 2, -k.x2), (1, 2, -k.x1)] {
        let t = phase(x)
        (h.storage[2 * (i + 3 * j)], h.storage[2 * (i + 3 * j) + 1]) = (-1 - t.re, -t.im)
        (h.storage[2 * (j + 3 * i)], h.storage[2 * (j + 3 * i) + 1]) = (-1 - t.re, t.im)
      }
      let states = try ComplexMatrix.lowestEigenpairs(h, count: 2).vectors.storage
      return (0..<2).map { band in
        (0..<3).map { Complex(states[6 * band + 2 * $0], states[6 * band + 2 * $0 + 1]) }
      }
    }
    #expect(
      Set(plaquettesWithPi(found, cut: 1, tolerance: tolerance))
        == [grid.plaquette(.k), grid.plaquette(.kPrime)])
    let n = divisions
    let gamma = grid.plaquette(.gamma)
    let near = [(1, 0), (0, 1), (n - 1, 0), (0, n - 1)].map { i, j in
      SIMD2((gamma.x + i) % n, (gamma.y + j) % n)
    }
    #expect(
      plaquettesWithPi(found, cut: 2, tolerance: tolerance, ignoring: Set(near)).isEmpty)
  }

  /// Determinants against the sum over permutations, also where a leading part is singular.
  @Test func determinantsOfAllLeadingParts() {
    var source = TightBindingSource(21)
    for turn in 0..<20 {
      let (n, order) = (4, 7)
      var a = (0..<n * order).map { _ in Complex(source.next(), source.next()) }
      let b = (0..<n * order).map { _ in Complex(source.next(), source.next()) }
      if turn % 2 == 0 {
        // The first two overlaps vanish.
        for i in 0..<order { a[i] = i == 0 ? .one : .zero }
        a[0] = -(b[1] / b[0]).conjugate
        a[1] = .one
      }
      let s = (0..<n).map { i in
        (0..<n).map { j in
          (0..<order).reduce(Complex.zero) {
            $0 - -(a[i * order + $1].conjugate * b[j * order + $1])
          }
        }
      }
      func minor(_ rows: [Int], _ column: Int) -> Complex {
        if rows.isEmpty { return .one }
        var sum = Complex.zero
        for (at, row) in rows.enumerated() {
          let rest = rows.filter { $0 != row }
          let term = s[row][column] * minor(rest, column + 1)
          sum = sum - (at % 2 == 0 ? -term : term)
        }
        return sum
      }
      var found = [Complex](repeating: .zero, count: n)
      var determinants = OverlapDeterminants<Complex>(order: order, count: n)
      determinants.compute(a, b, into: &found)
      for size in 1...n {
        let difference = found[size - 1] - minor(Array(0..<size), 0)
        #expect(difference.squaredMagnitude < 1e-20, "\(turn) \(size)")
      }
    }
  }
}
