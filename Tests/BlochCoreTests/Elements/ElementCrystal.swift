import BlochCore
import Glibc
import Meshes
import WallpaperGroups

/// A random crystal of two materials with a group's symmetry, as a level set and as a cell.
struct ElementCrystal {
  let symmetry: CrystalSymmetry
  let field: FourierField
  let levels: FieldLevels

  static func symmetry(_ name: String) -> CrystalSymmetry {
    let group = WallpaperGroup.named(name)!
    return CrystalSymmetry(group: group, lattice: group.system.example)!
  }

  init(_ symmetry: CrystalSymmetry, index: UInt64, cutoff: Int = 2, threshold: Double = 0) throws {
    self.symmetry = symmetry
    let random = try RandomField(alpha: 2, variance: 2, cutoff: cutoff, symmetry: symmetry)
    let (cosines, sines) = random.coefficients(seed: 7, index: index)
    field = FourierField(
      representatives: random.representatives, amplitudes: cosines, sines: sines,
      beta: .infinity, threshold: threshold)
    levels = FieldLevels(field, symmetry)!
  }

  /// The cell that the plane-wave solver takes.
  func cell(_ medium: CrystalMedium?, vMax: Double = 1) -> UnitCell {
    let n = 48
    let values = (0..<n * n).map { at -> Float in
      let place = Place(Double(at / n) / Double(n), Double(at % n) / Double(n))
      return levels.sample(at: place).value > 0 ? 1 : 0
    }
    return UnitCell(
      symmetry: symmetry, vMax: vMax, pixels: n, potential: values, field: field,
      source: "random", medium: medium)
  }
}

/// A disc at the origin of the hexagonal lattice.
struct DiscLevels: LevelSet {
  let radius: Double

  func sample(at place: Place) -> LevelSample {
    var best = (square: Double.infinity, x: 0.0, y: 0.0)
    for i in -1...1 {
      for j in -1...1 {
        let (x, y) = Lattice.hexagonal.cartesian(
          x1: place.x1 - place.x1.rounded() + Double(i),
          x2: place.x2 - place.x2.rounded() + Double(j))
        if x * x + y * y < best.square { best = (x * x + y * y, x, y) }
      }
    }
    return LevelSample(
      value: radius * radius - best.square, x: -2 * best.x, y: -2 * best.y, xx: -2, yy: -2)
  }
}

/// Layers across a1, positive where cos(2 pi x1) > threshold.
struct LayerLevels: LevelSet {
  let lattice: Lattice
  var threshold = 0.0

  func sample(at place: Place) -> LevelSample {
    let phase = 2 * Double.pi * place.x1
    let (gx, gy) = lattice.waveVector(x1: 1, x2: 0)
    let (c, s) = (cos(phase), sin(phase))
    return LevelSample(
      value: c - threshold, x: -gx * s, y: -gy * s, xx: -gx * gx * c, xy: -gx * gy * c,
      yy: -gy * gy * c)
  }
}

func frequencies(_ values: some Sequence<Double>) -> [Double] {
  values.map { max($0, 0).squareRoot() }
}
