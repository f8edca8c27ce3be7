import WallpaperGroups

/// A crystal known in closed form: one value in the union of shapes, which repeat with the lattice, another outside.
public struct ShapeUnion: Sendable, Equatable {
  /// Most shapes of a cell, and most sides of their outlines.
  public static let maximumShapes = 1200
  public static let maximumSides = 60_000

  public var shapes: [Shape]
  /// With which they repeat.
  public var lattice: Lattice
  /// V/Vmax.
  public var inside: Double
  public var outside: Double

  /// Throws unless there are 1 to 1200 shapes within the limits of `Shape` and the values are finite.
  public init(
    shapes: [Shape], lattice: Lattice = .hexagonal, inside: Double, outside: Double
  ) throws {
    guard (1...Self.maximumShapes).contains(shapes.count) else {
      throw GeometryError("\(shapes.count) shapes in a cell; choose 1 to \(Self.maximumShapes)")
    }
    let sides = shapes.reduce(0) { $0 + $1.sides }
    guard sides <= Self.maximumSides else {
      throw GeometryError("\(sides) sides of shapes in a cell; choose at most \(Self.maximumSides)")
    }
    for shape in shapes { try shape.check() }
    guard inside.isFinite, outside.isFinite else {
      throw GeometryError("the values of shapes and background must be finite")
    }
    self.shapes = shapes
    self.lattice = lattice
    self.inside = inside
    self.outside = outside
  }

  /// Whether the operations of a crystal on this lattice map the shapes onto each other, places and sizes within 1e-9.
  public func hasSymmetry(_ symmetry: CrystalSymmetry) -> Bool {
    symmetry.lattice == lattice
      && symmetry.generators.allSatisfy { operation in
        shapes.allSatisfy { shape in
          let image = shape.image(under: operation, lattice)
          return shapes.contains { $0.isSame(as: image) }
        }
      }
  }

  /// The shapes with their images under the operations of a group; none twice.
  public static func completed(_ shapes: [Shape], symmetry: CrystalSymmetry) -> [Shape] {
    let isTurned = CrystalSymmetry.rotationsOnly.contains(symmetry)
    var all: [Shape] = []
    for shape in shapes {
      for (i, operation) in symmetry.group.operations.enumerated() {
        // Step by step, as they are in records of before there were groups.
        let image =
          isTurned
          ? shape.rotated(sixths: i * 6 / symmetry.order)
          : i == 0 ? shape : shape.image(under: operation, symmetry.lattice)
        if !all.contains(where: { $0.isSame(as: image) }) { all.append(image) }
      }
    }
    return all
  }

  /// Lowest value, V/Vmax.
  public var lowest: Double { min(inside, outside) }
}
