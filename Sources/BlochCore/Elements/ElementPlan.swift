import WallpaperGroups

/// What the element solver needs of a symmetry, whatever the crystal: the wave vectors with their blocks, and how the
/// modes there become functions on the whole cell at the sources of each piece of the zone.
struct ElementPlan: Sendable {
  /// One block of a point.
  struct Block: Sendable {
    let copies: BlockCopies
    let start: PlaneWaveStart
  }

  /// A wave vector of a piece whose modes its reduced basis is made of.
  struct Source: Sendable {
    let point: Int
    let k: KPoint
    /// [blocks][functions that a state gives]
    let expansions: [[CellExpansion]]
  }

  let layout: ZoneLayout
  let field: WaveEquation.Field
  let bands: Int
  /// Those of the layout, then the middle of each piece.
  let points: [LittleGroup]
  /// [points][blocks]
  let blocks: [[Block]]
  /// [points of the layout][blocks of the derivatives][blocks of the functions]
  let derivatives: [[[BlockDerivatives]]]
  /// [pieces]: those of the layout, then the middle.
  let sources: [[Source]]
  /// Operations that carry the domain over the cell, or over the half of it that C2 carries onto the other.
  let images: [Operation]

  /// Modes at each wave vector besides the bands asked for.
  static let extraModes = 4

  var components: Int { field.components }

  init(_ layout: ZoneLayout, field: WaveEquation.Field, bands: Int) {
    self.layout = layout
    self.field = field
    self.bands = bands
    let symmetry = layout.symmetry
    let group = symmetry.group
    var points = layout.points
    let middles = layout.pieces.map { piece -> LittleGroup in
      let (p1, p2, q) = piece.middle
      return LittleGroup(
        p1: p1, p2: p2, q: q, metric: layout.metric, isReal: symmetry.isReal)
    }
    points += middles
    self.points = points
    let wanted = bands + Self.extraModes
    let blocks = points.map { point in
      point.blocks.map { block -> Block in
        let copies = BlockCopies(point, block, group: group, isPseudoscalar: field == .pseudoscalar)
        // States of an irrep come in proportion to its dimension, more or less.
        let own = wanted * block.dimension / point.order + 3
        return Block(
          copies: copies,
          start: PlaneWaveStart(
            copies, count: 8 * ((own + 7) / 8), components: field.components))
      }
    }
    self.blocks = blocks
    derivatives = layout.points.indices.map { point in
      blocks[point].map { target in
        blocks[point].map { source in
          BlockDerivatives(of: source.copies, in: target.copies) { symmetry.lattice.rotation($0) }
        }
      }
    }
    var images: [Operation] = []
    let inversion = Operation(-1, 0, 0, -1)
    for operation in group.operations {
      if symmetry.isReal, images.contains(where: { ($0 * inversion).hasSameMatrix(as: operation) })
      {
        continue
      }
      images.append(operation)
    }
    self.images = images
    sources = layout.pieces.enumerated().map { number, piece in
      let own = piece.sources.map { source in
        Source(
          point: source.point, k: source.k,
          expansions: blocks[source.point].map { block in
            CellExpansion.all(
              block.copies, image: source.image, images: images, isReal: symmetry.isReal,
              reversal: layout.reversal(ofPoint: source.point))
          })
      }
      let middle = layout.points.count + number
      return own + [
        Source(
          point: middle, k: middles[number].k,
          expansions: blocks[middle].map {
            CellExpansion.all(
              $0.copies, image: nil, images: images, isReal: symmetry.isReal, reversal: nil)
          })
      ]
    }
  }
}

extension ZonePiece {
  /// The mean of the corners, as p1, p2 and q of (p1 b1 + p2 b2)/q.
  var middle: (p1: Int, p2: Int, q: Int) {
    let common = fractions.reduce(1) { $0 * $1.q / Self.divisor($0, $1.q) }
    let (p1, p2) = fractions.reduce((0, 0)) {
      ($0.0 + $1.p1 * (common / $1.q), $0.1 + $1.p2 * (common / $1.q))
    }
    let q = common * fractions.count
    let divisor = Self.divisor(Self.divisor(p1, p2), q)
    return (p1 / divisor, p2 / divisor, q / divisor)
  }

  private static func divisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? abs(a) : divisor(b, a % b)
  }
}
