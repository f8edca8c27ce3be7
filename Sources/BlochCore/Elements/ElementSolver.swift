import LinearAlgebra
import Meshes
import WallpaperGroups

/// Bands and irreps of -div(a grad u) + v u = lambda b u in crystals of two materials, by quadratic finite elements on
/// meshes that follow the interface: for equations whose a jumps, where plane waves converge slowly. Elastic waves in
/// the plane too, whose u has two components.
///
/// A ladder of meshes is climbed until the estimate is within the tolerance. Tables are made once; `solve` may be
/// called from many threads.
package struct ElementSolver: Sendable {
  /// What becomes of one of the materials.
  package enum Exclusion: Sendable {
    /// Both are there.
    case none
    /// The inside or the outside is left out, and the flux a du/dn vanishes at its rim.
    case rigid(isInside: Bool)
    /// The same, and the field vanishes.
    case soft(isInside: Bool)

    package var side: Bool? {
      switch self {
      case .none: nil
      case .rigid(let isInside), .soft(let isInside): isInside
      }
    }

    package var isSoft: Bool {
      if case .soft = self { true } else { false }
    }
  }

  package let symmetry: CrystalSymmetry
  package let kset: KSet
  package let bands: Int
  package let tolerance: Double
  let plan: ElementPlan
  let scale: ErrorScale
  let places: [ZoneLayout.Place]

  /// - Parameters:
  ///   - symmetry: of the crystals to be solved.
  ///   - kset: wave vectors wanted.
  ///   - bands: number of bands, 1 to 40.
  ///   - tolerance: largest error wanted, 1e-6 to 1.
  ///   - unit: of lambda that the solutions are in units of, 1/a^2; (2 pi)^2 makes them squares of a/wavelength.
  ///   - isFrequency: whether the tolerance is of the square root of lambda over the unit, else of lambda itself.
  ///   - field: what operations do with u besides moving it.
  /// - Throws: `SolverError` for options out of range.
  package init(
    symmetry: CrystalSymmetry, kset: KSet, bands: Int, tolerance: Double,
    unit: Double = CrystalMedium.unit, isFrequency: Bool = true,
    field: WaveEquation.Field = .scalar
  ) throws {
    guard (1...40).contains(bands) else {
      throw SolverError("the number of bands must be 1 to 40, not \(bands)")
    }
    guard tolerance >= 1e-6, tolerance <= 1 else {
      throw SolverError("the tolerance must be 1e-6 to 1 for elements")
    }
    guard !kset.points.isEmpty else { throw SolverError("no wave vectors to solve at") }
    self.symmetry = symmetry
    self.kset = kset
    self.bands = bands
    self.tolerance = tolerance
    scale = ErrorScale(unit: unit, isFrequency: isFrequency)
    let layout = ZoneLayout.of(symmetry)
    plan = ElementPlan(layout, field: field, bands: bands)
    places = kset.points.map { layout.locate($0) }
  }

  /// - Parameters:
  ///   - levelSet: positive inside; with the group's symmetry.
  ///   - step: the pattern inside less that outside, which derivatives go by.
  ///   - withGradient: whether derivatives of the energies by the pattern are wanted too.
  ///   - withModel: whether the bands are wanted as small matrices too.
  /// - Throws: `SolverError` for media that are not positive or when the tolerance is out of reach,
  ///   `LinearAlgebraError`.
  package func solve(
    _ levelSet: some LevelSet, inside: Medium, outside: Medium,
    excluding exclusion: Exclusion = .none, step: Double = 1, withGradient: Bool = false,
    withModel: Bool = false
  ) throws -> BandSolution {
    for medium in [inside, outside] {
      guard medium.a > 0, medium.b > 0, medium.a.isFinite, medium.b.isFinite, medium.v.isFinite
      else { throw SolverError("the coefficients of a material must be positive and finite") }
      guard medium.components == plan.components, (medium.lame ?? 0) + medium.a > 0,
        medium.lame?.isFinite ?? true
      else { throw SolverError("the moduli of a material must be those of a solid") }
      guard plan.components == 1 || medium.v == 0 else {
        throw SolverError("elastic waves have no potential")
      }
    }
    guard !withGradient || exclusion.side == nil else {
      throw SolverError(
        "there is no --gradient of crystals with a boundary: their pattern cannot change a little")
    }
    guard !withGradient || plan.components == 1 else {
      throw SolverError("there is no --gradient of elastic waves in the plane")
    }
    let crystal = Crystal(
      levelSet: levelSet, inside: inside, outside: outside, exclusion: exclusion, step: step)
    return try symmetry.isReal
      ? climb(crystal, withGradient, withModel, RealMatrix.self)
      : climb(crystal, withGradient, withModel, ComplexMatrix.self)
  }

  /// What is solved.
  struct Crystal<Levels: LevelSet> {
    let levelSet: Levels
    let inside: Medium
    let outside: Medium
    let exclusion: Exclusion
    let step: Double
  }

  private func climb<Matrix: DenseMatrix>(
    _ crystal: Crystal<some LevelSet>, _ withGradient: Bool, _ withModel: Bool, _: Matrix.Type
  ) throws -> BandSolution {
    let onlyPoints = !withModel && places.allSatisfy { $0.point != nil }
    var search = Search(
      rungs: ElementRung.ladder(components: plan.components), tolerance: tolerance,
      onlyPoints: onlyPoints)
    var frames: [ElementFrame] = []
    var error = LevelError.infinite
    var reached: LevelError?
    var trouble: String?
    while let rung = search.next() {
      if search.isNewMesh {
        (frames, trouble) = try self.frames(crystal, rung.spacing)
        if trouble != nil {
          search.skipMesh()
          continue
        }
        error = frames.reduce(LevelError.none) { $0.largest(levelError($1)) }
      }
      if error.measure > tolerance {
        if error.measure < reached?.measure ?? .infinity { reached = error }
        search.skipMesh()
        continue
      }
      let bases: Bases<Matrix> = try self.bases(&frames, rung.richness, withModel)
      let total = error + bases.left
      if total.measure < reached?.measure ?? .infinity { reached = total }
      if total.measure > tolerance { continue }
      return try solution(
        frames, bases.all, total, withModel,
        gradient: withGradient ? gradient(crystal, frames, bases.all) : nil)
    }
    if let reached {
      let quantity = scale.isFrequency ? "in omega a/(2 pi c)" : "Vmax"
      throw SolverError(
        "the finest mesh reaches only \(WaveSolver.rounded(reached.measure)) \(quantity); ask for a larger --tolerance"
      )
    }
    throw SolverError("no mesh resolves the interface: \(trouble ?? "none can be made")")
  }

  /// A mesh with the levels at the special points in all frames, or what is wrong with it.
  private func frames(
    _ crystal: Crystal<some LevelSet>, _ spacing: MeshSpacing
  ) throws -> (frames: [ElementFrame], trouble: String?) {
    let mesh: CrystalMesh
    do {
      mesh = try CrystalMesh(
        levelSet: crystal.levelSet, group: symmetry.group, lattice: symmetry.lattice,
        spacing: spacing)
    } catch {
      return ([], error.description)
    }
    if let flag = mesh.report?.flags.first { return ([], flag) }
    let frames = try (0..<plan.layout.frames).map {
      try ElementFrame(plan, mesh, crystal, turns: $0, tolerance: iterationTolerance)
    }
    return (frames, frames.flatMap(\.flags).first)
  }

  /// What the iteration may leave, 1/a^2: little of the tolerance for levels from about one on.
  var iterationTolerance: Double { 0.04 * tolerance * scale.unit }

  /// The largest error of the levels at the special points, estimated.
  func levelError(_ frame: ElementFrame) -> LevelError {
    frame.levels(bands: bands).joined().reduce(LevelError.none) {
      $0.largest(scale.error($1.error, at: $1.value))
    }
  }
}

/// Which rungs of the ladder are tried.
private struct Search {
  private var rungs: ArraySlice<ElementRung>
  private var last: ElementRung?
  /// Whether the rung has another mesh than the one before.
  private(set) var isNewMesh = true

  init(rungs: [ElementRung], tolerance: Double, onlyPoints: Bool) {
    let first = rungs.firstIndex { (onlyPoints ? $0.usualAtPoints : $0.usual) <= tolerance }
    self.rungs = rungs[(first ?? rungs.count - 1)...]
  }

  mutating func next() -> ElementRung? {
    guard let rung = rungs.popFirst() else { return nil }
    isNewMesh = rung.spacing != last?.spacing
    last = rung
    return rung
  }

  /// Passes over rungs with the same mesh.
  mutating func skipMesh() {
    while let rung = rungs.first, rung.spacing == last?.spacing { rungs.removeFirst() }
  }
}
