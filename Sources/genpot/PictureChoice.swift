import BlochCore
import Foundation

/// Which reading of a picture is taken, or why none is.
struct PictureChoice {
  /// Largest asymmetry that is removed, as a share of the variance.
  let tolerance: Double
  /// Fewest points a side that convention and centre can be told from.
  static let fewestPixels = 8

  enum Outcome {
    case fits(PictureReading)
    /// Different crystals, all of which fit, or cells whose ends the picture does not show.
    case ambiguous([PictureReading])
    /// The one that comes nearest, if there is any.
    case none(PictureReading?)
  }

  /// The reading of a picture of which nothing was said; the plain one where it is hardly worse than others.
  func outcome(_ reader: PictureReader) throws -> Outcome {
    let plain = try reader.plain()
    // A cell with C2 alone fits any angle between the lattice vectors.
    let conventions: [PictureConvention] =
      reader.symmetry == .c6 ? PictureConvention.hexagonal : [.sixty]
    let readings = try reader.readings(conventions).filter {
      $0.pixels >= Self.fewestPixels
    }
    let guesses = readings.filter { $0.isGuess && $0.asymmetry <= tolerance }
    guard let best = readings.first(where: { !$0.isGuess }) else {
      return guesses.isEmpty ? fitting(plain) : .ambiguous(guesses)
    }
    if let plain, plain.asymmetry <= min(tolerance, 2 * best.asymmetry + 0.002) {
      return .fits(plain)
    }
    guard best.asymmetry <= tolerance else {
      if !guesses.isEmpty { return .ambiguous(guesses) }
      return .none(plain.map { $0.asymmetry <= best.asymmetry ? $0 : best } ?? best)
    }
    // Lattice coordinates before Cartesian ones before a hexagon, where they show one crystal.
    let order = PictureConvention.hexagonal
    let close = readings.filter {
      !$0.isGuess && $0.asymmetry <= min(tolerance, 2 * best.asymmetry + 0.01)
    }
    .sorted { order.firstIndex(of: $0.convention)! < order.firstIndex(of: $1.convention)! }
    var different: [PictureReading] = []
    for reading in close {
      let isKnown = try different.contains { try $0.isSameCrystal(as: reading) }
      if !isKnown { different.append(reading) }
    }
    return different.count == 1 ? .fits(different[0]) : .ambiguous(different)
  }

  func fitting(_ reading: PictureReading?) -> Outcome {
    guard let reading, reading.asymmetry <= tolerance else { return .none(reading) }
    return .fits(reading)
  }
}

extension PictureReading {
  /// Options that ask for this reading.
  var options: String {
    (convention == .sixty ? "" : "--convention \(convention.rawValue) ")
      + (convention.isHexagon ? "" : "--center \(place)")
  }

  /// Row and column of the centre as --center takes them.
  var place: String { "\(Self.text(row)),\(Self.text(column))" }

  /// What the picture was taken for.
  var summary: String {
    "\(convention.summary), the centre at row \(Self.text(row)), column \(Self.text(column))"
      + (repetitions == [1, 1]
        ? "" : ", \(repetitions[0]) x \(repetitions[1]) repetitions of which one is taken")
  }

  /// What the symmetrisation does.
  var changes: String {
    String(
      format:
        "%.3g %% of the variance is not symmetric, %.3g %% of the pixels change, by up to %.3g Vmax",
      100 * asymmetry, 100 * changed, largestChange)
  }

  private static func text(_ x: Double) -> String {
    let rounded = (x * 1000).rounded() / 1000
    return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
  }
}

extension PictureConvention {
  /// Whether the centre is that of a hexagon.
  var isHexagon: Bool { self == .hexagon || self == .hexagonTurned }
}
