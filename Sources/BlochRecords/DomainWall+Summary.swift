import Foundation
import RecordStream

extension PBDomainWall {
  /// What was found, a line each: the strip, where its crystals differ, and each wall.
  func summary(_ scale: EnergyScale) -> [String] {
    func printed(_ energy: Double) -> String { Self.digits(scale.value(energy)) }
    let count = bulkLow.shape.first ?? 0
    let stack =
      stacks.map { own in
        if own.crystal < count { return "\(own.layers) x \(own.crystal + 1)" }
        return isMedium(own.crystal)
          ? "\(own.layers) x medium \(Self.digits(endValue))" : "\(own.layers) between"
      }.joined(separator: " + ") + (end == "hard" ? ", hard ends," : "")
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
    if contrasts.isEmpty && count > 1 {
      lines.append("bands below have the same irreps in all crystals, as far as they are known")
    }
    lines += differences
    let parities = (try? stateParities.numbers()) ?? []
    for (number, wall) in walls.enumerated() {
      var text = "wall \(name(wall.below))|\(name(wall.above)): "
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
      lines += parityLines(number, parities, printed)
      if wall.lossRadius > 0 || wall.lossPosition > 0 {
        lines.append(
          "  of the power at \(printed(wall.lossEnergy)), where it is fastest, \(Self.digits(100 * wall.lossRadius)) % an a is turned back by radii that differ by 0.01 a, \(Self.digits(100 * wall.lossPosition)) % by places"
        )
      }
    }
    return lines
  }

  /// Crystals count from 1, the strip's ends have no number.
  private func name(_ crystal: UInt32) -> String {
    Int(crystal) < bulkLow.shape.first ?? 0 ? "\(crystal + 1)" : end.isEmpty ? "?" : "end"
  }

  private func isMedium(_ crystal: UInt32) -> Bool {
    end == "medium" && Int(crystal) == bulkLow.shape.first ?? 0
  }

  /// Numbers of the bands below the gap that are not the same in all crystals.
  private var differences: [String] {
    func line(
      _ name: String, _ has: KeyPath<PBCrystalInvariants, Bool>,
      _ value: (PBCrystalInvariants) -> Double, error: Double = 1e-9
    ) -> String? {
      let values = invariants.map(value)
      guard invariants.count > 1, invariants.allSatisfy({ $0[keyPath: has] }),
        values.contains(where: { abs($0 - values[0]) > error })
      else { return nil }
      return "\(name) \(values.map(Self.digits).joined(separator: " | "))"
    }
    let found = [
      line("polarisation across the wall", \.hasPolarisation, \.polarisation),
      line("corner charge", \.hasCornerCharge, \.cornerCharge),
      line(
        "valley Chern number", \.hasValley, \.valley,
        error: invariants.reduce(1e-9) { $0 + $1.valleyError }),
      line("Chern number", \.hasChern, { Double($0.chern) }),
    ].compactMap { $0 }
    return found.isEmpty ? [] : [found.joined(separator: ", ")]
  }

  /// Of a wall's states in the gap at kappa 0 and 1/2.
  private func parityLines(
    _ wall: Int, _ parities: [Double], _ printed: (Double) -> String
  ) -> [String] {
    guard let energies = try? stateEnergies.numbers(), let owners = try? stateWalls.numbers(),
      let points = try? stateKappas.numbers(), let kappas = try? kappas.numbers()
    else { return [] }
    let names = operations.joined(separator: ", ")
    return [0, 0.5].compactMap { kappa in
      let own = energies.indices.filter { at in
        owners[at] == Double(wall) && kappas[Int(points[at])] == kappa && energies[at] > lower
          && energies[at] < upper
      }.compactMap { at -> String? in
        let signs = operations.indices.map { parities[at * operations.count + $0] }
        guard signs.contains(where: { $0 != 0 }) else { return nil }
        let words = signs.map { $0 > 0 ? "even" : $0 < 0 ? "odd" : "neither" }
        return "\(printed(energies[at])) \(words.joined(separator: " "))"
      }
      return own.isEmpty
        ? nil : "  at kappa \(Self.digits(kappa)): \(own.joined(separator: ", ")) (\(names))"
    }
  }

  /// Neighbouring layers of one crystal.
  private var stacks: [(crystal: UInt32, layers: Int)] {
    var result: [(crystal: UInt32, layers: Int)] = []
    let count = bulkLow.shape.first ?? 0
    for layer in layers {
      if let last = result.last,
        last.crystal == layer
          || (last.crystal >= count && layer >= count && !isMedium(layer)
            && !isMedium(last.crystal))
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
