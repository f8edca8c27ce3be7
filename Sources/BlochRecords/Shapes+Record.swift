import BlochCore
import RecordStream

extension PBShapes {
  public init(_ shapes: DiscUnion) {
    self.init()
    discs = shapes.discs.map {
      var disc = PBDisc()
      disc.x1 = $0.x1
      disc.x2 = $0.x2
      disc.radius = $0.radius
      return disc
    }
    inside = shapes.inside
    outside = shapes.outside
  }

  /// Decodes the shapes. Throws `StreamError` (bad data) where `DiscUnion` refuses them.
  public func discUnion() throws -> DiscUnion {
    do {
      return try DiscUnion(
        discs: discs.map { DiscUnion.Disc(x1: $0.x1, x2: $0.x2, radius: $0.radius) },
        inside: inside, outside: outside)
    } catch let error as GeometryError { throw PBGeometry.fault("shapes: \(error)") }
  }
}
