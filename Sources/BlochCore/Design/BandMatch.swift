/// The mean square deviation from wanted bands. At Gamma, K and M states are compared with those of the
/// same irrep, whatever their order, so that the wrong order costs and its gradient repairs it.
public struct BandMatch: GoalTerm {
  /// Wanted energies, [points x count], in the order of the k-set.
  public let energies: [Double]
  /// Bands that are compared; the first wanted one stands for `range.lowerBound`, counted from 0.
  public let range: Range<Int>
  /// The wanted energies may be moved by a constant that is the same for all.
  public let freeOffset: Bool
  /// They may be multiplied by one. The loss is then in the unit of the wanted energies.
  public let freeScale: Bool
  /// [points][count]: for wave vectors at Gamma, K and M the irrep of each band and which state of it the
  /// band is, both members of a pair the same; empty elsewhere, and where irreps are not told.
  private let states: [[(irrep: Irrep, state: Int)]]
  /// [points]: name of the high-symmetry point, or nothing.
  private let labels: [String]

  public var bands: Int { range.upperBound }
  public var name: String { "match" }

  /// - Parameters:
  ///   - energies: [points x count], count that of `bands`.
  ///   - special: irreps at Gamma, K and M, from the first wanted band on; empty to compare by order alone.
  /// - Throws: `DesignError` for shapes that do not fit.
  public init(
    kset: KSet, energies: [Double], bands range: Range<Int>, special: [SpecialPointBands],
    freeOffset: Bool = false, freeScale: Bool = false
  ) throws {
    guard !range.isEmpty, energies.count == kset.points.count * range.count else {
      throw DesignError("the target has \(energies.count) energies, which do not fit its k-points")
    }
    guard energies.allSatisfy(\.isFinite) else {
      throw DesignError("the target has energies that are not finite")
    }
    self.energies = energies
    self.range = range
    self.freeOffset = freeOffset
    self.freeScale = freeScale
    labels = kset.points.map { point in
      WedgePlace.locate(point, symmetry: .c6).place.corner.map { P6.points[$0].label } ?? ""
    }
    states = try labels.map { label in
      guard let corner = P6.points.firstIndex(where: { $0.label == label }),
        let known = special.first(where: { $0.label == label }), known.irreps.count >= range.count
      else { return [] }
      var seen: [Irrep: Int] = [:]
      return try known.irreps.prefix(range.count).map { irrep in
        guard P6.points[corner].irreps.contains(irrep) else {
          throw DesignError("the target has an unknown irrep at \(known.label)")
        }
        defer { seen[irrep, default: 0] += 1 }
        return (irrep, seen[irrep, default: 0] / irrep.dimension)
      }
    }
  }

  public func isReached(by special: [SpecialPointBands]) -> Bool {
    states.enumerated().allSatisfy { p, known in
      guard !known.isEmpty else { return true }
      guard let own = special.first(where: { $0.label == labels[p] }) else { return false }
      var groups: [[Irrep]] = []
      for (n, entry) in known.enumerated() {
        let at = p * range.count + n
        // Degenerate bands are one group, whose irreps may come in any order.
        if n > 0 && energies[at] - energies[at - 1] < Tolerance.pair {
          groups[groups.count - 1].append(entry.irrep)
        } else {
          groups.append([entry.irrep])
        }
      }
      return Goal.follow(Array(own.irreps.dropFirst(range.lowerBound)), groups)
    }
  }

  public func evaluate(_ sample: inout BandSample, zone: Int, extra: Int, weight: Double)
    -> Double
  {
    let fit = fit(sample)
    let count = Double(energies.count)
    var sum = 0.0
    forEach(sample) { own, target, place in
      let deviation = fit.scale * own + fit.offset - target
      sum += deviation * deviation
      let slope = 2 * weight * fit.scale * deviation / count
      switch place {
      case .band(let at): sample.derivative[at] += slope
      case .level(let at): sample.levelDerivative[at] += slope
      }
    }
    return sum / count
  }

  /// target = scale x own + offset, as far as they are free, by least squares. The loss is stationary in
  /// both, so its derivatives need none of theirs.
  public func fit(_ sample: BandSample) -> (scale: Double, offset: Double) {
    if !freeOffset && !freeScale { return (1, 0) }
    var (n, x, y, xx, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)
    forEach(sample) { own, target, _ in
      n += 1
      x += own
      y += target
      xx += own * own
      xy += own * target
    }
    if !freeScale { return (1, (y - x) / n) }
    if !freeOffset { return (xx > 0 ? xy / xx : 1, 0) }
    let variance = xx - x * x / n
    let scale = variance > 0 ? (xy - x * y / n) / variance : 1
    return (scale, (y - scale * x) / n)
  }

  private enum Place {
    case band(Int)
    case level(Int)
  }

  /// Calls `body` with every energy that is compared, its target and where it stands.
  private func forEach(_ sample: BandSample, _ body: (Double, Double, Place) -> Void) {
    for (p, known) in states.enumerated() {
      let below =
        known.isEmpty || range.lowerBound == 0 ? [:] : statesBelow(sample, sample.corners[p] ?? 0)
      for n in 0..<range.count {
        let target = energies[p * range.count + n]
        if known.isEmpty {
          let at = p * sample.bands + range.lowerBound + n
          body(sample.energies[at], target, .band(at))
          continue
        }
        let (irrep, state) = known[n]
        let at = sample.level(irrep, min(state + (below[irrep] ?? 0), sample.states - 1))
        // A state that the model lacks counts as a Vmax above.
        let own = sample.levels[at]
        body(own.isFinite ? own : target + 1, target, .level(at))
      }
    }
  }

  /// States of each irrep below the first band that is compared.
  private func statesBelow(_ sample: BandSample, _ corner: Int) -> [Irrep: Int] {
    var counts: [Irrep: Int] = [:]
    for level in Set(sample.order[corner].prefix(range.lowerBound)) where level >= 0 {
      counts[BandSample.irrep(ofLevel: level, states: sample.states), default: 0] += 1
    }
    return counts
  }
}
