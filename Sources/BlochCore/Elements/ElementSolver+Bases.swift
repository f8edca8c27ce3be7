import LinearAlgebra

extension ElementSolver {
  /// Reduced bases and what they leave.
  struct Bases<Matrix: DenseMatrix> {
    /// [frames x pieces], nil where none is needed.
    var all: [PieceBasis<Matrix>?]
    /// The largest error left between the special points, estimated.
    var left: LevelError
  }

  func bases<Matrix: DenseMatrix>(
    _ frames: inout [ElementFrame], _ richness: BasisRichness, _ withModel: Bool
  ) throws -> Bases<Matrix> {
    var found = Bases<Matrix>(all: [], left: .none)
    for turns in frames.indices {
      let wanted = plan.layout.pieces.indices.map { withModel || !inside(turns, $0).isEmpty }
      if wanted.contains(true) { frames[turns].setResponses(richness) }
      for (index, piece) in plan.layout.pieces.enumerated() {
        guard wanted[index] else {
          found.all.append(nil)
          continue
        }
        let basis = try frames[turns].basis(
          piece: index, richness, tolerance: iterationTolerance, Matrix.self)
        found.all.append(basis)
        let flat = frames[turns].flatBands(bands: bands)
        let difference = difference(
          basis, at: piece.probes,
          leavingOut: frames[turns].zeroBands(bands: bands, piece: index, at: piece.probes))
        let own = difference + miss(basis, piece: index, leavingOut: flat)
        found.left = found.left.largest(plan.components == 1 ? own : own.scaled(Self.vectorRatio))
      }
    }
    return found
  }

  /// To which levels between the special points are calculated, 1/a^2: of low ones the square root is taken.
  private var bisection: Double {
    scale.unit * (scale.isFrequency ? min(1e-3, 1e-2 * tolerance) : 1e-3) * tolerance
  }

  /// Places of the k-set in a piece of a frame that are none of its points.
  func inside(_ frame: Int, _ piece: Int) -> [Int] {
    places.indices.filter {
      places[$0].frame == frame && places[$0].piece == piece && places[$0].point == nil
    }
  }

  /// The error between the special points as the difference of two bases' lowest bands at some wave vectors tells it.
  func difference<Matrix: DenseMatrix>(
    _ basis: PieceBasis<Matrix>, at points: [KPoint], leavingOut zeros: [Int]
  ) -> LevelError {
    let (whole, other) = (basis.whole, basis.outer)
    let count = min(bands, other.order)
    if whole.order < bands || count < bands { return .infinite }
    func energies(_ basis: ReducedBasis<Matrix>) -> [Double] {
      basis.states(
        at: points, count: bands, tolerance: bisection, withVectors: false
      ).energies
    }
    return zip(energies(whole), energies(other)).enumerated().reduce(LevelError.none) {
      let (first, second) = $1.element
      if $1.offset % bands < zeros[$1.offset / bands] { return $0 }
      return $0.largest(scale.error(BasisRichness.middleRatio * abs(second - first), at: first))
    }
  }

  /// Of two components errors between the special points are larger by as much: there the bubbles' shares are larger and
  /// are interpolated.
  private static let vectorRatio = 1.8

  /// Errors between the special points over what a basis misses in the middle of its piece.
  private static let missRatio = 2.0

  /// By how much a basis misses the levels in the middle of its piece, which are known.
  func miss<Matrix: DenseMatrix>(
    _ basis: PieceBasis<Matrix>, piece: Int, leavingOut flat: Int
  ) -> LevelError {
    let middle = basis.middle
    let levels = middle.states.flatMap { state in
      [Double](
        repeating: state.level, count: middle.blocks[state.block].copies.block.bands)
    }
    let own = basis.whole.states(
      at: [plan.sources[piece].last!.k], count: bands,
      tolerance: bisection, withVectors: false
    ).energies
    return zip(own, levels).dropFirst(flat).reduce(LevelError.none) {
      $0.largest(scale.error(Self.missRatio * abs($1.0 - $1.1), at: $1.1))
    }
  }

  /// Energies wanted, irreps and the model.
  func solution<Matrix: DenseMatrix>(
    _ frames: [ElementFrame], _ bases: [PieceBasis<Matrix>?], _ error: LevelError,
    _ withModel: Bool, gradient: BandGradient? = nil
  ) throws -> BandSolution {
    var model: KeptModel?
    if withModel {
      model = KeptModel.Pieces(
        bases.compactMap { $0?.whole }, bands: bands, unit: scale.unit
      ).flatMap { KeptModel($0, layout: plan.layout) }
      if model == nil { throw SolverError("the reduced model has too many functions to be kept") }
    }
    let levels = frames.map { $0.levels(bands: bands) }
    guard levels.joined().allSatisfy({ $0.count == bands }) else {
      throw SolverError("the meshes have fewer states than bands")
    }
    var energies = [Double](repeating: 0, count: places.count * bands)
    for (at, place) in places.enumerated() {
      guard let point = place.point else { continue }
      for n in 0..<bands {
        energies[at * bands + n] = levels[place.frame][point][n].value / scale.unit
      }
    }
    for (number, basis) in bases.enumerated() {
      guard let basis else { continue }
      let (turns, piece) = number.quotientAndRemainder(dividingBy: plan.layout.pieces.count)
      fill(&energies, basis.whole, inside(turns, piece)) {
        frames[turns].zeroBands(bands: bands, piece: piece, at: $0)
      }
    }
    return BandSolution(
      energies: energies, bands: bands, specialPoints: specialPoints(levels),
      errorEstimate: error.energy, tolerated: error.measure,
      planeWaves: frames[0].solver.elements.domain.nodeCount, gradient: gradient, model: model)
  }

  /// Energies at places inside a piece.
  private func fill<Matrix: DenseMatrix>(
    _ energies: inout [Double], _ basis: ReducedBasis<Matrix>, _ own: [Int],
    zeros: ([KPoint]) -> [Int]
  ) {
    var rows: [KPoint: Int] = [:]
    var points: [KPoint] = []
    for at in own where rows[places[at].k] == nil {
      rows[places[at].k] = points.count
      points.append(places[at].k)
    }
    let hasPairs = points.map { plan.layout.hasPairs(at: $0) }
    let zeros = zeros(points)
    // The partner of the last band is needed too.
    let count = hasPairs.contains(true) ? bands + bands % 2 : bands
    let values = basis.states(
      at: points, count: count, tolerance: bisection, withVectors: false
    ).energies
    let found = min(count, basis.order)
    for at in own {
      let row = rows[places[at].k]!
      for n in 0..<bands {
        var value = values[row * found + n]
        if hasPairs[row], n ^ 1 < found { value = 0.5 * (value + values[row * found + (n ^ 1)]) }
        energies[at * bands + n] = n < zeros[row] ? 0 : value / scale.unit
      }
    }
  }

  private func specialPoints(_ levels: [[[ElementFrame.Level]]]) -> [SpecialPointBands] {
    var points: [SpecialPointBands] = []
    for turns in levels.indices {
      for (i, point) in plan.layout.points.prefix(plan.layout.specialCount).enumerated()
      where turns == 0 || i > 0 {
        var k = point.k
        for _ in 0..<turns { k = k.rotated60 }
        points.append(
          SpecialPointBands(
            label: point.label + (turns > 0 ? "\(turns)" : ""), k: k,
            energies: levels[turns][i].map { $0.value / scale.unit },
            irreps: levels[turns][i].map(\.irrep)))
      }
    }
    return points
  }
}
