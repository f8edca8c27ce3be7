import BlochCore
import Foundation
import RecordStream

/// How far the bands and irreps of a second stream are from those of a first.
public struct BandStatistics: Sendable {
  private var cells = 0
  private var points = 0
  private var energies = 0
  private var squares: [Double] = []
  private var largest: [Double] = []
  /// Smallest and mean gap above each band, over the cells where the bands do not touch.
  private var gaps: [(cells: Int, smallest: Double, mean: Double)] = []
  private var labels: [(point: String, right: [Int])] = []
  /// Error bars of the second stream's bands over what they are bars of.
  private var bars = BarStatistics()
  private var specialBars = BarStatistics()
  /// Of what the records are; nil before the first.
  private var equation: String?

  /// Bands whose gap stays above this, in Vmax or omega a/(2 pi c), everywhere on the grid are taken for disconnected.
  public static let touching = 0.005

  public init() {}

  /// Takes the next pair of records.
  /// - Throws: `StreamError` (bad data) for records without bands, or of other k-points.
  public mutating func add(_ a: PBRecord, _ b: PBRecord) throws {
    guard a.hasBands, b.hasBands else {
      throw StreamError(.badData, "it has no bands in one of the streams")
    }
    let (first, second) = (try a.solution(), try b.solution())
    let points = first.bands.kset.points
    guard a.bands.equation == b.bands.equation, equation ?? a.bands.equation == a.bands.equation
    else {
      throw StreamError(
        .badData, "its bands are of another equation than those of the other stream or before")
    }
    equation = a.bands.equation
    let scale: EnergyScale = a.hasFrequencies ? .reduced : .vMax
    let (x, y) = (
      first.bands.energies.map(scale.value), second.bands.energies.map(scale.value)
    )
    let widths = [first.bands.bands, second.bands.bands]
    guard points.count == second.bands.kset.points.count,
      zip(points, second.bands.kset.points).allSatisfy({
        abs($0.x1 - $1.x1) < 1e-9 && abs($0.x2 - $1.x2) < 1e-9
      })
    else {
      throw StreamError(.badData, "its bands are at other k-points in the second stream")
    }
    let bands = min(widths[0], widths[1])
    if cells == 0 {
      squares = [Double](repeating: 0, count: bands)
      largest = squares
      gaps = Array(repeating: (0, 0, 0), count: max(0, bands - 1))
    }
    guard bands == squares.count, bands > 0 else {
      throw StreamError(.badData, "it has \(bands) bands, those before \(squares.count)")
    }
    let rows = points.count
    // Bars of networks are those of energies, also of light.
    var own = [Double](repeating: 0, count: bands)
    for k in 0..<rows {
      for n in 0..<bands {
        let (i, j) = (k * widths[0] + n, k * widths[1] + n)
        let deviation = abs(x[i] - y[j])
        squares[n] += deviation * deviation
        largest[n] = max(largest[n], deviation)
        own[n] = max(own[n], abs(first.bands.energies[i] - second.bands.energies[j]))
      }
    }
    bars.add(b.model.bandErrors, own)
    addSpecial(a, b)
    for n in 0..<bands - 1 {
      let gap = (0..<rows).map { x[$0 * widths[0] + n + 1] - x[$0 * widths[0] + n] }
      guard let smallest = gap.min(), smallest > Self.touching else { continue }
      gaps[n].cells += 1
      gaps[n].smallest += smallest
      gaps[n].mean += gap.reduce(0, +) / Double(rows)
    }
    // A network says the irreps of rotations, also of cells with mirrors.
    let groups = (try a.irreps.wallpaperGroup(), try b.irreps.wallpaperGroup())
    let restricted =
      groups.0 == groups.1
      ? first.special : SpecialPointBands.byRotations(first.special, of: groups.0)
    for (i, (p, q)) in zip(restricted ?? first.special, second.special).enumerated() {
      guard p.label == q.label else {
        throw StreamError(.badData, "its irreps are at other points in the second stream")
      }
      if i == labels.count { labels.append((p.label, [Int](repeating: 0, count: bands))) }
      for n in p.bandsOfSameIrrep(in: q) where n < bands { labels[i].right[n] += 1 }
    }
    cells += 1
    self.points = rows
    energies += rows
  }

  private mutating func addSpecial(_ a: PBRecord, _ b: PBRecord) {
    var own: [Double] = []
    for (p, q) in zip(a.irreps.points, b.irreps.points) {
      for (n, (x, y)) in zip(p.energies, q.energies).enumerated() {
        if n == own.count { own.append(0) }
        own[n] = max(own[n], abs(x - y))
      }
    }
    specialBars.add(b.model.specialErrors, own)
  }

  /// Tab-separated lines: quantity, point, band, value; energies in units of v_max, frequencies as omega a/(2 pi c).
  public var table: String {
    var lines = ["quantity\tpoint\tband\tvalue", "cells\t\t\t\(cells)", "kpoints\t\t\t\(points)"]
    if cells == 0 { return lines.joined(separator: "\n") + "\n" }
    func line(_ quantity: String, _ point: String, _ band: String, _ value: Double) {
      lines.append("\(quantity)\t\(point)\t\(band)\t" + String(format: "%.6g", value))
    }
    let loss = squares.reduce(0, +) / Double(energies * squares.count)
    line("loss", "", "", loss)
    line("rms", "", "", loss.squareRoot())
    for n in squares.indices {
      line("rms", "", "\(n + 1)", (squares[n] / Double(energies)).squareRoot())
    }
    for n in largest.indices { line("largest", "", "\(n + 1)", largest[n]) }
    for (bars, point) in [(bars, ""), (specialBars, "Gamma-K-M")] {
      for (n, band) in bars.bands.enumerated() {
        line("covered", point, "\(n + 1)", band.covered)
        line("bar_over_error", point, "\(n + 1)", band.median)
      }
    }
    let separate = gaps.reduce(0) { $0 + $1.cells }
    if separate > 0 {
      let smallest = gaps.reduce(0) { $0 + $1.smallest } / Double(separate)
      let mean = gaps.reduce(0) { $0 + $1.mean } / Double(separate)
      line("smallest_gap", "", "", smallest)
      line("mean_gap", "", "", mean)
      line("rms_over_smallest_gap", "", "", loss.squareRoot() / smallest)
      line("rms_over_mean_gap", "", "", loss.squareRoot() / mean)
    }
    var sum = 0.0
    var worst = 1.0
    for (point, right) in labels {
      for (n, count) in right.enumerated() {
        let share = Double(count) / Double(cells)
        line("symmetry", point, "\(n + 1)", share)
        sum += share
        worst = min(worst, share)
      }
    }
    if !labels.isEmpty {
      line("symmetry_mean", "", "", sum / Double(labels.count * squares.count))
      line("symmetry_worst", "", "", worst)
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
