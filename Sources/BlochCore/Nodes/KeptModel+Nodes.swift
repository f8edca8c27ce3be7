import WallpaperGroups

extension KeptModel {
  /// What lies between neighbouring bands in the whole zone: nodes, lines of nodes and gaps.
  /// - Parameters:
  ///   - cuts: numbers of bands below the gaps, each less than the bands of the model and those known at `corners`.
  ///   - corners: bands of the same model at the group's special points.
  ///   - divisions: triangles along an edge of a piece at first, even.
  ///   - errors: of the energies; what they can open on mirror lines counts as closed there.
  /// - Throws: where a special point is missing.
  public func nodes(
    cuts: [Int], corners: [SpecialPointBands], divisions: Int = 12, errors: BandErrors
  ) throws(TopologyError) -> [CutNodes] {
    let error = min(max(cuts.reduce(0) { max($0, errors.distance(atCut: $1)) }, 1e-9), 1e-3)
    switch pieces {
    case .real(let models):
      return try NodeSearch(
        models, symmetry: symmetry, corners: corners, crossingPrecision: error
      ).search(cuts: cuts, divisions: divisions)
    case .hermitian(let models):
      return try GapSearch(
        models, symmetry: symmetry, corners: corners, crossingPrecision: error
      ).search(cuts: cuts, divisions: divisions)
    }
  }

  /// Berry flux of an isolated set of bands; nil with C2, and where it stays unclear.
  /// - Parameters:
  ///   - bands: counted from 1, with gaps below and above.
  ///   - corners: bands of the same model at the group's special points.
  public func berryFlux(bands: ClosedRange<Int>, corners: [SpecialPointBands]) -> BerryFlux? {
    guard case .hermitian(let models) = pieces,
      let search = try? GapSearch(models, symmetry: symmetry, corners: corners)
    else { return nil }
    return search.berryFlux(bands: bands)
  }
}
