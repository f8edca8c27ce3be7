import Foundation
import RecordStream

extension PBDomainWall {
  /// What was found, a line each: the strip, where its crystals differ, and each wall.
  func summary(_ scale: EnergyScale) -> [String] {
    func printed(_ energy: Double) -> String { Self.digits(scale.value(energy)) }
    let count = bulkLow.shape.first ?? 0
    let stack = stacks.map { own in
      own.crystal < count ? "\(own.layers) x \(own.crystal + 1)" : "\(own.layers) between"
    }.joined(separator: " + ")
    let direction = along.map(String.init).joined(separator: ",")
    let cut = "\(gap)|\(gap + 1)"
    let (low, high) = (scale.value(lower), scale.value(upper))
    guard upper > lower else {
      let distance = Self.digits(low - high)
      return [
        "\(stack) along \(direction), \(method.asField): no common gap; the closest, \(cut), lacks \(distance) (\(printed(upper)) to \(printed(lower)))"
      ]
    }
    var lines = [
      "\(stack) along \(direction), \(method.asField): gap \(cut) \(Self.interval(low, high))"
    ]
    for contrast in contrasts {
      lines.append(
        "bands below at \(contrast.point.asField): \(contrast.irreps.map(\.asField).joined(separator: " | "))"
      )
    }
    if contrasts.isEmpty && !bulkLow.data.isEmpty {
      lines.append("bands below have the same irreps in all crystals, as far as they are known")
    }
    for (number, wall) in walls.enumerated() {
      var text = "wall \(wall.below + 1)|\(wall.above + 1): "
      let own = branches.filter { $0.wall == number && $0.high > lower && $0.low < upper }
      if own.isEmpty {
        text += "no states in the gap"
      } else {
        text +=
          "\(own.count == 1 ? "1 branch covers" : "\(own.count) branches cover") \(Self.digits(100 * wall.covered)) % of the gap"
        if wall.minigapHigh > wall.minigapLow {
          let (from, to) = (scale.value(wall.minigapLow), scale.value(wall.minigapHigh))
          text +=
            ", minigap \(Self.interval(from, to))"
        }
      }
      lines.append(text)
      if wall.lossRadius > 0 || wall.lossPosition > 0 {
        lines.append(
          "  of the power at \(printed(wall.lossEnergy)), where it is fastest, \(Self.digits(100 * wall.lossRadius)) % an a is turned back by radii that differ by 0.01 a, \(Self.digits(100 * wall.lossPosition)) % by places"
        )
      }
    }
    return lines
  }

  /// Neighbouring layers of one crystal.
  private var stacks: [(crystal: UInt32, layers: Int)] {
    var result: [(crystal: UInt32, layers: Int)] = []
    let count = bulkLow.shape.first ?? 0
    for layer in layers {
      if let last = result.last, last.crystal == layer || (last.crystal >= count && layer >= count)
      {
        result[result.count - 1].layers += 1
      } else {
        result.append((layer, 1))
      }
    }
    return result
  }

  /// Ends, and the width in percent of the middle where energies have a zero of their own.
  private static func interval(_ low: Double, _ high: Double) -> String {
    let share = low > 0 ? " (\(digits(200 * (high - low) / (low + high))) %)" : ""
    return "\(digits(low)) to \(digits(high))\(share)"
  }

  private static func digits(_ value: Double) -> String { String(format: "%.4g", value) }
}
