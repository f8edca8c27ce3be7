import BlochCore
import RecordStream
import WallpaperGroups

extension PBShapes {
  public init(_ union: ShapeUnion) {
    self.init()
    inside = union.inside
    outside = union.outside
    let areDiscs = union.shapes.allSatisfy {
      if case .ellipse(let ellipse) = $0 { ellipse.isDisc } else { false }
    }
    for shape in union.shapes {
      switch shape {
      case .ellipse(let ellipse) where areDiscs:
        var disc = PBDisc()
        disc.x1 = ellipse.x1
        disc.x2 = ellipse.x2
        disc.radius = ellipse.radius1
        discs.append(disc)
      case .ellipse(let ellipse): ellipses.append(PBEllipse(ellipse))
      case .ring(let ring): rings.append(PBRing(ring))
      case .polygon(let polygon): polygons.append(PBPolygon(polygon))
      }
    }
  }

  /// Decodes the shapes of a cell on a lattice. Throws `StreamError` (bad data) where `ShapeUnion` refuses them.
  public func shapeUnion(_ lattice: Lattice = .hexagonal) throws -> ShapeUnion {
    var shapes: [Shape] = discs.map { .disc(x1: $0.x1, x2: $0.x2, radius: $0.radius) }
    shapes += ellipses.map {
      .ellipse(
        Shape.Ellipse(
          x1: $0.x1, x2: $0.x2, radius1: $0.radius1, radius2: $0.radius2, turn: $0.turn))
    }
    shapes += rings.map {
      .ring(Shape.Ring(x1: $0.x1, x2: $0.x2, inner: $0.inner, outer: $0.outer))
    }
    for polygon in polygons {
      guard polygon.x1.count == polygon.x2.count else {
        throw PBGeometry.fault(
          "shapes: a polygon has \(polygon.x1.count) x1 and \(polygon.x2.count) x2")
      }
      shapes.append(
        .polygon(Shape.Polygon(corners: zip(polygon.x1, polygon.x2).map { SIMD2($0, $1) })))
    }
    do {
      return try ShapeUnion(
        shapes: shapes, lattice: lattice, inside: inside, outside: outside)
    } catch let error as GeometryError { throw PBGeometry.fault("shapes: \(error)") }
  }
}

extension PBEllipse {
  fileprivate init(_ ellipse: Shape.Ellipse) {
    self.init()
    x1 = ellipse.x1
    x2 = ellipse.x2
    radius1 = ellipse.radius1
    radius2 = ellipse.radius2
    turn = ellipse.turn
  }
}

extension PBRing {
  fileprivate init(_ ring: Shape.Ring) {
    self.init()
    x1 = ring.x1
    x2 = ring.x2
    inner = ring.inner
    outer = ring.outer
  }
}

extension PBPolygon {
  fileprivate init(_ polygon: Shape.Polygon) {
    self.init()
    x1 = polygon.corners.map(\.x)
    x2 = polygon.corners.map(\.y)
  }
}
