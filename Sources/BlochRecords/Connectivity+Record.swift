import BlochCore
import RecordStream

extension PBConnectivity {
  /// The block of a search for nodes.
  /// - Parameters:
  ///   - model: whose bands, "tight-binding" or "reduced".
  ///   - method: "adaptive" or "grid N".
  ///   - isP6: nodes are counted by sextets then, else by stars.
  ///   - hasFrequencies: energies are their squares, and midgap ratios are theirs.
  public init(
    _ cuts: [CutNodes], model: String, method: String, isP6: Bool = true,
    hasFrequencies: Bool = false
  ) {
    self.init()
    self.model = model
    self.method = method
    let scale: EnergyScale = hasFrequencies ? .reduced : .vMax
    self.cuts = cuts.map { PBCut($0, isP6: isP6, scale: scale) }
  }

  /// States how well the gaps are known.
  /// - Parameter errors: of the bands, anywhere in the zone.
  public mutating func setErrors(_ errors: BandErrors) {
    for at in cuts.indices where cuts[at].hasCompleteGap {
      let error = errors.distance(atCut: Int(cuts[at].below))
      if error.isFinite { cuts[at].gapError = error }
    }
  }

  /// What the block says, for a classification.
  /// - Throws: `StreamError` for numbers that make no sense.
  func connectivity() throws -> Connectivity {
    var result = Connectivity()
    for cut in cuts {
      guard (1...1000).contains(cut.below), result.cuts[Int(cut.below)] == nil else {
        throw StreamError(
          .badData, "connectivity: the cut at \(cut.below) is out of range or told twice")
      }
      let verdict = CutNodes.Verdict(rawValue: cut.verdict.rawValue)
      guard let verdict, cut.gap.isFinite, cut.gap >= 0,
        cut.gapK.isEmpty || RecordLimits.isWaveVector(cut.gapK), cut.parity <= 1,
        cut.frequencyGap.isFinite, cut.frequencyGap >= 0,
        cut.frequencyGapK.isEmpty || RecordLimits.isWaveVector(cut.frequencyGapK),
        abs(Int(cut.chern)) <= RecordLimits.chern,
        cut.nodes.allSatisfy({
          RecordLimits.isWaveVector($0.k) && $0.residual.isFinite && $0.opening.isFinite
        })
      else {
        throw StreamError(
          .badData,
          "connectivity: the cut at \(cut.below) has no verdict, gap or node that makes sense")
      }
      result.cuts[Int(cut.below)] = verdict
      if cut.hasChern { result.cherns[Int(cut.below)] = Int(cut.chern) }
      // The fixed grid knows no gaps.
      if verdict == .gapped, cut.gapK.count == 2 {
        guard cut.gapK.allSatisfy(\.isFinite) else {
          throw StreamError(
            .badData,
            "connectivity: the gap at the cut \(cut.below) has no place; run berryflux again")
        }
        result.gaps[Int(cut.below)] = .init(
          distance: cut.gap, k: KPoint(cut.gapK[0], cut.gapK[1]))
      }
    }
    for winding in windings {
      let isFlux = winding.hasFlux
      guard winding.firstBand > 0, winding.lastBand <= 1000, winding.w2 <= 1,
        isFlux ? winding.lastBand >= winding.firstBand : winding.lastBand > winding.firstBand,
        winding.flux.isFinite, winding.valley.isFinite, winding.fluxError.isFinite
      else {
        throw StreamError(
          .badData,
          "connectivity: no bands \(winding.firstBand) to \(winding.lastBand) can wind; run berryflux again"
        )
      }
      if winding.hasEuler {
        result.windings[Int(winding.firstBand)...Int(winding.lastBand)] = Int(winding.euler)
      }
    }
    return result
  }
}

extension PBWinding {
  public init(bands: ClosedRange<Int>, euler: Int?, w2: Int?) {
    self.init()
    firstBand = UInt32(bands.lowerBound)
    lastBand = UInt32(bands.upperBound)
    if let euler { self.euler = UInt32(euler) }
    if let w2 { self.w2 = UInt32(w2) }
  }

  public init(bands: ClosedRange<Int>, flux: BerryFlux) {
    self.init(bands: bands, euler: nil, w2: nil)
    self.flux = flux.flux
    if let valley = flux.valley { self.valley = valley }
    fluxError = flux.error
  }
}

extension PBCut {
  /// What the fixed grid saw: nothing of gaps, and no node's place.
  public init(_ found: FluxGrid.Cut) {
    self.init()
    below = UInt32(found.cut)
    pinned = found.pinned
    touching = found.touching
    if let sextets = found.sextets {
      self.sextets = UInt32(sextets)
      verdict = sextets == 0 && found.pinned.isEmpty ? .gapped : .nodes
    } else {
      verdict = found.touching.isEmpty ? .unresolved : .nodes
    }
  }

  /// - Parameter scale: of what the midgap ratio is.
  init(_ found: CutNodes, isP6: Bool, scale: EnergyScale) {
    self.init()
    below = UInt32(found.cut)
    verdict = PBCutVerdict(rawValue: found.verdict.rawValue) ?? .cutUnspecified
    pinned = found.pinned
    touching = found.touching
    lines = found.lines
    if isP6 {
      sextets = UInt32(found.sextets)
    } else {
      freeNodes = UInt32(found.freeNodes)
    }
    nodes = found.nodes.map { node in
      var message = PBNode()
      if !isP6 { message.star = UInt32(node.star) }
      message.k = [node.k.x1, node.k.x2]
      message.residual = node.residual
      message.opening = node.opening
      return message
    }
    gap = found.gap
    gapK = [found.gapPoint.x1, found.gapPoint.x2]
    if let edges = found.edges {
      completeGap = min(edges.gap, found.gap)
      lowerK = [edges.topPoint.x1, edges.topPoint.x2]
      upperK = [edges.bottomPoint.x1, edges.bottomPoint.x2]
      let (top, bottom) = (scale.value(edges.top), scale.value(edges.bottom))
      let gap = scale.isFrequency ? bottom - top : completeGap
      let middle = 0.5 * (top + bottom)
      if middle > 0 { midgapRatio = gap / middle }
    }
    if let direct = found.frequencyGap {
      frequencyGap = direct.gap
      frequencyGapK = [direct.k.x1, direct.k.x2]
    }
    if let parity = found.expectedParity { self.parity = UInt32(parity) }
    evaluations = UInt32(found.evaluations)
  }
}
