import WallpaperGroups

/// Finds the smallest gaps between neighbouring bands of crystals without C2, and where symmetry closes them: at special
/// points where a pair is split, where bands of opposite parity cross on mirror lines, and along lines of pairs.
///
/// Minima of the gap are sought as in `NodeSearch`. Where the Berry flux through a triangle is large, a small gap hides in
/// it: it is cut up until a minimum was found there. On mirror lines the number of crossings must agree with the parities
/// at the special points; else the mesh is refined, and what stays in doubt is called unresolved. Elsewhere nothing keeps
/// bands together, so that a gap that is very small is still one.
public struct GapSearch<Hamiltonian: HermitianBlochHamiltonian> {
  /// [sheets]
  let models: [Hamiltonian]
  let search: CutSearch<HermitianBlochStates<Hamiltonian>>

  /// - Parameters:
  ///   - models: one for each piece of the zone, in the layout's order; or one that is periodic.
  ///   - symmetry: of a group without C2.
  ///   - corners: bands of the same model at the group's special points.
  ///   - precision: gap that counts as none.
  ///   - crossingPrecision: gap that counts as none where the states on a mirror line change places: what a model's error
  ///     can open.
  ///   - hasFrequencies: whether energies are squares of frequencies, whose gaps are wanted too.
  public init(
    _ models: [Hamiltonian], symmetry: CrystalSymmetry, corners: [SpecialPointBands],
    precision: Double = 1e-9, crossingPrecision: Double = 1e-9, hasFrequencies: Bool = false
  ) throws(TopologyError) {
    precondition(!symmetry.isReal)
    let zone = ZoneCover(symmetry)
    precondition(models.count == zone.sheets.count || models.count == 1 && models[0].isPeriodic)
    self.models = zone.sheets.indices.map { models[models.count == 1 ? 0 : $0] }
    search = CutSearch(
      zone: zone, corners: try symmetry.group.corners(corners), precision: precision,
      crossingPrecision: crossingPrecision, isPeriodic: models[0].isPeriodic,
      hasFrequencies: hasFrequencies)
  }

  @inline(__always)
  private func specializedSearch(_ cuts: [Int], _ divisions: Int) -> [CutNodes] {
    search.search(cuts, divisions) { sheet, count in
      HermitianBlochStates(models[sheet], count: count)
    }
  }

  /// - Parameters:
  ///   - cuts: numbers of bands below the gaps, each less than the model's order and the bands known at
  ///     the corners.
  ///   - divisions: triangles along an edge of a piece at first, even.
  @_disfavoredOverload
  public func search(cuts: [Int], divisions: Int = 12) -> [CutNodes] {
    specializedSearch(cuts, divisions)
  }
}

// The solver's model is compiled here, where the generic code can be specialised.

extension GapSearch where Hamiltonian == HermitianReducedModel {
  /// - Parameters:
  ///   - cuts: numbers of bands below the gaps, each less than the model's order and the bands known at
  ///     the corners.
  ///   - divisions: triangles along an edge of a piece at first, even.
  public func search(cuts: [Int], divisions: Int = 12) -> [CutNodes] {
    specializedSearch(cuts, divisions)
  }
}

extension WallpaperGroup {
  /// The bands at the group's special points, in its order, found by label, else by place.
  func corners(_ bands: [SpecialPointBands]) throws(TopologyError) -> [SpecialPointBands] {
    var found: [SpecialPointBands] = []
    for special in points {
      guard
        let point = bands.first(where: { $0.isAt(special) })
          ?? bands.first(where: { $0.label == special.label })
      else { throw .missingPoint(special.label, group: name) }
      found.append(point)
    }
    return found
  }
}
