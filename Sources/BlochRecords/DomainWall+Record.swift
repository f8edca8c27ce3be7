import BlochCore
import RecordStream
import Walls

extension PBDomainWall {
  /// - Parameters:
  ///   - found: what was found.
  ///   - frame: the strip's axes.
  ///   - layers: which crystal each layer is of.
  ///   - edge: where a layer ends.
  ///   - walls: of the strip.
  ///   - method: "plane waves", "network" or "lattice model".
  ///   - isFrequency: whether energies are squares of frequencies.
  public init(
    _ found: DomainWall, frame: StripFrame, layers: [Int], edge: Double = 0.5, walls: [Strip.Wall],
    method: String,
    isFrequency: Bool
  ) {
    self.init()
    self.layers = layers.map { UInt32($0) }
    along = [Int32(frame.along.m), Int32(frame.along.n)]
    across = [Int32(frame.across.m), Int32(frame.across.n)]
    self.method = method
    self.edge = edge
    functions = UInt32(found.functions)
    kappas = PBArray(float64: found.kappas, shape: [found.kappas.count])
    gap = UInt32(found.gap)
    (lower, upper) = (found.lower, found.upper)
    let bands = found.bulk.first?.low.first?.count ?? 0
    let shape = [found.bulk.count, found.kappas.count, bands]
    bulkLow = PBArray(float64: found.bulk.flatMap { $0.low.flatMap { $0 } }, shape: shape)
    bulkHigh = PBArray(float64: found.bulk.flatMap { $0.high.flatMap { $0 } }, shape: shape)
    bulkErrors = PBArray(
      float64: found.bulk.map { $0.error(atGap: found.gap) }, shape: [found.bulk.count])
    setLevels(found)
    setStates(found, frame, layers.count, isFrequency)
    self.walls = walls.enumerated().map { number, wall in
      let coverage = WallCoverage(found, wall: number, isFrequency: isFrequency)
      var own = PBWall()
      own.position = wall.position
      own.below = UInt32(wall.below)
      own.above = UInt32(wall.above)
      own.covered = coverage.covered
      if let minigap = coverage.minigap {
        (own.minigapLow, own.minigapHigh) = (minigap.low, minigap.high)
      }
      if let loss = WallLoss(found, wall: number, frame: frame, isFrequency: isFrequency) {
        (own.lossEnergy, own.lossRadius, own.lossPosition) =
          (loss.energy, loss.radius, loss.position)
      }
      return own
    }
    branches = found.branches.map { branch in
      var own = PBWallBranch()
      own.wall = UInt32(branch.wall)
      own.first = UInt32(branch.first)
      own.last = UInt32(branch.last)
      (own.low, own.high) = (branch.low, branch.high)
      return own
    }
    contrasts = Self.contrasts(found)
    operations = found.operations.map(\.kind.rawValue)
    invariants = found.invariants.map(PBCrystalInvariants.init)
    if !found.floor.isEmpty {
      mediumFloor = PBArray(float64: found.floor, shape: [found.floor.count])
    }
  }

  private mutating func setLevels(_ found: DomainWall) {
    let numbers = found.energies.enumerated().flatMap { at, own in own.map { _ in Double(at) } }
    levelKappas = PBArray(float64: numbers, shape: [numbers.count])
    levels = PBArray(float64: found.energies.flatMap { $0 }, shape: [numbers.count])
    levelErrors = PBArray(float64: found.errors.flatMap { $0 }, shape: [numbers.count])
  }

  private mutating func setStates(
    _ found: DomainWall, _ frame: StripFrame, _ layers: Int, _ isFrequency: Bool
  ) {
    let states = found.states.flatMap { $0 }
    func array(_ value: (EdgeState) -> Double) -> PBArray {
      PBArray(float64: states.map(value), shape: [states.count])
    }
    let numbers = found.states.enumerated().flatMap { at, own in own.map { _ in Double(at) } }
    stateKappas = PBArray(float64: numbers, shape: [numbers.count])
    stateEnergies = array(\.energy)
    stateErrors = array(\.error)
    stateSplittings = array(\.splitting)
    stateWalls = array { Double($0.wall) }
    stateShares = array(\.share)
    stateDepths = array(\.depth)
    // k = 2 pi kappa/|A1|, omega a/(2 pi c) = E^(1/2).
    stateVelocities = array {
      frame.period * $0.slope
        / (isFrequency ? 2 * max($0.energy, 1e-300).squareRoot() : 2 * Double.pi)
    }
    stateBranches = array { Double($0.branch) }
    let couplings = states.compactMap(\.couplings)
    if couplings.count == states.count && !states.isEmpty {
      stateCouplings = PBArray(
        float64: couplings.flatMap { [$0.radius, $0.position] }, shape: [states.count, 2])
    }
    if !found.operations.isEmpty {
      stateParities = PBArray(
        float64: states.flatMap { $0.parities.map(Double.init) },
        shape: [states.count, found.operations.count])
    }
    stateProfiles = PBArray(float64: states.flatMap(\.profile), shape: [states.count, 2 * layers])
  }

  /// Special points where the bands below the gap have other irreps in one crystal than in another.
  private static func contrasts(_ found: DomainWall) -> [PBPointContrast] {
    guard let first = found.bulk.first else { return [] }
    return first.special.indices.compactMap { at in
      let texts = found.bulk.map { bulk -> String in
        guard at < bulk.special.count, bulk.special[at].label == first.special[at].label else {
          return ""
        }
        return bulk.special[at].irreps.prefix(found.gap).map(\.symbol).sorted()
          .joined(separator: " ")
      }
      guard Set(texts).count > 1, !texts.contains("") else { return nil }
      var own = PBPointContrast()
      own.point = first.special[at].label
      own.irreps = texts
      return own
    }
  }

  /// - Throws: `StreamError` (bad data) for arrays that do not fit each other.
  func check() throws {
    func fault(_ what: String) -> StreamError {
      StreamError(.badData, "wall: \(what); run domainwall again")
    }
    for crystal in crystals { try crystal.check() }
    let count = try kappas.numbers().count
    guard kappas.shape.count == 1, try kappas.numbers().allSatisfy({ abs($0) <= 0.5 }),
      along.count == 2, across.count == 2, layers.count <= Strip.layerLimit,
      lower.isFinite, upper.isFinite, edge >= 0, edge <= 1
    else { throw fault("wave vectors, axes or layers that make no sense") }
    let shape = bulkLow.shape
    guard shape.count == 3, shape == bulkHigh.shape, Int(clamping: shape[1]) == count,
      try bulkErrors.numbers().count == Int(clamping: shape[0]), gap < max(1, shape[2]),
      try [bulkLow, bulkHigh].allSatisfy({ try $0.numbers().allSatisfy(RecordLimits.holds) })
    else { throw fault("bands of the crystals that do not fit") }
    let levelCount = try levels.numbers().count
    guard try levelKappas.numbers().count == levelCount,
      try levelErrors.numbers().count == levelCount,
      try (levelErrors.numbers() + bulkErrors.numbers()).allSatisfy(RecordLimits.holds),
      try levels.numbers().allSatisfy(RecordLimits.holds),
      try levelKappas.numbers().allSatisfy({ isNumber($0, below: count) })
    else { throw fault("levels that do not fit") }
    let stateCount = try stateEnergies.numbers().count
    let arrays = [
      stateKappas, stateErrors, stateSplittings, stateWalls, stateShares, stateDepths,
      stateVelocities, stateBranches,
    ]
    guard
      try arrays.allSatisfy({
        try $0.numbers().count == stateCount && $0.numbers().allSatisfy(RecordLimits.holds)
      }), try stateEnergies.numbers().allSatisfy(RecordLimits.holds),
      try stateProfiles.numbers().count == 2 * layers.count * stateCount,
      try stateKappas.numbers().allSatisfy({ isNumber($0, below: count) }),
      try stateWalls.numbers().allSatisfy({ isNumber($0, below: max(1, walls.count)) }),
      try stateBranches.numbers().allSatisfy({ isNumber($0, below: branches.count) })
    else { throw fault("states that do not fit") }
    guard
      try !hasStateCouplings
        || (stateCouplings.shape == [UInt64(stateCount), 2]
          && stateCouplings.numbers().allSatisfy { $0 >= 0 && RecordLimits.holds($0) })
    else { throw fault("couplings that do not fit") }
    guard
      try operations.isEmpty && !hasStateParities
        || (stateParities.shape == [UInt64(stateCount), UInt64(operations.count)]
          && stateParities.numbers().allSatisfy { [-1, 0, 1].contains($0) }),
      try !hasMediumFloor
        || (mediumFloor.shape == [UInt64(count)]
          && mediumFloor.numbers().allSatisfy(RecordLimits.holds))
    else { throw fault("parities or a medium that do not fit") }
    guard ["", "hard", "medium"].contains(end), RecordLimits.holds(endValue),
      invariants.isEmpty || invariants.count == Int(clamping: shape[0]),
      invariants.allSatisfy({ own in
        [own.cornerCharge, own.polarisation, own.valley, own.valleyError]
          .allSatisfy(RecordLimits.holds)
      })
    else { throw fault("ends or invariants that make no sense") }
    guard
      branches.allSatisfy({
        Int($0.first) < max(1, count) && Int($0.last) < max(1, count) && $0.first <= $0.last
          && $0.wall < max(1, walls.count) && RecordLimits.holds($0.low)
          && RecordLimits.holds($0.high)
      })
    else { throw fault("branches that do not fit") }
    guard
      walls.allSatisfy({
        RecordLimits.holds($0.position) && $0.below < shape[0] + (end.isEmpty ? 0 : 1)
          && $0.above < shape[0] + (end.isEmpty ? 0 : 1)
          && (0...1.000001).contains($0.covered) && RecordLimits.holds($0.minigapLow)
          && RecordLimits.holds($0.minigapHigh)
          && [$0.lossEnergy, $0.lossRadius, $0.lossPosition].allSatisfy(RecordLimits.holds)
      }), contrasts.allSatisfy({ $0.irreps.count == Int(clamping: shape[0]) })
    else { throw fault("walls or irreps that do not fit") }
  }

  private func isNumber(_ value: Double, below count: Int) -> Bool {
    value >= 0 && value < Double(count) && value == value.rounded()
  }
}

extension PBCrystalInvariants {
  init(_ found: CrystalInvariants) {
    self.init()
    if let charge = found.cornerCharge { cornerCharge = charge }
    if let polarisation = found.polarisation { self.polarisation = polarisation }
    if let valley = found.valley {
      self.valley = valley
      valleyError = found.valleyError
    }
    if let chern = found.chern { self.chern = Int32(chern) }
  }
}
