import BlochCore
import BlochRecords
import RecordStream

/// Finds the nodes of a record's bands.
struct ConnectivitySearch: Sendable {
  /// Wanted, ascending; nil for all within the bands known.
  var cuts: [Int]?
  var divisions: Int
  /// Takes the place of the search.
  var grid: FluxGrid?
  var wilson: Bool
  /// The tables of the usual model, made once.
  private let standard = TightBindingModel()

  init(cuts: [Int]?, divisions: Int, grid: FluxGrid?, wilson: Bool) {
    self.cuts = cuts
    self.divisions = divisions
    self.grid = grid
    self.wilson = wilson
  }

  /// By the reduced model of the exact solver.
  /// - Throws: `StreamError`.
  func exact(_ record: PBRecord) throws -> PBConnectivity {
    let model = try record.keptModel()
    let corners = try record.specialPoints()
    let errors = try record.bandErrors()
    let cuts = try cutRange(corners, order: model.bands)
    guard try record.irrepGroup() == model.symmetry.group, model.belongs(to: corners) else {
      throw StreamError(
        .badData,
        "irreps and reduced model are of different bands; run solve-seq --keep-model last, or use --model network"
      )
    }
    let found = try topology { () throws(TopologyError) in
      try model.nodes(
        cuts: cuts, corners: corners, divisions: divisions, errors: errors,
        hasFrequencies: record.hasFrequencies)
    }
    var block = PBConnectivity(
      found, model: "reduced", method: "adaptive", isP6: model.symmetry == .c6,
      hasFrequencies: record.hasFrequencies)
    block.setErrors(errors)
    if wilson {
      block.windings = windings(found, errors, from: model.symmetry.isReal ? 2 : 1) { bands in
        if let flux = model.berryFlux(
          bands: bands, corners: corners, cuts: found, errors: errors)
        {
          return PBWinding(bands: bands, flux: flux)
        }
        guard model.symmetry == .c6, let single = model.single else { return nil }
        return eulerNumber(single, bands, corners).map {
          PBWinding(bands: bands, euler: $0, w2: nil)
        }
      }
    }
    return block
  }

  /// By the tight-binding model of `predict`, in double precision and with its own bands at special points.
  /// - Throws: `StreamError`.
  func network(_ record: PBRecord) throws -> PBConnectivity {
    let (family, coefficients) = try record.networkModel()
    let special = try record.specialPoints()
    let model = family == .standard ? standard : TightBindingModel(family)
    let known = special.map(\.irreps.count).min() ?? 0
    let corners = try model.specialPoints(
      coefficients: coefficients, count: min(known, family.dimension))
    // What predict's single precision leaves is ten times less, the network's error ten times more.
    let isOwn =
      special.count == corners.count
      && zip(corners, special).allSatisfy { own, told in
        own.label == told.label
          && zip(own.energies, told.energies).allSatisfy { abs($0 - $1) < 1e-4 }
      }
    guard isOwn else {
      throw StreamError(
        .badData,
        "irreps and the network's model are of different bands; run predict last, or solve-seq --keep-model"
      )
    }
    let hamiltonian = TightBindingHamiltonian(model, coefficients: coefficients)
    let cuts = try cutRange(corners, order: hamiltonian.order)
    let isP6 = family.symmetry == .c6
    if let grid {
      guard isP6 else {
        throw StreamError(
          .badData, "--grid is for p6, and the model is of \(family.symmetry.group)")
      }
      var block = PBConnectivity(
        [], model: "tight-binding", method: "grid \(grid.divisions)")
      block.cuts = try topology { () throws(TopologyError) in
        try grid.search(hamiltonian, cuts: cuts, corners: corners)
      }.map(PBCut.init)
      return block
    }
    let found = try topology { () throws(TopologyError) in
      try
        (isP6
        ? NodeSearch(hamiltonian, corners: corners)
        : NodeSearch([hamiltonian], symmetry: family.symmetry, corners: corners))
        .search(cuts: cuts, divisions: divisions)
    }
    var block = PBConnectivity(found, model: "tight-binding", method: "adaptive", isP6: isP6)
    block.setErrors(try record.zoneErrors())
    if wilson {
      block.windings = windings(found, try record.bandErrors()) { bands in
        WilsonLoops(hamiltonian, bands: bands).map {
          PBWinding(bands: bands, euler: $0.winding, w2: $0.w2)
        }
      }
    }
    return block
  }

  private func cutRange(_ corners: [SpecialPointBands], order: Int) throws -> [Int] {
    let bands = min(order, corners.map(\.irreps.count).min() ?? 0)
    guard bands > 1 else {
      throw StreamError(
        .badData, "a cut needs two bands, and \(bands) are known; solve more bands")
    }
    guard let cuts else { return Array(1..<bands) }
    if let last = cuts.last, last >= bands {
      throw StreamError(
        .badData,
        "the cut \(last)|\(last + 1) lies beyond the \(bands) bands known; use --bands of predict or solve-seq"
      )
    }
    return cuts
  }
}

/// What `body` says of each set of bands that two gaps bound, the lower one perhaps below all bands: of the sets of
/// the model as it is, and of those that are left where gaps within the errors do not count.
/// - Parameter least: bands of a set.
private func windings(
  _ found: [CutNodes], _ errors: BandErrors, from least: Int = 2,
  _ body: (ClosedRange<Int>) -> PBWinding?
) -> [PBWinding] {
  let all = isolated(found, least, errors: BandErrors())
  return (all + isolated(found, least, errors: errors).filter { !all.contains($0) })
    .compactMap(body)
}

/// Sets of so many bands or more between neighbouring gaps that are larger than the errors.
private func isolated(
  _ found: [CutNodes], _ least: Int, errors: BandErrors
) -> [ClosedRange<Int>] {
  var result: [ClosedRange<Int>] = []
  // The cut below the set; nil where cuts were left out or unresolved.
  var below: Int? = 0
  var last = 0
  for cut in found {
    if cut.cut != last + 1 || cut.verdict == .unresolved { below = nil }
    last = cut.cut
    guard cut.verdict == .gapped, cut.gap > errors.distance(atCut: cut.cut) else { continue }
    if let below, cut.cut - below >= least { result.append((below + 1)...cut.cut) }
    below = cut.cut
  }
  return result
}

/// |Euler number| of two bands by the fluxes in the wedge; nil for other numbers of bands, and where the model's
/// own error keeps it from being whole.
private func eulerNumber(
  _ hamiltonian: ReducedModel, _ bands: ClosedRange<Int>, _ corners: [SpecialPointBands]
) -> Int? {
  guard bands.count == 2, let gamma = corners.first(where: { $0.label == "Gamma" }) else {
    return nil
  }
  let irreps = Array(gamma.irreps[(bands.lowerBound - 1)..<bands.upperBound])
  guard
    let found = EulerFlux(hamiltonian, firstBand: bands.lowerBound, irrepsAtGamma: irreps),
    abs(found.deviation) < 0.1
  else { return nil }
  return found.number
}

private func topology<Value>(_ body: () throws(TopologyError) -> Value) throws -> Value {
  do { return try body() } catch { throw StreamError(.badData, "\(error)") }
}
