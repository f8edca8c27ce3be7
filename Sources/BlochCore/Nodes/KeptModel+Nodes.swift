import WallpaperGroups

extension KeptModel {
  /// What lies between neighbouring bands in the whole zone: nodes, lines of nodes and gaps.
  /// - Parameters:
  ///   - cuts: numbers of bands below the gaps, each less than the bands of the model and those known at `corners`.
  ///   - corners: bands of the same model at the group's special points.
  ///   - divisions: triangles along an edge of a piece at first, even.
  ///   - errors: of the energies; what they can open on mirror lines counts as closed there.
  ///   - hasFrequencies: whether energies are squares of frequencies, whose gaps are wanted too.
  /// - Throws: where a special point is missing.
  public func nodes(
    cuts: [Int], corners: [SpecialPointBands], divisions: Int = 12, errors: BandErrors,
    hasFrequencies: Bool = false
  ) throws(TopologyError) -> [CutNodes] {
    let error = min(max(cuts.reduce(0) { max($0, errors.distance(atCut: $1)) }, 1e-9), 1e-3)
    switch pieces {
    case .real(let models):
      return try NodeSearch(
        models, symmetry: symmetry, corners: corners, crossingPrecision: error,
        hasFrequencies: hasFrequencies
      ).search(cuts: cuts, divisions: divisions)
    case .hermitian(let models):
      return try GapSearch(
        models, symmetry: symmetry, corners: corners, crossingPrecision: error,
        hasFrequencies: hasFrequencies
      ).search(cuts: cuts, divisions: divisions)
    }
  }

  /// What an error e of the energies changes a flux by at most, as a part of e over the gap, by experience
  /// (docs/physics.md, "Berry flux").
  private static var fluxError: Double { 0.4 }

  /// Valley Chern number of the lowest bands, as of `BerryFlux.valley`, and how far it may be off; nil in groups that have
  /// none, and where a gap is within the errors.
  /// - Parameters:
  ///   - corners: bands of the same model at the group's special points.
  ///   - gap: above these bands, at least.
  ///   - error: of the energies.
  public func valley(
    below count: Int, corners: [SpecialPointBands], gap: Double, error: Double
  ) -> (number: Double, error: Double)? {
    let share = error / gap
    guard case .hermitian(let models) = pieces, gap > 0, share < 0.5,
      let search = try? GapSearch(models, symmetry: symmetry, corners: corners),
      let found = search.berryFlux(bands: 1...count), let valley = found.valley
    else { return nil }
    return (valley, found.error + Self.fluxError * share / (1 - 2 * share))
  }

  /// Berry flux of an isolated set of bands; nil with C2, where it stays unclear, and where a gap is within the errors.
  /// - Parameters:
  ///   - bands: counted from 1, with gaps below and above.
  ///   - corners: bands of the same model at the group's special points.
  ///   - cuts: what was found at the cuts around the bands.
  ///   - errors: of the energies.
  public func berryFlux(
    bands: ClosedRange<Int>, corners: [SpecialPointBands], cuts: [CutNodes], errors: BandErrors
  ) -> BerryFlux? {
    guard case .hermitian(let models) = pieces else { return nil }
    var mixing = 0.0
    for cut in cuts where cut.cut == bands.lowerBound - 1 || cut.cut == bands.upperBound {
      // Half of the distance is the error of one band.
      let share = 0.5 * errors.distance(atCut: cut.cut) / cut.gap
      guard share < 0.5 else { return nil }
      mixing += share / (1 - 2 * share)
    }
    guard let search = try? GapSearch(models, symmetry: symmetry, corners: corners),
      var found = search.berryFlux(bands: bands)
    else { return nil }
    found.error += Self.fluxError * mixing
    return found
  }
}
