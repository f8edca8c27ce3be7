import BlochCore
import BlochRecords
import Foundation
import LinearAlgebra
import RecordStream
import ToolSupport

/// Finds designs for one goal after the other.
struct Designer {
  enum Method {
    /// Search by network, polish and proof by the exact solver.
    case both(NetworkFile, PackedWeights)
    /// Without the exact solver.
    case network(NetworkFile, PackedWeights)
    /// Without a network.
    case exact
  }

  /// Pixels of the search by network: enough for every Fourier coefficient that it reads.
  private static let searchPixels = 64

  let method: Method
  let options: SearchOptions
  let vMax: Double
  let history: Bool
  let team: WorkerTeam
  private let coarse: DesignSpace
  private let fine: DesignSpace

  init(method: Method, options: SearchOptions, vMax: Double, history: Bool, threads: Int) throws {
    self.method = method
    self.options = options
    self.vMax = vMax
    self.history = history
    team = WorkerTeam(threads: threads)
    do {
      fine = try DesignSpace(cutoff: options.fieldCutoff, pixels: options.pixels)
      var pixels = min(options.pixels, max(Self.searchPixels, 8 * options.fieldCutoff))
      if case .both(let file, _) = method, case .pixels(let n) = file.network.architecture.input {
        pixels = n
      }
      if case .network(let file, _) = method, case .pixels(let n) = file.network.architecture.input {
        pixels = n
      }
      coarse = try DesignSpace(cutoff: options.fieldCutoff, pixels: pixels)
    } catch let error as GeometryError { throw StreamError(.usage, "\(error)") }
  }

  /// A geometry that was found.
  private struct Found {
    var start: Int
    var parameters: [Double]
    var searchLoss: Double
    var cell: UnitCell
    var solution: BandSolution?
    var sample: BandSample
    var loss: Double
    /// Smallest feature, a; 0 when it was not asked for.
    var feature = 0.0
  }

  /// - Parameter progress: told what is done, in words.
  func designs(_ goal: Goal, match: BandMatch?, target: PBRecord?) throws -> [PBRecord] {
    var search = DesignSearch()
    search.starts = options.starts
    search.steps = options.steps
    search.rate = options.rate
    search.beta = options.beta
    search.seed = options.seed
    search.constraints = DesignConstraints(
      penalty: options.penalty, fill: try options.fillRange())
    let (coarse, vMax) = (coarse, vMax)
    let outcome: DesignSearch.Outcome
    switch method {
    case .both(let file, let packed), .network(let file, let packed):
      outcome = try search.run(coarse, team: team) {
        try NetworkBands(file.network, packed, space: coarse, goal: goal, capacity: $0)
      }
    case .exact:
      outcome = try search.run(coarse, team: team) { _ in
        try ExactBands(space: coarse, goal: goal, vMax: vMax, accuracy: 6e-4)
      }
    }
    let ranking = outcome.ranking
    guard !ranking.isEmpty else {
      throw StreamError(.computationFailed, "no start has a finite loss; use a smaller --rate")
    }
    let candidates = Array(ranking.prefix(max(options.candidates, options.keep)))
    var found: [Found]
    if case .network = method {
      found = try candidates.map { try proved(goal, outcome, $0, byNetwork: true) }
    } else {
      found = try polished(goal, outcome, candidates)
    }
    try findFeatures(&found)
    func isNarrow(_ design: Found) -> Bool { design.feature < (options.feature ?? 0) }
    found.sort { (isNarrow($0) ? 1 : 0, $0.loss) < (isNarrow($1) ? 1 : 0, $1.loss) }
    if let first = found.first, isNarrow(first) {
      Console.note(
        "invdesign",
        String(
          format: "the smallest feature is %.3f a, below the %.3f of --feature; ask for a smaller --cutoff",
          first.feature, options.feature ?? 0))
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

  private func column(_ outcome: DesignSearch.Outcome, _ start: Int) -> [Double] {
    let rows = outcome.parameters.rows
    return Array(outcome.parameters.storage[start * rows..<(start + 1) * rows])
  }

  /// Continues candidates on the exact solver, each on a thread, and proves them.
  private func polished(_ goal: Goal, _ outcome: DesignSearch.Outcome, _ candidates: [Int]) throws
    -> [Found]
  {
    var polish = DesignPolish()
    polish.steps = options.polish
    polish.constraints = DesignConstraints(penalty: 0, fill: try options.fillRange())
    let (fine, vMax, beta) = (fine, vMax, options.beta)
    nonisolated(unsafe) let own = self
    let plan = polish
    return try team.map(candidates.count) { i in
      var moved = outcome
      if plan.steps > 0 {
        let exact = try ExactBands(space: fine, goal: goal, vMax: vMax)
        let parameters = try plan.run(
          own.column(outcome, candidates[i]), space: fine, beta: beta, evaluator: exact
        ).parameters
        let rows = outcome.parameters.rows
        moved.parameters.storage.replaceSubrange(
          candidates[i] * rows..<(candidates[i] + 1) * rows, with: parameters)
      }
      return try own.proved(goal, moved, candidates[i], byNetwork: false)
    }
  }

  /// The two-level cell of a start and what its bands are.
  private func proved(
    _ goal: Goal, _ outcome: DesignSearch.Outcome, _ start: Int, byNetwork: Bool
  ) throws -> Found {
    let parameters = column(outcome, start)
    let cell = try fine.cell(parameters, beta: .infinity, vMax: vMax)
    var sample = goal.sample()
    var solution: BandSolution?
    if byNetwork {
      // Filled by the record's own prediction.
    } else {
      var kset = goal.kset
      kset.points = goal.points
      kset.weights = []
      let solver = try BandSolver(
        symmetry: .c6, kset: kset, bands: goal.bands + 4, tolerance: 1e-4)
      let exact = try solver.solve(cell)
      sample = goal.sample(of: exact)
      solution = exact
    }
    let loss = byNetwork ? outcome.losses[start] : goal.evaluate(&sample)
    return Found(
      start: start, parameters: parameters, searchLoss: outcome.losses[start], cell: cell,
      solution: solution, sample: sample, loss: loss)
  }

  private func record(
    _ design: Found, _ rank: Int, _ goal: Goal, _ match: BandMatch?, _ target: PBRecord?,
    _ outcome: DesignSearch.Outcome
  ) throws -> PBRecord {
    var record = PBRecord(
      key: PBKey(
        seed: options.seed, index: UInt64(rank), name: target?.key.name ?? ""), cell: design.cell)
    var block = PBDesign()
    var sample = design.sample
    let parts = design.solution == nil ? [] : goal.parts(&sample)
    for (i, (weight, term)) in goal.terms.enumerated() {
      block.terms.append(
        PBDesignTerm(name: term.name, weight: weight, loss: parts.isEmpty ? 0 : parts[i]))
    }
    block.loss = design.loss
    block.searchLoss = design.searchLoss
    block.start = UInt64(design.start)
    block.rank = UInt32(rank)
    block.scale = 1
    block.smallestFeature = design.feature
    switch method {
    case .both(let file, _), .network(let file, _): block.networkError = file.error
    case .exact: break
    }
    if let match {
      (block.scale, block.offset) = match.fit(sample)
      if let target { block.target = target.bands }
      block.targetFirstBand = UInt32(match.range.lowerBound + 1)
    }
    if history {
      block.history = PBArray(
        float64: outcome.history.map { $0[design.start] }, shape: [outcome.history.count])
    }
    if let solution = design.solution {
      block.solver = "exact"
      block.irrepsReached = goal.isReached(by: solution.specialPoints)
      let kept = goal.bands
      let points = goal.kset.points.count
      record.bands = PBBandStructure(
        kset: goal.kset,
        energies: (0..<points).flatMap { p in
          solution.energies[p * solution.bands..<p * solution.bands + kept]
        }, bands: kept, method: "reduced", errorEstimate: solution.errorEstimate,
        planeWaves: solution.planeWaves, tolerance: 1e-4)
      record.irreps = PBSymmetryTable(solution.specialPoints)
      if let clustering = try? BandClustering(solution.specialPoints),
        let sets = try? clustering.sets()
      {
        record.topology = PBClassification(sets)
      }
    } else {
      block.solver = "network"
    }
    record.design = block
    return record
  }
}
