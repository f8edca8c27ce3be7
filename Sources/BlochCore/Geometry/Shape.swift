import Glibc
import WallpaperGroups

/// A region of the plane that repeats with the lattice. Places are coordinates along a1 and a2; lengths in a; angles in
/// degrees, counter-clockwise from x.
public enum Shape: Sendable, Equatable {
  case ellipse(Ellipse)
  case ring(Ring)
  case polygon(Polygon)

  /// Semi-axes along `turn` and across it.
  public struct Ellipse: Sendable, Equatable {
    public var x1: Double
    public var x2: Double
    public var radius1: Double
    public var radius2: Double
    public var turn: Double

    public init(x1: Double, x2: Double, radius1: Double, radius2: Double, turn: Double) {
      self.x1 = x1
      self.x2 = x2
      self.radius1 = radius1
      self.radius2 = radius2
      self.turn = turn
    }

    public var isDisc: Bool { radius1 == radius2 }
  }

  /// What lies between two circles.
  public struct Ring: Sendable, Equatable {
    public var x1: Double
    public var x2: Double
    public var inner: Double
    public var outer: Double

    public init(x1: Double, x2: Double, inner: Double, outer: Double) {
      self.x1 = x1
      self.x2 = x2
      self.inner = inner
      self.outer = outer
    }
  }

  /// The points that the outline, closed from the last corner to the first, winds round.
  public struct Polygon: Sendable, Equatable {
    /// (x1, x2) of each corner.
    public var corners: [SIMD2<Double>]

    public init(corners: [SIMD2<Double>]) { self.corners = corners }
  }

  public static func disc(x1: Double, x2: Double, radius: Double) -> Shape {
    .ellipse(Ellipse(x1: x1, x2: x2, radius1: radius, radius2: radius, turn: 0))
  }

  /// Largest distance of a centre or a corner from the origin, in cells; largest radius, and largest extent of a polygon,
  /// in a.
  public static let maximumDistance = 1000.0
  public static let maximumRadius = 10.0
  public static let maximumExtent = 20.0

  /// Number of sides or circles of the outline.
  public var sides: Int {
    switch self {
    case .ellipse: 1
    case .ring: 2
    case .polygon(let polygon): polygon.corners.count
    }
  }

  /// Throws unless everything is finite and within the limits.
  func check() throws {
    let limit = Self.maximumDistance
    func place(_ x1: Double, _ x2: Double) throws {
      guard abs(x1) <= limit, abs(x2) <= limit else {
        throw GeometryError(
          "a shape lies at (\(x1), \(x2)); choose finite coordinates within \(Int(limit)) cells")
      }
    }
    func radius(_ r: Double) throws {
      guard r >= 0, r <= Self.maximumRadius else {
        throw GeometryError("a radius is \(r); choose 0 to \(Int(Self.maximumRadius)) a")
      }
    }
    switch self {
    case .ellipse(let ellipse):
      try place(ellipse.x1, ellipse.x2)
      try radius(ellipse.radius1)
      try radius(ellipse.radius2)
      guard abs(ellipse.turn) <= 1e6 else {
        throw GeometryError("an angle is \(ellipse.turn); choose a finite number of degrees")
      }
    case .ring(let ring):
      try place(ring.x1, ring.x2)
      try radius(ring.inner)
      try radius(ring.outer)
      guard ring.inner <= ring.outer else {
        throw GeometryError(
          "a ring has the inner radius \(ring.inner) and the outer radius \(ring.outer); exchange them"
        )
      }
    case .polygon(let polygon):
      guard polygon.corners.count >= 3 else {
        throw GeometryError("a polygon has \(polygon.corners.count) corners; give 3 or more")
      }
      for corner in polygon.corners { try place(corner.x, corner.y) }
      let (low, high) = polygon.bounds
      guard (high - low).max() <= Self.maximumExtent else {
        throw GeometryError("a polygon is larger than \(Int(Self.maximumExtent)) cells; cut it")
      }
    }
  }

  /// W x + t of the shape, with an operation of the lattice.
  func image(under operation: Operation, _ lattice: Lattice) -> Shape {
    func place(_ x1: Double, _ x2: Double) -> SIMD2<Double> {
      let (y1, y2) = operation.position(x1: x1, x2: x2)
      return SIMD2(y1, y2)
    }
    switch self {
    case .ellipse(var ellipse):
      let centre = place(ellipse.x1, ellipse.x2)
      (ellipse.x1, ellipse.x2) = (centre.x, centre.y)
      if !ellipse.isDisc {
        let (row1, row2) = lattice.cartesianMatrix(operation)
        // Of a mirror, what it does to the x axis: twice the angle of its line.
        let turn = atan2(row2.x, row1.x) * 180 / Double.pi
        let whole = (operation.isMirror ? turn - ellipse.turn : turn + ellipse.turn) / 360
        ellipse.turn = 360 * (whole - whole.rounded(.down))
      }
      return .ellipse(ellipse)
    case .ring(var ring):
      let centre = place(ring.x1, ring.x2)
      (ring.x1, ring.x2) = (centre.x, centre.y)
      return .ring(ring)
    case .polygon(let polygon):
      return .polygon(Polygon(corners: polygon.corners.map { place($0.x, $0.y) }))
    }
  }

  /// The shape turned by 60 degrees about the origin of the hexagonal lattice: (x1, x2) goes to (-x2, x1 + x2).
  public func rotated(sixths steps: Int) -> Shape {
    var shape = self
    for _ in 0..<(((steps % 6) + 6) % 6) { shape = shape.rotated60 }
    return shape
  }

  private var rotated60: Shape {
    switch self {
    case .ellipse(var ellipse):
      (ellipse.x1, ellipse.x2) = (-ellipse.x2, ellipse.x1 + ellipse.x2)
      if !ellipse.isDisc {
        ellipse.turn = ellipse.turn + 60 >= 360 ? ellipse.turn - 300 : ellipse.turn + 60
      }
      return .ellipse(ellipse)
    case .ring(var ring):
      (ring.x1, ring.x2) = (-ring.x2, ring.x1 + ring.x2)
      return .ring(ring)
    case .polygon(let polygon):
      return .polygon(Polygon(corners: polygon.corners.map { SIMD2(-$0.y, $0.x + $0.y) }))
    }
  }
}

extension Shape.Polygon {
  /// Least and largest x1 and x2.
  var bounds: (low: SIMD2<Double>, high: SIMD2<Double>) {
    var (low, high) = (corners[0], corners[0])
    for corner in corners {
      low = pointwiseMin(low, corner)
      high = pointwiseMax(high, corner)
    }
    return (low, high)
  }
}
