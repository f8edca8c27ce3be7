import BlochCore
import LinearAlgebra

/// A small search space, goals of every kind, and central differences.
enum DesignFixture {
  static let space = try! DesignSpace(cutoff: 3, pixels: 24)

  /// Amplitudes as a search draws them: [parameters x count].
  static func parameters(seed: UInt64, count: Int) -> RealMatrix {
    var x = RealMatrix(rows: space.parameterCount, columns: count)
    for c in 0..<count {
      var generator = SampleGenerator(seed: seed, index: UInt64(c), purpose: .potential)
      for o in 0..<space.parameterCount { x[o, c] = generator.uniform() - 0.5 }
    }
    return x
  }

  /// A target that no cell has exactly: free electrons' order of irreps, energies of a formula.
  static func match(_ kset: KSet, bands: Range<Int>, offset: Bool, scale: Bool) throws
    -> BandMatch
  {
    let irreps: [[Irrep]] = [
      [.s, .p, .p, .d, .d, .f], [.zero, .one, .one, .one, .one, .zero],
      [.plus, .minus, .plus, .minus, .plus, .minus],
    ]
    let special = zip(P6.points, irreps).map { point, irreps in
      SpecialPointBands(
        label: point.label, k: .gamma, energies: [], irreps: Array(irreps.prefix(bands.count)))
    }
    let energies = kset.points.indices.flatMap { p in
      bands.indices.map { n in 0.1 + 0.17 * Double(n) + 0.01 * Double(p % 5) }
    }
    return try BandMatch(
      kset: kset, energies: energies, bands: bands, special: special, freeOffset: offset,
      freeScale: scale)
  }

  static let names = [
    "match", "match upper", "match offset", "match scale", "match both", "gap", "velocity", "flat",
    "irreps", "fingerprint", "sum",
  ]

  static func goal(_ name: String) throws -> Goal {
    let kset = try KSet.grid(4)
    func match(_ bands: Range<Int> = 0..<5, _ offset: Bool = false, _ scale: Bool = false) throws
      -> any GoalTerm
    { try Self.match(kset, bands: bands, offset: offset, scale: scale) }
    let terms: [(Double, any GoalTerm)] =
      switch name {
      case "match": [(1, try match())]
      case "match upper": [(1, try match(2..<5))]
      case "match offset": [(1, try match(0..<5, true))]
      case "match scale": [(1, try match(0..<5, false, true))]
      case "match both": [(1, try match(0..<5, true, true))]
      case "gap": [(1, CompleteGap(below: 3, smoothing: 0.05))]
      case "velocity": [(1, DiracVelocity(below: 1))]
      case "flat": [(1, FlatBand(band: 2, kset: kset))]
      case "irreps":
        [(1, try IrrepOrder(sets: [[[.s], [.d], [.p]], [[.one], [.zero]], []], margin: 0.3))]
      case "fingerprint":
        [(1, try IrrepOrder([P6.bandRepresentations[4].fingerprint], margin: 0.3))]
      default:
        [(0.3, try match()), (2, CompleteGap(below: 1, smoothing: 0.01))]
      }
    return try Goal(kset: kset, terms: terms)
  }

  /// The derivative of every geometry's loss by its parameters.
  static func gradient(
    _ parameters: RealMatrix, _ evaluator: some BandEvaluator, beta: Double = 1
  ) throws -> RealMatrix {
    let v = space.potentials(parameters, beta: beta)
    return space.pullback(try evaluator.evaluate(v).derivative, at: v, beta: beta)
  }

  /// Largest difference of the gradient from central differences of `loss`, over its largest component.
  static func relativeError(
    _ gradient: RealMatrix, _ parameters: RealMatrix, column: Int, step: Double,
    _ loss: (RealMatrix) throws -> Double
  ) throws -> Double {
    var (worst, largest) = (0.0, 0.0)
    for o in 0..<parameters.rows {
      func at(_ steps: Double) throws -> Double {
        var x = RealMatrix(rows: parameters.rows, columns: 1)
        for i in 0..<parameters.rows { x[i, 0] = parameters[i, column] }
        x[o, 0] += steps * step
        return try loss(space.potentials(x, beta: 1))
      }
      // Fourth order: the fifth derivative is left.
      let difference = try (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * step)
      worst = max(worst, abs(difference - gradient[o, column]))
      largest = max(largest, abs(difference))
    }
    return worst / largest
  }
}
