import BlochCore
import BlochRecords
import LinearAlgebra
import RecordStream
import Synchronization
import ToolSupport

/// Finds designs for one goal after the other.
struct Designer {
  /// Of the exact energies of a design, Vmax.
  private static let tolerance = 1e-4
  /// Of those that a search or a polish begins with, Vmax.
  private static let roughTolerance = 6e-4

  /// Pixels of the search by network: enough for every Fourier coefficient that it reads.
  private static let searchPixels = 64

  let options: SearchOptions
  let vMax: Double
  let history: Bool
  let showsProgress: Bool?
  /// What the search descends on; without it the exact solver.
  private let network: (file: NetworkFile, packed: PackedWeights)?
  /// Whether designs are polished and solved exactly.
  private let isExact: Bool
  private let team: WorkerTeam
  private let fill: ClosedRange<Double>
  private let coarse: DesignSpace
  private let fine: DesignSpace

  /// - Throws: `StreamError` for pixels too few for the field's cut-off.
  init(
    network file: NetworkFile?, isExact: Bool, options: SearchOptions, vMax: Double, history: Bool,
    showsProgress: Bool?, threads: Int
  ) throws {
    network = file.map {
      ($0, PackedWeights($0.network.network, $0.network.weights, derivatives: true))
    }
    self.isExact = isExact
    self.options = options
    self.vMax = vMax
    self.history = history
    self.showsProgress = showsProgress
    team = WorkerTeam(threads: threads)
    fill = try options.fillRange()
    var pixels = min(options.pixels, max(Self.searchPixels, 8 * options.fieldCutoff))
    if case .pixels(let n)? = file?.network.input.kind { pixels = n }
    do {
      fine = try DesignSpace(
        cutoff: isExact && options.polish > 0 ? options.fineCutoff : options.fieldCutoff,
        pixels: options.pixels)
      coarse = try DesignSpace(cutoff: options.fieldCutoff, pixels: pixels)
    } catch let error as GeometryError { throw StreamError(.usage, "\(error)") }
  }

  /// A geometry that was found.
  private struct Found {
    var start: Int
    var searchLoss: Double
    var cell: UnitCell
    /// By the exact solver, or what the network says in its place.
    var solution: BandSolution
    var sample: BandSample
    var loss: Double
    /// Smallest feature, a; 0 when it was not asked for.
    var feature = 0.0
  }

  /// The best designs for a goal, the best first.
  /// - Parameter match: the goal's term of the target, if any.
  /// - Throws: `DesignError` for a goal that the method cannot look at, `StreamError` when nothing is found.
  func designs(_ goal: Goal, match: BandMatch?, target: PBRecord?) throws -> [PBRecord] {
    var search = DesignSearch()
    search.starts = options.starts
    search.steps = options.steps
    search.rate = options.rate
    search.beta = options.beta
    search.seed = options.seed
    search.constraints = DesignConstraints(
      penalty: options.penalty, fill: fill)
    let (coarse, vMax) = (coarse, vMax)
    let total = options.starts * options.steps
    let progress = Progress(
      tool: "invdesign", total: total, wanted: showsProgress, unit: "steps")
    let done = SharedProgress(progress)
    let outcome: DesignSearch.Outcome
    if let (file, packed) = network {
      outcome = try search.run(coarse, team: team) {
        try NetworkBands(file.network, packed, space: coarse, goal: goal, capacity: $0)
      } progress: {
        done.add($0)
      }
    } else {
      let tables = ExactTables(space: coarse, goal: goal, vMax: vMax, accuracy: Self.roughTolerance)
      outcome = try search.run(coarse, team: team) { _ in
        ExactBands(tables)
      } progress: {
        done.add($0)
      }
    }
    progress.update(total, final: true)
    let ranking = outcome.ranking
    guard !ranking.isEmpty else {
      throw StreamError(.computationFailed, "no start has a finite loss; use a smaller --rate")
    }
    let candidates = Array(ranking.prefix(max(options.candidates, options.keep)))
    var found = try finished(goal, outcome, candidates)
    try findFeatures(&found)
    func isNarrow(_ design: Found) -> Bool { design.feature < (options.feature ?? 0) }
    found.sort { (isNarrow($0) ? 1 : 0, $0.loss) < (isNarrow($1) ? 1 : 0, $1.loss) }
    if let first = found.first, isNarrow(first) {
      Console.note(
        "invdesign",
        "the smallest feature is \((1e3 * first.feature).rounded() / 1e3) a, below --feature; use a smaller --cutoff"
      )
    }
    return try found.prefix(options.keep).enumerated().map { rank, design in
      try record(design, rank, goal, match, target, outcome)
    }
  }

  /// Only where a smallest feature is wanted: it takes longer than many solutions.
  private func findFeatures(_ found: inout [Found]) throws {
    guard options.feature != nil else { return }
    let cells = found.map(\.cell)
    let sizes = try team.map(cells.count) { i in
      Set(cells[i].potential).count == 2 ? try FeatureSize(cells[i]).smallest() : 0
    }
    for i in found.indices { found[i].feature = sizes[i] }
  }

  /// Continues candidates on the exact solver, each on a thread, and solves their two-level cells.
  private func finished(_ goal: Goal, _ outcome: DesignSearch.Outcome, _ candidates: [Int]) throws
    -> [Found]
  {
    var polish = DesignPolish()
    polish.steps = options.polish
    polish.constraints = DesignConstraints(penalty: 0, fill: fill)
    let (fine, beta, plan) = (fine, options.beta, polish)
    let tables =
      isExact && plan.steps > 0
      ? [Self.roughTolerance, 1.5e-4].map {
        ExactTables(space: fine, goal: goal, vMax: vMax, accuracy: $0)
      } : nil
    return try team.map(candidates.count) { i in
      var parameters = outcome.parameters(of: candidates[i])
      // A larger cut-off appends amplitudes.
      parameters += repeatElement(0, count: fine.parameterCount - parameters.count)
      if let tables {
        parameters = try plan.run(
          parameters, space: fine, beta: beta, rough: ExactBands(tables[0]),
          evaluator: ExactBands(tables[1]))
      }
      return try solved(goal, parameters, candidates[i], outcome.losses[candidates[i]])
    }
  }

  /// The two-level cell of a start and its bands.
  private func solved(
    _ goal: Goal, _ smooth: [Double], _ start: Int, _ searchLoss: Double
  ) throws -> Found {
    var parameters = smooth
    var cell = try fine.cell(parameters, beta: .infinity, vMax: vMax)
    if !fill.contains(cell.fillFraction) {
      // The cut is elsewhere than the mean of the smooth cell.
      parameters[0] = try fine.offset(
        parameters, fill: min(max(cell.fillFraction, fill.lowerBound), fill.upperBound))
      cell = try fine.cell(parameters, beta: .infinity, vMax: vMax)
    }
    var kset = goal.kset
    kset.points = goal.points
    kset.weights = []
    let solution =
      try isExact
      ? BandSolver(symmetry: .c6, kset: kset, bands: goal.bands + 4, tolerance: Self.tolerance)
        .solve(cell) : predicted(cell, kset, goal.bands)
    var sample = goal.sample(of: solution)
    return Found(
      start: start, searchLoss: searchLoss, cell: cell, solution: solution, sample: sample,
      loss: goal.evaluate(&sample))
  }

  /// What the network says of a cell.
  private func predicted(_ cell: UnitCell, _ kset: KSet, _ bands: Int) throws -> BandSolution {
    guard let (file, packed) = network else {
      throw StreamError(.computationFailed, "no network to predict with")
    }
    let predictor = Predictor(
      file.network, packed, bands: bands,
      cornerBands: min(file.network.family.dimension, bands + 4))
    let prediction = predictor.predict([try file.network.input(of: cell, kset)])[0]
    return BandSolution(
      energies: prediction.energies.map(Double.init), bands: bands,
      specialPoints: prediction.special, errorEstimate: 0, planeWaves: 0)
  }

  private func record(
    _ design: Found, _ rank: Int, _ goal: Goal, _ match: BandMatch?, _ target: PBRecord?,
    _ outcome: DesignSearch.Outcome
  ) throws -> PBRecord {
    // The key names the design; its name says which of several targets it is for.
    let name = target.map {
      $0.key.name.isEmpty ? "bands of cell \($0.key.index) of seed \($0.key.seed)" : $0.key.name
    }
    var record = PBRecord(
      key: PBKey(seed: options.seed, index: UInt64(rank), name: name ?? ""), cell: design.cell)
    var block = PBDesign()
    var sample = design.sample
    for ((weight, term), loss) in zip(goal.terms, goal.parts(&sample)) {
      block.terms.append(PBDesignTerm(name: term.name, weight: weight, loss: loss))
    }
    block.loss = design.loss
    block.searchLoss = design.searchLoss
    block.start = UInt64(design.start)
    block.rank = UInt32(rank)
    block.scale = 1
    block.smallestFeature = design.feature
    block.networkError = network?.file.error ?? 0
    if let match {
      (block.scale, block.offset) = match.fit(sample)
      if let target { block.target = target.bands }
      block.targetFirstBand = UInt32(match.range.lowerBound + 1)
    }
    if history {
      block.history = PBArray(
        float64: outcome.history.map { $0[design.start] }, shape: [outcome.history.count])
    }
    let solution = design.solution
    block.solver = isExact ? "exact" : "network"
    block.irrepsReached = goal.isReached(by: solution.specialPoints)
    record.bands = PBBandStructure(
      kset: goal.kset,
      energies: goal.kset.points.indices.flatMap { p in
        solution.energies[p * solution.bands..<p * solution.bands + goal.bands]
      }, bands: goal.bands, method: isExact ? "reduced" : "network",
      errorEstimate: solution.errorEstimate,
      planeWaves: solution.planeWaves, tolerance: isExact ? Self.tolerance : 0)
    record.irreps = PBSymmetryTable(solution.specialPoints)
    record.design = block
    if let clustering = try? BandClustering(
      solution.specialPoints, errors: record.bandErrors()), let sets = try? clustering.sets()
    {
      record.topology = PBClassification(sets)
    }
    return record
  }
}

/// Steps done by all threads.
private final class SharedProgress: Sendable {
  private let count = Mutex(0)
  private nonisolated(unsafe) let progress: Progress

  init(_ progress: Progress) { self.progress = progress }

  func add(_ steps: Int) {
    count.withLock {
      $0 += steps
      progress.update($0)
    }
  }
}
