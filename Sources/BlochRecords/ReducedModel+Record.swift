import BlochCore
import RecordStream
import WallpaperGroups

extension PBReducedModel {
  /// The block of a model in units of Vmax: the first piece of the zone itself, the others behind it.
  public init(_ model: KeptModel) {
    self.init()
    bands = UInt32(model.bands)
    var all =
      switch model.pieces {
      case .real(let models): models.map { Triangles($0).piece }
      case .hermitian(let models): models.map { Triangles($0).piece }
      }
    let first = all.removeFirst()
    (order, a0, x, y, a2) = (first.order, first.a0, first.x, first.y, first.a2)
    if first.hasXy { xy = first.xy }
    if first.hasXx { xx = first.xx }
    pieces = all
  }

  /// - Throws: `StreamError` when the numbers make no model of the crystal's bands.
  func model(of symmetry: CrystalSymmetry) throws -> KeptModel {
    var first = PBReducedPiece()
    (first.order, first.a0, first.x, first.y, first.a2) = (order, a0, x, y, a2)
    if hasXy { first.xy = xy }
    if hasXx { first.xx = xx }
    let all = [first] + pieces
    let (bands, lattice) = (Int(self.bands), symmetry.lattice)
    let found =
      symmetry.isReal
      ? KeptModel(
        .real(
          try all.map {
            try Triangles($0, components: 1, bands: bands).model {
              ReducedModel(
                bands: bands, a0: $0[0], x: $0[1], y: $0[2], a2: $0[3], xy: $0[4], xx: $0[5],
                lattice: lattice)
            }
          }), symmetry: symmetry)
      : KeptModel(
        .hermitian(
          try all.map {
            try Triangles($0, components: 2, bands: bands).model {
              HermitianReducedModel(
                bands: bands, a0: $0[0], x: $0[1], y: $0[2], a2: $0[3], xy: $0[4], xx: $0[5],
                lattice: lattice)
            }
          }), symmetry: symmetry)
    guard let found else {
      throw StreamError(
        .badData,
        "reduced_model: \(all.count) pieces, which are not those of \(symmetry.name)'s zone; solve again with --keep-model"
      )
    }
    return found
  }
}

/// The triangles of a piece as numbers.
private struct Triangles {
  let order: Int
  let components: Int
  let bands: Int
  /// a0, x, y, a2, and xy and xx or nothing.
  let parts: [[Double]]

  init(_ model: ReducedModel) {
    (order, components, bands) = (model.order, 1, model.bands)
    parts = [model.a0, model.x, model.y, model.a2, model.xy, model.xx]
  }

  init(_ model: HermitianReducedModel) {
    (order, components, bands) = (model.order, 2, model.bands)
    parts = [model.a0, model.x, model.y, model.a2, model.xy, model.xx]
  }

  /// - Throws: `StreamError` unless they fit the order and are finite.
  init(_ piece: PBReducedPiece, components: Int, bands: Int) throws {
    (order, self.components, self.bands) = (Int(piece.order), components, bands)
    let arrays =
      [piece.a0, piece.x, piece.y, piece.a2] + (piece.hasXy ? [piece.xy] : [])
      + (piece.hasXx ? [piece.xx] : [])
    let xy = piece.hasXy ? try piece.xy.numbers() : []
    let xx = piece.hasXx ? try piece.xx.numbers() : []
    parts = try arrays.prefix(4).map { try $0.numbers() } + [xy, xx]
    let size = order * (order + 1) / 2
    guard order <= ReducedModel.largestOrder,
      components == 1 || arrays.allSatisfy({ $0.shape == [UInt64(size), UInt64(components)] }),
      parts.enumerated().allSatisfy({ at, part in
        (at == 4 && !piece.hasXy || at == 5 && !piece.hasXx || part.count == components * size)
          && part.allSatisfy(RecordLimits.holds)
      })
    else { throw fault }
  }

  /// - Parameter make: nil where the numbers make no model.
  func model<Model>(_ make: ([[Double]]) -> Model?) throws -> Model {
    guard let model = make(parts) else { throw fault }
    return model
  }

  private var fault: StreamError {
    StreamError(
      .badData,
      "reduced_model: triangles of \(parts.filter { !$0.isEmpty }.map(\.count)) numbers do not fit order \(order) and \(bands)"
        + " bands, or not finite; solve again with --keep-model")
  }

  var piece: PBReducedPiece {
    func array(_ values: [Double]) -> PBArray {
      PBArray(
        float64: values,
        shape: components == 1 ? [values.count] : [values.count / components, components])
    }
    var piece = PBReducedPiece()
    piece.order = UInt32(order)
    (piece.a0, piece.x, piece.y, piece.a2) = (
      array(parts[0]), array(parts[1]), array(parts[2]), array(parts[3])
    )
    if !parts[4].isEmpty { piece.xy = array(parts[4]) }
    if !parts[5].isEmpty { piece.xx = array(parts[5]) }
    return piece
  }
}
