/// The fixed method for nodes between neighbouring bands: N x N plaquettes over the Brillouin zone, those
/// with flux pi have an odd number of nodes inside. It is blind to pairs of nodes that share a
/// plaquette, and to what bands do between the grid points.
///
/// Source: arXiv:1912.03296, appendix K. Plaquettes are rhombic, k = x1 b1 + x2 b2, and Gamma, K and M are at
/// least a sixth of a plaquette away from all edges.
public struct FluxGrid: Sendable {
  /// N.
  public let divisions: Int
  /// Corners are at x = (i + offset)/N in both directions.
  public let offset: Double

  /// - Parameter divisions: N, from 3 to 2000.
  public init(divisions: Int) throws(FluxGridError) {
    guard (3...2000).contains(divisions) else { throw .divisions(divisions) }
    self.divisions = divisions
    // Gamma, K and M are at x = 0, 1/3, 2/3 and 1/2.
    offset =
      switch (divisions % 3 == 0, divisions % 2 == 0) {
      case (_, true): 0.5
      case (true, false): 0.25
      case (false, false): 1.0 / 6
      }
  }

  /// What the grid shows of one cut.
  public struct Cut: Sendable, Equatable {
    /// Bands below the gap: n of the cut n | n+1.
    public var cut: Int
    /// Plaquettes with flux pi, row by row: column i, row j.
    public var plaquettes: [SIMD2<Int>]
    /// Their centres, 0 <= x1, x2 < 1.
    public var centres: [KPoint]
    /// High-symmetry points where a pair is split: "Gamma", "K".
    public var pinned: [String]
    /// Others where the bands touch by accident: the fluxes there tell nothing of free nodes.
    public var touching: [String]
    /// Plaquettes with flux pi that hold no pinned node. Around one at Gamma states turn once (at K half
    /// a turn): by a right angle along an edge of its plaquette, so that neighbours may seem to
    /// have a flux and are left out, too.
    public var freeNodes: Int

    /// Free nodes come in sixes; nil where those found do not, so that the grid was too coarse, and where bands
    /// touch by accident.
    public var sextets: Int? {
      touching.isEmpty && freeNodes % 6 == 0 ? freeNodes / 6 : nil
    }
  }

  /// - Parameters:
  ///   - hamiltonian: periodic in k.
  ///   - cuts: numbers of bands below the gaps, each less than the model's order and the bands known at
  ///     the corners.
  ///   - corners: bands of the same model at Gamma, K and M.
  ///   - precision: distance of bands there that counts as none.
  /// - Returns: [cuts]
  /// - Throws: when Gamma or K is missing.
  public func search(
    _ hamiltonian: TightBindingHamiltonian, cuts: [Int], corners: [SpecialPointBands],
    precision: Double = 1e-9
  ) throws(TopologyError) -> [Cut] {
    var results: [Cut] = []
    let corners = try P6.corners(corners)
    var pinnedPlaquettes: [[SIMD2<Int>]] = []
    for cut in cuts {
      var result = Cut(
        cut: cut, plaquettes: [], centres: [], pinned: [], touching: [], freeNodes: 0)
      result.touching = corners.filter {
        !$0.splitsPair(below: cut) && $0.energies[cut] - $0.energies[cut - 1] < precision
      }.map(\.label)
      var own: [SIMD2<Int>] = []
      for (corner, points) in zip(corners, [[KPoint.gamma], [.k, .kPrime]])
      where corner.splitsPair(below: cut) {
        result.pinned.append(corner.label)
        own += points.map(plaquette)
        if corner.label == "Gamma" {
          own += [(1, 0), (0, 1), (-1, 0), (0, -1)].map { i, j in
            let place = own[0] &+ SIMD2(i + divisions, j + divisions)
            return SIMD2(place.x % divisions, place.y % divisions)
          }
        }
      }
      results.append(result)
      pinnedPlaquettes.append(own)
    }
    guard let count = cuts.max() else { return [] }
    let shift = offset + 0.5
    forEachRow(hamiltonian, count: count) { j, products in
      for i in 0..<divisions {
        for at in results.indices where products[i * count + results[at].cut - 1] < 0 {
          let place = SIMD2(i, j)
          results[at].plaquettes.append(place)
          let (x1, x2) = (Double(i) + shift, Double(j) + shift)
          results[at].centres.append(
            KPoint(fraction(x1 / Double(divisions)), fraction(x2 / Double(divisions))))
          if !pinnedPlaquettes[at].contains(place) { results[at].freeNodes += 1 }
        }
      }
    }
    return results
  }

  /// Column and row of the plaquette around a wave vector.
  public func plaquette(_ k: KPoint) -> SIMD2<Int> {
    func index(_ x: Double) -> Int {
      let n = Double(divisions)
      return Int((fraction(x - offset / n) * n).rounded(.down)) % divisions
    }
    return SIMD2(index(k.x1), index(k.x2))
  }

  private func fraction(_ x: Double) -> Double { x - x.rounded(.down) }

  /// - Parameter body: takes j and the products around the plaquettes (i, j): [N][count].
  private func forEachRow(
    _ hamiltonian: TightBindingHamiltonian, count: Int, _ body: (Int, [Double]) -> Void
  ) {
    var states = BlochStates(hamiltonian, count: count)
    var flux = PlaquetteFlux<Double>(columns: divisions, order: hamiltonian.order, count: count)
    let x = (0..<divisions).map { (Double($0) + offset) / Double(divisions) }
    // As many rows together as fill all lanes.
    let together = 1 << max(0, 3 - divisions.trailingZeroBitCount)
    for first in stride(from: 0, to: divisions, by: together) {
      let rows = first..<min(first + together, divisions)
      var solved = BlochStates<TightBindingHamiltonian>.Table()
      states.append(rows.flatMap { j in x.map { KPoint($0, x[j]) } }, to: &solved)
      let size = divisions * count * hamiltonian.order
      for j in rows {
        let products = flux.add(
          Array(solved.vectors[((j - first) * size)..<((j - first + 1) * size)]))
        if j > 0 { body(j - 1, products) }
      }
    }
    body(divisions - 1, flux.close())
  }
}
