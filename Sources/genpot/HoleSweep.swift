import BlochCore
import ToolSupport

/// The parameters of a ring of discs.
enum HoleParameter: String, CaseIterable, Sendable {
  case distance, radius, angle
}

/// The rings of a sweep: all combinations of the axes' values, the last axis fastest.
struct HoleSweep: Sendable {
  let distance: Double
  let radius: Double
  let angle: Double
  let axes: [SweepAxis<HoleParameter>]

  /// Number of points; 1 without axes.
  var count: Int { axes.reduce(1) { $0 * $1.values.count } }

  /// The ring at a point, 0 <= point < count.
  func ring(at point: Int) throws -> HoleRing {
    var rest = point
    var values: [HoleParameter: Double] = [:]
    for axis in axes.reversed() {
      values[axis.name] = axis.values[rest % axis.values.count]
      rest /= axis.values.count
    }
    return try ring(values)
  }

  /// Tries every value: each parameter is valid or not by itself. Throws at the first that is not.
  func check() throws {
    _ = try ring([:])
    for axis in axes {
      for value in axis.values { _ = try ring([axis.name: value]) }
    }
  }

  private func ring(_ values: [HoleParameter: Double]) throws -> HoleRing {
    try HoleRing(
      distance: values[.distance] ?? distance, angle: values[.angle] ?? angle,
      radius: values[.radius] ?? radius)
  }
}
