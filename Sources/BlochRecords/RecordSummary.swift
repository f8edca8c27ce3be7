import Foundation
import RecordStream
import WallpaperGroups

/// A record in words and numbers, for reading.
public struct RecordSummary {
  private let scale: (PBRecord) throws -> EnergyScale

  /// - Parameter scale: what the energies of a record are printed as.
  public init(scale: @escaping (PBRecord) throws -> EnergyScale) { self.scale = scale }

  /// - Throws: `StreamError` (bad data) for blocks that make no sense.
  public func text(_ record: PBRecord, position: Int) throws -> String {
    try record.checkContents()
    var lines = ["record \(position), index \(record.key.index)"]
    if !record.key.name.isEmpty { lines[0] += ", \(record.key.name.asField)" }
    if record.status == .failed { lines.append("  FAILED   \(record.reason.asField)") }
    if record.hasGeometry { lines.append("  cell     \(cell(record.geometry))") }
    let scale = try scale(record)
    if record.hasBands { lines.append("  bands    \(try bands(record, scale))") }
    for point in record.hasIrreps ? try record.specialPoints() : [] {
      let levels = zip(point.irreps, point.energies).map { irrep, energy in
        "\(irrep.symbol) \(Self.digits(scale.value(energy)))"
      }
      let label = point.label.asField.padding(toLength: 8, withPad: " ", startingAt: 0)
      lines.append("  \(label) \(levels.joined(separator: "  "))")
    }
    for (n, set) in record.topology.sets.enumerated() {
      let last = set.lastBand == 0 ? "?" : "\(set.lastBand)"
      let range = set.firstBand == set.lastBand ? last : "\(set.firstBand)-\(last)"
      let name =
        set.lastBand == 0 ? "open above, " : set.name.isEmpty ? "" : "\(set.name.asField), "
      lines.append(
        "  \(n == 0 ? "sets    " : "        ") bands \(range): \(name)\(Self.printed(set.verdict))\(Self.invariants(set))"
      )
    }
    if record.hasTopology {
      lines.append("           gaps from \(record.topology.connectivity.asField)")
    }
    for (n, cut) in record.connectivity.cuts.enumerated() {
      lines.append("  \(n == 0 ? "gaps    " : "        ") \(gap(cut, record, scale))")
    }
    for (n, set) in record.connectivity.windings.filter(\.hasFlux).enumerated() {
      lines.append("  \(n == 0 ? "fluxes  " : "        ") \(Self.flux(set))")
    }
    if record.hasWall {
      for (n, line) in record.wall.summary(scale).enumerated() {
        lines.append("  \(n == 0 ? "wall    " : "        ") \(line)")
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func cell(_ geometry: PBGeometry) -> String {
    let shape = geometry.potential.shape.map(String.init).joined(separator: " x ")
    let parameters = geometry.parameters.map { "\($0.name.asField) \(Self.digits($0.value))" }
    return
      ([
        geometry.source.asField, symmetry(geometry), "\(shape) points",
        meaning(geometry), "fill \(Self.digits(geometry.fillFraction))",
      ] + parameters).joined(separator: ", ")
  }

  /// "v_max 256 E0", or "tm, epsilon=1:12".
  private func meaning(_ geometry: PBGeometry) -> String {
    if geometry.equation.isEmpty { return "v_max \(Self.digits(geometry.vMax)) E0" }
    let materials = geometry.materials.map {
      "\($0.name.asField)=\(Self.digits($0.low)):\(Self.digits($0.high))"
    }
    return ([geometry.equation.asField] + materials).joined(separator: ", ")
  }

  /// "C6", or "p4m (ratio 1, 90 degrees)".
  private func symmetry(_ geometry: PBGeometry) -> String {
    guard !geometry.group.isEmpty else { return "\(geometry.symmetry)".uppercased() }
    let lattice = geometry.lattice
    return geometry.group.asField
      + " (ratio \(Self.digits(lattice.ratio)), \(Self.digits(lattice.angle)) degrees)"
  }

  private func bands(_ record: PBRecord, _ scale: EnergyScale) throws -> String {
    let table = try record.solution().bands
    let error = try record.printedError(scale)
    let (low, high) = (table.energies.min() ?? 0, table.energies.max() ?? 0)
    return "\(table.bands) at \(table.kset.points.count) k-points (\(table.kset.name.asField)), "
      + "\(record.bands.method.asField), \(Self.digits(scale.value(low))) to \(Self.digits(scale.value(high))) "
      + "\(scale.name), error \(error.isFinite ? Self.digits(error) : "not known")"
  }

  private func gap(_ cut: PBCut, _ record: PBRecord, _ scale: EnergyScale) -> String {
    var text = "\(cut.below)|\(cut.below + 1) \(Self.printed(cut.verdict))"
    let direct = scale.isFrequency ? (cut.frequencyGap, cut.frequencyGapK) : (cut.gap, cut.gapK)
    if cut.verdict == .gapped, direct.1.count == 2 {
      text += ", direct \(Self.digits(scale.factor * direct.0))"
    }
    if cut.hasCompleteGap,
      let gap = scale.gap(
        cut.completeGap, midgapRatio: cut.hasMidgapRatio ? cut.midgapRatio : nil)
    {
      text += ", complete \(Self.digits(gap))"
    }
    if cut.hasMidgapRatio, cut.completeGap > 0 {
      text += " (\(Self.digits(100 * cut.midgapRatio)) % of midgap)"
    }
    if cut.hasGapError {
      let error = scale.isFrequency ? 2 * record.bands.frequencyError : cut.gapError
      if error > 0 { text += ", error \(Self.digits(scale.factor * error))" }
    }
    if !cut.nodes.isEmpty {
      text += ", \(cut.freeNodes > 0 ? Int(cut.freeNodes) : 6 * cut.nodes.count) nodes"
    }
    if !cut.pinned.isEmpty {
      text += ", pair split at \(cut.pinned.map(\.asField).joined(separator: ", "))"
    }
    if !cut.lines.isEmpty {
      text += ", paired all along \(cut.lines.map(\.asField).joined(separator: ", "))"
    }
    return text
  }

  /// Berry flux of a set of bands without C2.
  private static func flux(_ set: PBWinding) -> String {
    let range =
      set.firstBand == set.lastBand
      ? "band \(set.lastBand)" : "bands \(set.firstBand)-\(set.lastBand)"
    let valley = set.hasValley ? ", valley Chern number \(digits(set.valley))" : ""
    return "\(range): Berry flux \(digits(set.flux))\(valley)"
  }

  /// Of sets of other groups than p6: what their irreps say besides.
  private static func invariants(_ set: PBBandSet) -> String {
    guard !set.group.isEmpty else { return "" }
    var text = ""
    if set.hasCornerCharge { text += ", corner charge \(digits(set.cornerCharge))" }
    if set.dipole.contains(where: { $0 != 0 }) {
      text += ", dipole \(set.dipole.map(digits).joined(separator: " "))"
    }
    if set.hasChern {
      text += ", Chern number \(set.chern)"
    } else if set.hasChernModulo {
      let order = WallpaperGroup.named(set.group)?.rotationOrder ?? 1
      text += ", Chern number \(set.chernModulo) modulo \(order)"
    }
    if set.indicators.contains(where: { $0 != 0 }) {
      text += ", indicator \(set.indicators.map(String.init).joined(separator: " "))"
    }
    return text
  }

  /// As in JSON.
  private static func printed(_ verdict: PBVerdict) -> String {
    switch verdict {
    case .ebr: "EBR"
    case .composite: "COMPOSITE"
    case .obstructedAtomic: "OBSTRUCTED_ATOMIC"
    case .fragile: "FRAGILE"
    case .undetermined: "UNDETERMINED"
    case .winding: "WINDING"
    case .semimetal: "SEMIMETAL"
    case .stable: "STABLE"
    default: "UNKNOWN"
    }
  }

  private static func printed(_ verdict: PBCutVerdict) -> String {
    switch verdict {
    case .nodes: "NODES"
    case .gapped: "GAPPED"
    case .unresolved: "UNRESOLVED"
    default: "UNKNOWN"
    }
  }

  /// Four digits.
  private static func digits(_ value: Double) -> String { String(format: "%.4g", value) }
}
