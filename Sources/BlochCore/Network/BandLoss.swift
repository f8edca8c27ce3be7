import LinearAlgebra

/// The cost functions of appendix C of arXiv:1912.03296 for sixteen samples at once, and their
/// derivatives by the coefficients, through the diagonalisation by perturbation theory (appendix D):
/// dE_n/dF = v_n^T (dH/dF) v_n.
struct BandLoss {
  /// Lowest bands in the global cost.
  var globalBands: Int
  /// Lowest bands in the local costs.
  var localBands: Int
  var lanes: TightBindingLanes
  let set: TrainingSet

  init(set: TrainingSet, model: TightBindingModel, globalBands: Int, localBands: Int) {
    self.set = set
    self.globalBands = globalBands
    self.localBands = localBands
    lanes = TightBindingLanes(
      model: model, points: set.kset.points, bands: max(globalBands, localBands))
    globalLanes = TightBindingLanes(model: model, points: set.kset.points, bands: globalBands)
  }

  /// For wave vectors inside the zone, where only the global bands are wanted.
  private var globalLanes: TightBindingLanes

  /// One sample of a group.
  struct Sample {
    var index: Int
    var mirrored: Bool
  }

  /// - Parameters:
  ///   - coefficients: [16 x coefficientCount], one row a sample.
  ///   - samples: the sixteen.
  ///   - points: wave vectors of the global cost; special points come besides.
  ///   - globalWeight: factor of each squared deviation of the global cost.
  ///   - localWeights: factor of each squared deviation by irrep, in the order of their numbers; empty for
  ///     none.
  ///   - derivative: [16 x coefficientCount], set to the derivative of the loss.
  /// - Returns: global and local cost, weighted.
  mutating func evaluate(
    coefficients: UnsafePointer<Float>, samples: [Sample], points: [Int], globalWeight: Float,
    localWeights: [Float], derivative: UnsafeMutablePointer<Float>
  ) -> (global: Double, local: Double) {
    let width = TightBindingLanes.width
    let count = lanes.model.family.coefficientCount
    for c in 0..<count {
      var lane = TightBindingLanes.Lane.zero
      for l in 0..<width { lane[l] = coefficients[l * count + c] }
      lanes.coefficients[c] = lane
      globalLanes.coefficients[c] = lane
      globalLanes.gradient[c] = .zero
      lanes.gradient[c] = .zero
    }
    if set.isLight {
      lanes.pinLowest()
      for c in 0..<lanes.model.family.s { globalLanes.coefficients[c] = lanes.coefficients[c] }
    }
    var global = 0.0
    var weights = [TightBindingLanes.Lane](repeating: .zero, count: globalBands)
    for point in points {
      globalLanes.solve(point, withVectors: true, tolerance: 1e-6)
      for n in 0..<globalBands {
        var target = TightBindingLanes.Lane.zero
        var cost = TightBindingLanes.Lane(repeating: 1)
        for (l, sample) in samples.enumerated() {
          let k = sample.mirrored ? set.mirroredPoints[point] : point
          target[l] = set.energies[(sample.index * set.kset.points.count + k) * set.bands + n]
          if set.isLight { cost[l] = set.weight(of: sample.index, at: target[l]) }
        }
        let deviation = globalLanes.values[n] - target
        weights[n] = 2 * globalWeight * deviation
        if set.isLight {
          weights[n] *= cost
          global += Double((cost * deviation * deviation).sum()) * Double(globalWeight)
        } else {
          global += Double((deviation * deviation).sum()) * Double(globalWeight)
        }
      }
      globalLanes.addGradient(point, weights: weights)
    }
    var local = 0.0
    for corner in 0..<3 {
      let (g, l) = evaluateCorner(
        corner, samples: samples, globalWeight: globalWeight, localWeights: localWeights)
      global += g
      local += l
    }
    if set.isLight {
      let shift = (0..<lanes.model.family.s).reduce(TightBindingLanes.Lane.zero) {
        $0 + lanes.gradient[$1] + globalLanes.gradient[$1]
      }
      lanes.addPinGradient(shift)
    }
    for c in 0..<count {
      let sum = lanes.gradient[c] + globalLanes.gradient[c]
      for l in 0..<width { derivative[l * count + c] = sum[l] }
    }
    return (global, local)
  }

  private mutating func evaluateCorner(
    _ corner: Int, samples: [Sample], globalWeight: Float, localWeights: [Float]
  ) -> (global: Double, local: Double) {
    let point = set.corners[corner]
    lanes.solveCorner(corner, point, withVectors: true, tolerance: 1e-6)
    var weights = lanes.blocks[corner].map {
      [TightBindingLanes.Lane](repeating: .zero, count: $0.count)
    }
    var (global, local) = (Float(0), Float(0))
    for (l, sample) in samples.enumerated() {
      lanes.order(corner, l)
      let first = (sample.index * 3 + corner) * set.bands
      for (n, level) in lanes.levels.prefix(globalBands).enumerated() {
        let target = set.cornerEnergies[first + n]
        let deviation = level.energy - target
        let weight = globalWeight * set.weight(of: sample.index, at: target)
        weights[level.block][level.state][l] += 2 * weight * deviation
        global += weight * deviation * deviation
      }
      if localWeights.isEmpty { continue }
      for (b, block) in lanes.blocks[corner].enumerated() {
        let own = localWeights[block.number]
        var state = 0
        for n in 0..<localBands
        where set.cornerIrreps[first + n] == UInt8(block.number) && state < block.count {
          let target = set.cornerEnergies[first + n]
          let deviation = block.energy(state, l) - target
          let weight = own * set.weight(of: sample.index, at: target)
          weights[b][state][l] += 2 * weight * deviation
          local += weight * deviation * deviation
          state += 1
        }
      }
    }
    lanes.addCornerGradient(corner, point, weights: weights)
    return (Double(global), Double(local))
  }
}
