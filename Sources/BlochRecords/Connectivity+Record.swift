import BlochCore
import RecordStream

extension PBConnectivity {
  /// The block of a search for nodes.
  /// - Parameters:
  ///   - model: whose bands, "tight-binding" or "reduced".
  ///   - method: "adaptive" or "grid N".
  public init(_ cuts: [CutNodes], model: String, method: String) {
    self.init()
    self.model = model
    self.method = method
    self.cuts = cuts.map(PBCut.init)
  }

  /// What irreps and nodes are compared by, for each cut told.
  /// - Throws: `StreamError` for numbers that make no sense.
  public func cutStates() throws -> [CutState] {
    var known = Set<UInt32>()
    return try cuts.map { cut in
      guard (1...1000).contains(cut.below), known.insert(cut.below).inserted else {
        throw StreamError(
          .badData, "connectivity: the cut at \(cut.below) is out of range or told twice")
      }
      let verdict = CutNodes.Verdict(rawValue: cut.verdict.rawValue)
      guard let verdict, cut.gap.isFinite, cut.gap >= 0,
        cut.nodes.allSatisfy({ $0.k.count == 2 && $0.k.allSatisfy(\.isFinite) })
      else {
        throw StreamError(
          .badData,
          "connectivity: the cut at \(cut.below) has no verdict, gap or node that makes sense")
      }
      return CutState(cut: Int(cut.below), verdict: verdict)
    }
  }
}

extension PBCut {
  init(_ found: CutNodes) {
    self.init()
    below = UInt32(found.cut)
    verdict = PBCutVerdict(rawValue: found.verdict.rawValue) ?? .cutUnspecified
    pinned = found.pinned
    sextets = UInt32(found.sextets)
    nodes = found.nodes.map { node in
      var message = PBNode()
      message.k = [node.k.x1, node.k.x2]
      message.residual = node.residual
      message.opening = node.opening
      return message
    }
    gap = found.gap
    gapK = [found.gapPoint.x1, found.gapPoint.x2]
    if let parity = found.expectedParity { self.parity = UInt32(parity) }
    evaluations = UInt32(found.evaluations)
  }
}
