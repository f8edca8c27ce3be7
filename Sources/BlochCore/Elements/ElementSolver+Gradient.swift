import LinearAlgebra
import Meshes

extension ElementSolver {
  /// The derivative of every energy by the coefficients of the pattern, as of `BandGradient`.
  func gradient<Matrix: DenseMatrix>(
    _ crystal: Crystal<some LevelSet>, _ frames: [ElementFrame], _ bases: [PieceBasis<Matrix>?]
  ) -> BandGradient {
    var values = [[Double]](repeating: [], count: places.count)
    let first = GradientStar.all(symmetry)
    for (turns, frame) in frames.enumerated() {
      let waves = GradientStar.all(symmetry, turns: turns)
      let elements = frame.solver.elements
      let density =
        turns == 0
        ? PatternDensity(elements, crystal.levelSet, step: crystal.step, waves: waves)
        : PatternDensity(
          elements, TurnedLevelSet(base: crystal.levelSet, turns: turns), step: crystal.step,
          waves: waves)
      var known: [Int: [Double]] = [:]
      for (at, place) in places.enumerated() where place.frame == turns {
        guard let point = place.point else { continue }
        let own = known[point] ?? derivatives(frame.modes[point], density)
        known[point] = own
        values[at] = own
      }
      for piece in plan.layout.pieces.indices {
        guard let basis = bases[turns * plan.layout.pieces.count + piece] else { continue }
        var known: [KPoint: [Double]] = [:]
        for at in inside(turns, piece) {
          let k = places[at].k
          let own = known[k] ?? derivatives(basis, at: k, density)
          known[k] = own
          values[at] = own
        }
      }
    }
    // [points][bands][parts][stars]
    let hasImaginary = !first.allSatisfy(\.isReal)
    let size = first.count
    let rows = values.flatMap { own in
      stride(from: 0, to: own.count, by: size).map { own[$0..<$0 + size] }
    }
    let step = hasImaginary ? 2 : 1
    return BandGradient(
      orbits: first.map(\.vector),
      values: stride(from: 0, to: rows.count, by: step).flatMap { rows[$0] },
      imaginaryValues: hasImaginary
        ? stride(from: 1, to: rows.count, by: step).flatMap { rows[$0] } : [])
  }

  /// [bands][rows of the density] at a special point.
  private func derivatives(_ modes: ElementModes, _ density: PatternDensity) -> [Double] {
    let all = modes.blocks.map { block -> [FieldLane] in
      var sums = [FieldLane](repeating: .zero, count: density.rows * block.groups)
      density.add(
        block.field, levels: lanes(block.levels, block.groups),
        parts: block.copies.count * block.parts, groups: block.groups, to: &sums)
      return sums
    }
    var values: [Double] = []
    for state in modes.states where values.count < bands * density.rows {
      let block = modes.blocks[state.block]
      let own = (0..<density.rows).map {
        all[state.block][$0 * block.groups + state.number / 8][state.number % 8] / scale.unit
      }
      for _ in 0..<block.copies.block.bands { values += own }
    }
    return Array(values.prefix(bands * density.rows))
  }

  /// The same at another wave vector.
  private func derivatives<Matrix: DenseMatrix>(
    _ basis: PieceBasis<Matrix>, at k: KPoint, _ density: PatternDensity
  ) -> [Double] {
    // The partner of the last band of a pair is needed too.
    let hasPairs = plan.layout.hasPairs(at: k)
    let count = min(hasPairs ? bands + bands % 2 : bands, basis.whole.order)
    let groups = (count + 7) / 8
    let states = basis.whole.states(
      at: [k], count: count, tolerance: 1e-9 * scale.unit, withVectors: true)
    let factors = basis.products.factors(
      basis.whole, basis.order, states.vectors, count: 8 * groups)
    var sums = [FieldLane](repeating: .zero, count: density.rows * groups)
    for image in plan.images.indices {
      let field = basis.products.combination(
        factors, basis.order, k: k, image: image, groups: groups)
      density.add(
        field, levels: lanes(states.energies, groups), parts: 2, groups: groups, to: &sums)
    }
    // C2 carries the images over the other half of the cell.
    let factor = (symmetry.isReal ? 2 : 1) / scale.unit
    return (0..<bands).flatMap { n in
      (0..<density.rows).map { row -> Double in
        let own = sums[row * groups + n / 8][n % 8]
        if !hasPairs || n ^ 1 >= count { return factor * own }
        return 0.5 * factor * (own + sums[row * groups + (n ^ 1) / 8][(n ^ 1) % 8])
      }
    }
  }

  private func lanes(_ levels: [Double], _ groups: Int) -> [FieldLane] {
    var lanes = [FieldLane](repeating: .zero, count: groups)
    for (i, level) in levels.enumerated() where i < 8 * groups { lanes[i / 8][i % 8] = level }
    return lanes
  }
}
