import BlochCore
import LinearAlgebra
import Meshes

/// Strips by finite elements: of waves whose stiffness jumps.
public struct ElementWallSolver: Sendable {
  let options: ExactWallSolver
  /// Meshes that are tried.
  private let ladder: [MeshSpacing]

  public init(_ options: ExactWallSolver) { self.init(options, ladder: MeshSpacing.ladder) }

  package init(_ options: ExactWallSolver, ladder: [MeshSpacing]) {
    self.options = options
    self.ladder = ladder
  }

  /// Whether a strip is one for elements: of waves whose stiffness jumps, and with hard ends.
  public static func isNeeded(_ strip: Strip) -> Bool {
    strip.isHard || strip.crystals.contains { $0.medium.map { !$0.isByPlaneWaves } ?? false }
  }

  /// - Throws: `SolverError` where the tolerance is out of reach or there is no contour, `LinearAlgebraError`.
  public func solve(_ strip: Strip) throws -> DomainWall {
    let search = try options.search(strip)
    guard search.hasGap else { return search.closed }
    let crystals = try strip.contours()
    let first = crystals[0]
    let frame = strip.frame
    let levels = strip.levels(crystals)
    guard !levels.isCut else {
      throw SolverError("the strip ends where it cuts a contour; choose another --edge")
    }
    let own = strip.crystals[0]
    let isPotential = own.medium == nil
    // lambda in 1/|A1|^2 of an energy.
    let unit = (isPotential ? own.vMax : CrystalMedium.unit) * frame.period * frame.period
    func measure(_ error: Double, _ energy: Double) -> Double {
      isPotential ? error : error / (2 * max(energy, error).squareRoot())
    }
    var reached = Double.infinity
    let tolerance = options.tolerance
    // Narrow channels between rigid bodies are more than bubbles can tell on coarse meshes.
    let isOneSided = first.exclusion.side != nil && ladder.count > 2
    for spacing in ladder.dropFirst(isOneSided ? 2 : 0) {
      let solver = try LayeredSolver(
        levels, layers: strip.layers.count + (strip.isHard ? 1 : 0), edge: strip.edge,
        inside: Self.scaled(first.inside, frame, isPotential),
        outside: Self.scaled(first.outside, frame, isPotential), excluding: first.exclusion,
        ends: strip.isHard ? Self.ends(own.medium?.equation ?? .schroedinger) : nil,
        spacing: spacing, sigma: unit * 0.5 * (search.lower + search.upper))
      let contour =
        options.withDisorder
        ? StripContour(
          solver.contour(),
          ContourJumps(
            first.inside, first.outside, leavingOut: first.exclusion.side,
            isSoft: first.exclusion.isSoft), strip) : nil
      var all: [StripLevels] = []
      for (at, kappa) in options.kappas.enumerated() {
        let own = try Self.levels(
          solver, kappa, unit: unit, window: search.window, gap: search.opening(at),
          edge: strip.edge, contour: contour?.contour)
        let error = own.between.reduce(0) {
          max($0, measure(own.errors[$1], own.energies[$1]))
        }
        if error > tolerance {
          reached = min(reached, error)
          break
        }
        all.append(own)
      }
      if all.count < options.kappas.count { continue }
      return try options.result(
        strip, search, all.map { options.kept($0, measure) }, functions: solver.unknowns,
        contour: contour)
    }
    throw SolverError(
      "the finest mesh reaches only \(WaveSolver.rounded(reached)) \(isPotential ? "Vmax" : "in omega a/(2 pi c)"); ask for a larger --tolerance"
    )
  }

  /// What errors are multiplied by: of 1,000 levels on coarse meshes one was as far off as 1.1 times what elements claim.
  private static let margin = 1.5

  /// Metal for light, walls of infinite height for potentials, rigid bodies for sound; solids end freely.
  private static func ends(_ equation: WaveEquation) -> LayeredSolver.HardEnds {
    [.schroedinger, .tm].contains(equation) ? .soft : .rigid
  }

  /// In units of |A1|: potentials are in 1/a^2.
  private static func scaled(
    _ medium: Medium, _ frame: StripFrame, _ isPotential: Bool
  ) -> Medium {
    var result = medium
    if isPotential { result.v *= frame.period * frame.period }
    return result
  }

  private static func levels(
    _ solver: LayeredSolver, _ kappa: Double, unit: Double, window: ClosedRange<Double>,
    gap: ClosedRange<Double>?, edge: Double, contour: LayeredContour?
  ) throws -> StripLevels {
    func scaled(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
      unit * range.lowerBound...unit * range.upperBound
    }
    let found = try solver.states(
      kappa, interest: scaled(gap ?? window), window: scaled(window))
    // Levels at the ends of the window lack what lies beyond it.
    let rest = (window.upperBound - window.lowerBound) / 6
    let inner = window.lowerBound + rest...window.upperBound - rest
    let order = found.levels.indices.filter {
      inner.contains(found.levels[$0] / unit) || gap?.contains(found.levels[$0] / unit) == true
    }.sorted { found.levels[$0] < found.levels[$1] }
    let energies = order.map { found.levels[$0] / unit }
    let errors = order.map { margin * found.errors[$0] / unit }
    let between = energies.indices.filter { at in
      gap.map {
        energies[at] - errors[at] > $0.lowerBound && energies[at] + errors[at] < $0.upperBound
      } ?? false
    }
    let picked = between.map { order[$0] }
    let (vectors, points) = found.samples(picked)
    var slopes = found.slopes(picked)
    for at in slopes.storage.indices { slopes.storage[at] /= unit }
    return StripLevels(
      kappa: kappa, energies: energies, errors: errors, between: between, vectors: vectors,
      slopes: slopes,
      overlaps: overlaps(vectors, points.map(\.across), layers: solver.layerCount),
      contour: contour.map {
        let own = found.values(picked, on: $0)
        return StripContour.Values(value: own.value, slopes: (own.tangential, own.flux))
      },
      functions: .samples(
        points.map { ($0.along, $0.across + edge - 1, $0.root) }, layers: solver.layerCount))
  }

  /// Overlaps within half layers.
  private static func overlaps(
    _ vectors: ComplexMatrix, _ positions: [Double], layers: Int
  ) -> [ComplexMatrix] {
    let bins = 2 * layers
    let count = vectors.columns
    var result = [ComplexMatrix](
      repeating: ComplexMatrix(rows: count, columns: count), count: bins)
    for (row, position) in positions.enumerated() {
      let bin = min(bins - 1, Int(2 * position))
      for j in 0..<count {
        let b = 2 * (row + j * vectors.rows)
        for i in 0..<count {
          let a = 2 * (row + i * vectors.rows)
          let (p, q) = (vectors.storage[a], vectors.storage[a + 1])
          let (r, s) = (vectors.storage[b], vectors.storage[b + 1])
          result[bin].storage[2 * (i + j * count)] += p * r + q * s
          result[bin].storage[2 * (i + j * count) + 1] += p * s - q * r
        }
      }
    }
    return result
  }
}
