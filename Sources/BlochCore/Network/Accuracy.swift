import LinearAlgebra

/// How far predicted bands are from exact ones; those of light as frequencies, omega a/(2 pi c).
public struct Accuracy: Sendable {
  public var samples = 0
  /// [bands]: sums of squared deviations over samples and wave vectors, Vmax^2.
  public var squares: [Double]
  public var points = 0
  public var largest = 0.0
  /// [3][bands]: bands at the three special points with the right irrep.
  public var right: [[Int]]

  public init(bands: Int) {
    squares = [Double](repeating: 0, count: bands)
    right = [[Int]](repeating: [Int](repeating: 0, count: bands), count: 3)
  }

  /// Mean squared deviation over samples, wave vectors and bands (the paper's loss), Vmax^2.
  public var loss: Double {
    squares.reduce(0, +) / Double(max(1, samples * points * squares.count))
  }

  /// Root mean square deviation of each band: [bands], Vmax.
  public var rms: [Double] {
    squares.map { ($0 / Double(max(1, samples * points))).squareRoot() }
  }

  /// Fractions of right irreps: [3][bands].
  public var symmetry: [[Double]] {
    right.map { $0.map { Double($0) / Double(max(1, samples)) } }
  }

  public var meanSymmetry: Double {
    let all = symmetry.flatMap { $0 }
    return all.reduce(0, +) / Double(all.count)
  }

  public var worstSymmetry: Double { symmetry.flatMap { $0 }.min() ?? 0 }

  static func + (a: Accuracy, b: Accuracy) -> Accuracy {
    var sum = a
    sum.samples += b.samples
    sum.points = max(a.points, b.points)
    sum.largest = max(a.largest, b.largest)
    for n in sum.squares.indices { sum.squares[n] += b.squares[n] }
    for c in 0..<3 { for n in sum.right[c].indices { sum.right[c][n] += b.right[c][n] } }
    return sum
  }
}

extension BandLoss {
  /// Adds the deviations of up to sixteen samples at every wave vector of the set.
  mutating func measure(
    coefficients: UnsafePointer<Float>, samples: [Int], into accuracy: inout Accuracy
  ) {
    let count = lanes.model.family.coefficientCount
    for c in 0..<count {
      for l in samples.indices { lanes.coefficients[c][l] = coefficients[l * count + c] }
    }
    if set.isLight { lanes.pinLowest() }
    func deviation(_ energy: Float, _ exact: Float, _ sample: Int) -> Double {
      Double(set.compared(energy, of: sample) - set.compared(exact, of: sample))
    }
    let nK = set.kset.points.count
    for point in 0..<nK where !set.corners.contains(point) {
      lanes.solve(point, withVectors: false, tolerance: 1e-6)
      for n in 0..<globalBands {
        for (l, sample) in samples.enumerated() {
          accuracy.add(
            n,
            deviation(
              lanes.values[n][l], set.energies[(sample * nK + point) * set.bands + n], sample))
        }
      }
    }
    for corner in 0..<3 {
      lanes.solveCorner(corner, set.corners[corner], withVectors: false, tolerance: 1e-6)
      for (l, sample) in samples.enumerated() {
        lanes.order(corner, l)
        let first = (sample * 3 + corner) * set.bands
        for (n, level) in lanes.levels.prefix(globalBands).enumerated() {
          accuracy.add(n, deviation(level.energy, set.cornerEnergies[first + n], sample))
          let number = lanes.blocks[corner][level.block].number
          if UInt8(number) == set.cornerIrreps[first + n] {
            accuracy.right[corner][n] += 1
          }
        }
      }
    }
    accuracy.samples += samples.count
    accuracy.points = nK
  }
}

extension Accuracy {
  mutating func add(_ band: Int, _ deviation: Double) {
    squares[band] += deviation * deviation
    largest = max(largest, abs(deviation))
  }
}

extension Accuracy {
  /// All of it as [3 + 4 bands] numbers, to be passed between processes.
  fileprivate var numbers: [Double] {
    [Double(samples), Double(points), largest] + squares + right.flatMap { $0.map { Double($0) } }
  }

  fileprivate init(_ numbers: ArraySlice<Double>, bands: Int) {
    let n = Array(numbers)
    samples = Int(n[0])
    points = Int(n[1])
    largest = n[2]
    squares = Array(n[3..<3 + bands])
    right = (1...3).map { c in n[3 + c * bands..<3 + (c + 1) * bands].map { Int($0) } }
  }
}

extension TrainedNetwork {
  /// Compares the network with a set of solved cells.
  /// - Parameters:
  ///   - bands: lowest bands that are compared.
  ///   - ranks: processes that share the set; the sums are added in its order.
  public func accuracy(
    on set: TrainingSet, bands: Int, team: WorkerTeam, ranks: any TrainingRanks = SingleRank()
  ) -> Accuracy {
    let chunk = 128
    let memory = NetworkMemory(network, rows: chunk, training: false)
    let template = BandLoss(
      set: set, model: TightBindingModel(family), globalBands: bands, localBands: bands)
    var losses = [BandLoss](repeating: template, count: chunk / 16)
    let (inputs, outputs) = (network.inputs, family.coefficientCount)
    let rounds = ((set.count + chunk - 1) / chunk + ranks.count - 1) / ranks.count
    var own: [Double] = []
    for round in 0..<rounds {
      let first = (round * ranks.count + ranks.rank) * chunk
      let rows = max(0, min(chunk, set.count - first))
      set.features.withUnsafeBufferPointer { features in
        for row in 0..<rows {
          standardisation.apply(
            features.baseAddress! + (first + row) * inputs, to: memory.input.base + row * inputs)
        }
      }
      if rows > 0 { memory.forward(weights, Pass(rows: rows, team: team)) }
      var parts = [Accuracy](repeating: Accuracy(bands: bands), count: chunk / 16)
      nonisolated(unsafe) let output = memory.output.base
      parts.withUnsafeMutableBufferPointer { parts in
        losses.withUnsafeMutableBufferPointer { losses in
          nonisolated(unsafe) let (parts, losses) = (parts.baseAddress!, losses.baseAddress!)
          team.forEach((rows + 15) / 16) { g in
            let own = 16 * g..<min(rows, 16 * g + 16)
            losses[g].measure(
              coefficients: output + 16 * g * outputs, samples: own.map { first + $0 },
              into: &parts[g])
          }
        }
      }
      own += parts.flatMap(\.numbers)
    }
    let all = ranks.gather(own)
    let width = chunk / 16 * (3 + 4 * bands)
    var total = Accuracy(bands: bands)
    for round in 0..<rounds {
      for rank in 0..<ranks.count {
        let first = (rank * rounds + round) * width
        for part in stride(from: first, to: first + width, by: 3 + 4 * bands) {
          total = total + Accuracy(all[part..<part + 3 + 4 * bands], bands: bands)
        }
      }
    }
    return total
  }
}
