import WallpaperGroups

/// The exact bands of a crystal as small matrices, one for each piece of the zone that the solver cuts it into.
public struct KeptModel: Sendable, Equatable {
  public enum Pieces: Sendable, Equatable {
    /// Of crystals with C2.
    case real([ReducedModel])
    case hermitian([HermitianReducedModel])
  }

  public let symmetry: CrystalSymmetry
  /// Those of `ZoneLayout`, frame by frame.
  public let pieces: Pieces
  let layout: ZoneLayout

  /// - Returns: nil unless there is a model of the crystal's lattice and kind for each piece.
  public init?(_ pieces: Pieces, symmetry: CrystalSymmetry) {
    self.init(pieces, layout: .of(symmetry))
  }

  init?(_ pieces: Pieces, layout: ZoneLayout) {
    let symmetry = layout.symmetry
    switch pieces {
    case .real(let models):
      guard symmetry.isReal, models.count == layout.frames * layout.pieces.count,
        models.allSatisfy({ $0.lattice == symmetry.lattice && $0.bands == models[0].bands })
      else { return nil }
    case .hermitian(let models):
      guard !symmetry.isReal, models.count == layout.frames * layout.pieces.count,
        models.allSatisfy({ $0.lattice == symmetry.lattice && $0.bands == models[0].bands })
      else { return nil }
    }
    self.pieces = pieces
    self.symmetry = symmetry
    self.layout = layout
  }

  public static func == (l: KeptModel, r: KeptModel) -> Bool {
    l.symmetry == r.symmetry && l.pieces == r.pieces
  }

  /// The lowest bands that it is meant for.
  public var bands: Int {
    switch pieces {
    case .real(let models): models[0].bands
    case .hermitian(let models): models[0].bands
    }
  }

  /// The only model, where the zone is in one piece and the crystal has C2.
  public var single: ReducedModel? {
    if case .real(let models) = pieces, models.count == 1 { models[0] } else { nil }
  }

  /// The smallest order of its matrices.
  var order: Int {
    switch pieces {
    case .real(let models): models.reduce(.max) { min($0, $1.order) }
    case .hermitian(let models): models.reduce(.max) { min($0, $1.order) }
    }
  }

  /// The lowest `bands` energies: [points][bands], ascending, in the model's unit.
  public func energies(at points: [KPoint]) -> [[Double]] {
    var found = [[Double]](repeating: [], count: points.count)
    for (piece, own) in split(points) {
      let places = own.map(\.place.k)
      let energies =
        switch pieces {
        case .real(let models): models[piece].energies(at: places)
        case .hermitian(let models): models[piece].energies(at: places, count: bands)
        }
      for (entry, energies) in zip(own, energies) { found[entry.index] = energies }
    }
    return found
  }

  /// Whether bands at the special points are the model's own, so that their irreps say something of it.
  public func belongs(to points: [SpecialPointBands]) -> Bool {
    zip(energies(at: points.map(\.k)), points).allSatisfy { own, point in
      zip(own, point.energies).allSatisfy { abs($0 - $1) < Tolerance.sameModel }
    }
  }

  /// Wave vectors by the piece whose model holds there.
  func split(_ points: [KPoint]) -> [(
    piece: Int, points: [(index: Int, place: ZoneLayout.Place)]
  )] {
    var found: [Int: [(index: Int, place: ZoneLayout.Place)]] = [:]
    for (index, k) in points.enumerated() {
      let place = layout.locate(k)
      found[place.frame * layout.pieces.count + place.piece, default: []].append((index, place))
    }
    return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
