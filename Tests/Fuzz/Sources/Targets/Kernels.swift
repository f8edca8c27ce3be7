import BlochCore
import BlochRecords
import LinearAlgebra
import RecordStream

/// What tools make of a record behind its checked views: the kernels that check nothing themselves.
enum Kernels {
  nonisolated(unsafe) private static let all: [(PBRecord, PBRecord) -> Void] = [
    { record, _ in classify(record) }, { record, _ in searchExact(record) },
    { record, _ in searchNetwork(record) }, statistics, { record, _ in train(record) },
    { record, _ in predict(record) }, { record, _ in design(record) },
    { record, _ in solve(record) },
  ]

  /// - Parameters:
  ///   - other: to be compared with the first.
  ///   - choice: which kernel, any number; nil for all.
  static func run(_ record: PBRecord, _ other: PBRecord, only choice: Int? = nil) {
    if let choice { return all[choice % all.count](record, other) }
    for kernel in all { kernel(record, other) }
  }

  /// fingerprint
  private static func classify(_ record: PBRecord) {
    guard let special = orBadData({ try record.specialPoints() }),
      let nodes = orBadData({ try record.nodes() }),
      let clustering = try? BandClustering(special)
    else { return }
    for source in Connectivity.Source.allCases {
      guard let sets = try? clustering.sets(limit: .max, connectivity: nodes, by: source) else {
        continue
      }
      _ = PBClassification(sets, by: source, disagreements: clustering.disagreements(with: nodes))
    }
  }

  /// berryflux
  private static func searchExact(_ record: PBRecord) {
    guard let model = orBadData({ try record.keptModel() })?.single, model.order <= 16,
      let special = orBadData({ try record.specialPoints() })
    else { return }
    _ = model.belongs(to: special)
    let known = min(model.bands, special.map(\.irreps.count).min() ?? 0, 4)
    guard known > 1, let search = try? NodeSearch(model, corners: special) else { return }
    let found = search.search(cuts: Array(1..<known), divisions: 4)
    _ = PBConnectivity(found, model: "reduced", method: "adaptive")
    guard let gamma = special.first(where: { $0.label == "Gamma" }) else { return }
    _ = EulerFlux(model, firstBand: 1, irrepsAtGamma: Array(gamma.irreps[..<2]), divisions: 4)
  }

  private static func searchNetwork(_ record: PBRecord) {
    guard let (orbitals, coefficients) = orBadData({ try record.networkModel() }),
      orbitals.dimension <= 8
    else { return }
    let model = TightBindingModel(orbitals)
    _ = model.realSpace(coefficients)
    let known = min(orbitals.dimension, 4)
    guard let own = try? model.specialPoints(coefficients: coefficients, count: known) else {
      return
    }
    let hamiltonian = TightBindingHamiltonian(model, coefficients: coefficients)
    // Corners as the record has them, too, where they are many enough.
    let told = orBadData { try record.specialPoints() } ?? []
    for corners in [own, told] where corners.allSatisfy({ $0.irreps.count >= known }) {
      guard known > 1, let search = try? NodeSearch(hamiltonian, corners: corners) else { continue }
      let cuts = Array(1..<known)
      _ = PBConnectivity(
        search.search(cuts: cuts, divisions: 4), model: "tight-binding", method: "adaptive")
      _ = try? FluxGrid(divisions: 5).search(hamiltonian, cuts: cuts, corners: corners)
    }
    if known > 1 { _ = WilsonLoops(hamiltonian, bands: 1...2, loops: 6) }
  }

  /// rec-diff --statistics
  private static func statistics(_ record: PBRecord, _ other: PBRecord) {
    var statistics = BandStatistics()
    orBadData { try statistics.add(record, other) }
    orBadData { try statistics.add(record, record) }
    _ = statistics.table
  }

  /// train-tbnn
  private static func train(_ record: PBRecord) {
    guard let sample = orBadData({ try TrainingSample(record, input: .fourier) }),
      sample.points.count <= 100
    else { return }
    var kset = KSet.special
    kset.points = sample.points
    guard var set = try? TrainingSet(kset: kset, input: .fourier, bands: 3) else { return }
    try? set.append(
      features: sample.features, energies: sample.energies, stride: sample.bands,
      special: sample.special)
    _ = set.standardisation()
    _ = set.initialOnSiteEnergies(.standard)
  }

  // Targets run on one thread.
  nonisolated(unsafe) private static let network: (Predictor, NetworkInput)? = {
    let width = NetworkInput.fourier.count
    let row = [Float](repeating: 1, count: width)
    guard
      let trained = try? TrainedNetwork(
        architecture: .fourier(width: 16, blocks: 0),
        family: HamiltonianFamily(s: 1, p: 1, d: 0, f: 0),
        bands: 2, domain: .potential(vMax: 256),
        standardisation: Standardisation(mean: row, scale: row, low: row, high: row))
    else { return nil }
    for i in 0..<trained.weights.count { trained.weights.base[i] = Float(i % 17 - 8) / 16 }
    let packed = PackedWeights(trained.network, trained.weights)
    return (Predictor(trained, packed, bands: 2, cornerBands: 3), .fourier)
  }()

  /// predict
  private static func predict(_ record: PBRecord) {
    guard let (predictor, input) = network, let cell = orBadData({ try record.unitCell() }),
      cell.pixels <= 40, let features = try? input.values(of: cell).features
    else { return }
    let own = record.hasBands ? orBadData { try record.bands.kset() } : nil
    let kset = own.map { $0.points.count <= 100 ? $0 : .special } ?? .special
    var prediction = predictor.predict([NetworkCell(features: features, kset: kset)])[0]
    try? predictor.solveInDouble(&prediction, kset)
    _ = PBTightBinding(
      prediction, family: HamiltonianFamily(s: 1, p: 1, d: 0, f: 0), network: "")
  }

  /// invdesign search
  private static func design(_ record: PBRecord) {
    for (bands, first) in [(nil, 1), (1...2, 2)] as [(ClosedRange<Int>?, Int)] {
      let target = orBadData {
        try record.bandMatch(
          bands: bands, as: first, limit: 10, freeOffset: true, freeScale: true)
      }
      guard let (match, kset) = target, kset.points.count <= 100,
        let goal = try? Goal(kset: kset, terms: [(1, match)])
      else { continue }
      var sample = goal.sample()
      _ = goal.evaluate(&sample)
      _ = goal.isReached(by: (try? record.specialPoints()) ?? [])
    }
  }

  private static let solvers = CrystalSymmetry.rotationsOnly.compactMap { symmetry in
    try? (symmetry, BandSolver(symmetry: symmetry, kset: .special, bands: 2, tolerance: 1e-2))
  }

  /// solve-seq and the mixing of fields
  private static func solve(_ record: PBRecord) {
    guard let cell = orBadData({ try record.unitCell() }), cell.pixels <= 24 else { return }
    for (symmetry, solver) in solvers where symmetry == cell.symmetry {
      _ = try? solver.solve(cell, withGradient: false, withModel: true)
    }
  }
}
