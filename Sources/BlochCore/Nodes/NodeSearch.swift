import WallpaperGroups

/// Finds all touching points between neighbouring bands, and the smallest gap where there are none, in crystals with C2.
///
/// The flux of the lowest n bands through a triangle is the sign of the product of the overlap
/// determinants along its edges (states are real, so Berry phases are 0 or pi): -1 means an odd number of
/// nodes inside. In first order two bands are a vector d in a plane, which rotates and shrinks along an
/// edge; gaps and overlaps at the ends tell how close it comes to 0 in between. Wherever that is less
/// than around, and in every triangle with flux, the gap is followed to its minimum. The nodes found must
/// explain the flux through every triangle, else these are cut up and searched again, and must agree with
/// the C2 theorem and with the parities of bands along mirror lines, else the whole mesh is refined; what stays in doubt is
/// called unresolved. Special points are known beforehand: pairs that a cut splits there, and other bands that coincide,
/// are nodes that need no search; so are lines on which glides and time reversal pair all bands.
public struct NodeSearch<Hamiltonian: RealBlochHamiltonian> {
  /// [sheets]
  private let models: [Hamiltonian]
  private let search: CutSearch<BlochStates<Hamiltonian>>

  /// Of a p6 cell.
  /// - Parameters:
  ///   - corners: bands of the same model at Gamma, K and M.
  ///   - precision: gap that counts as none.
  public init(_ hamiltonian: Hamiltonian, corners: [SpecialPointBands], precision: Double = 1e-9)
    throws(TopologyError)
  {
    models = [hamiltonian]
    search = CutSearch(
      zone: .p6, corners: try P6.corners(corners), precision: precision, crossingPrecision: 0,
      isPeriodic: hamiltonian.isPeriodic)
  }

  /// Of a cell of any group with C2.
  /// - Parameters:
  ///   - models: one for each piece of the zone, in the layout's order; or one that is periodic.
  ///   - symmetry: its group has C2.
  ///   - corners: bands of the same model at the group's special points.
  ///   - precision: gap that counts as none.
  ///   - crossingPrecision: gap that counts as none on a mirror line beside a node: what a model's error can open.
  ///   - hasFrequencies: whether energies are squares of frequencies, whose gaps are wanted too.
  public init(
    _ models: [Hamiltonian], symmetry: CrystalSymmetry, corners: [SpecialPointBands],
    precision: Double = 1e-9, crossingPrecision: Double = 1e-9, hasFrequencies: Bool = false
  ) throws(TopologyError) {
    precondition(symmetry.isReal)
    let zone = symmetry == .c6 ? ZoneCover.p6 : ZoneCover(symmetry)
    precondition(models.count == zone.sheets.count || models.count == 1 && models[0].isPeriodic)
    self.models = zone.sheets.indices.map { models[models.count == 1 ? 0 : $0] }
    search = CutSearch(
      zone: zone, corners: try symmetry.group.corners(corners), precision: precision,
      crossingPrecision: crossingPrecision, isPeriodic: models[0].isPeriodic,
      hasFrequencies: hasFrequencies)
  }

  @inline(__always)
  private func specializedSearch(_ cuts: [Int], _ divisions: Int) -> [CutNodes] {
    search.search(cuts, divisions) { sheet, count in BlochStates(models[sheet], count: count) }
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

// The two models are compiled here, where the generic code can be specialised.

extension NodeSearch where Hamiltonian == TightBindingHamiltonian {
  /// - Parameters:
  ///   - cuts: numbers of bands below the gaps, each less than the model's order and the bands known at
  ///     the corners.
  ///   - divisions: triangles along an edge of the wedge at first, even.
  public func search(cuts: [Int], divisions: Int = 12) -> [CutNodes] {
    specializedSearch(cuts, divisions)
  }
}

extension NodeSearch where Hamiltonian == ReducedModel {
  /// - Parameters:
  ///   - cuts: numbers of bands below the gaps, each less than the model's order and the bands known at
  ///     the corners.
  ///   - divisions: triangles along an edge of a piece at first, even.
  public func search(cuts: [Int], divisions: Int = 12) -> [CutNodes] {
    specializedSearch(cuts, divisions)
  }
}
