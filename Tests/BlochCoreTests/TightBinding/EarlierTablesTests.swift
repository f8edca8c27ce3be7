import BlochCore
import Glibc
import Testing

/// The tables of p6 that weights were trained with, as they were typed before families were made of generators.
private struct EarlierTables {
  var starts = [0]
  var sources: [Int] = []
  private var shares: [SIMD3<Double>] = []
  /// 0 on-site, 1 cosine, 2 sine.
  private var kinds: [Int] = []

  init(_ family: HamiltonianFamily) {
    var basis: [(m: Int, size: Int, orbital: Int, component: Int)] = []
    var orbital = 0
    for (m, size, count) in [
      (0, 1, family.s), (2, 2, family.d), (1, 2, family.p), (3, 1, family.f),
    ] {
      for _ in 0..<count {
        for component in 0..<size { basis.append((m, size, orbital, component)) }
        orbital += 1
      }
    }
    func rotation(_ m: Int, _ turns: Int, _ i: Int, _ j: Int) -> Double {
      if m == 0 { return 1 }
      if m == 3 { return turns % 2 == 0 ? 1 : -1 }
      let angle = Double(turns * m) * Double.pi / 3
      return i == j ? cos(angle) : (i > j ? sin(angle) : -sin(angle))
    }
    for (i, row) in basis.enumerated() {
      for (j, column) in basis[0...i].enumerated() {
        if i == j {
          sources.append(row.orbital)
          shares.append(.zero)
          kinds.append(0)
        }
        var terms: [Int: SIMD3<Double>] = [:]
        for u in 0..<row.size {
          for v in 0..<column.size {
            var share = SIMD3<Double>.zero
            for turn in 0..<3 {
              share[turn] =
                rotation(row.m, turn, row.component, u)
                * rotation(column.m, turn, column.component, v)
            }
            let (first, second) = (i - row.component + u, j - column.component + v)
            let (low, high) = (min(first, second), max(first, second))
            terms[orbital + high * (high + 1) / 2 + low, default: .zero] += share
          }
        }
        for (source, share) in terms.sorted(by: { $0.key < $1.key }) {
          sources.append(source)
          shares.append(share)
          kinds.append(row.m % 2 == column.m % 2 ? 1 : 2)
        }
        starts.append(sources.count)
      }
    }
  }

  func factors(at k: KPoint) -> [Double] {
    let phases = 2 * Double.pi * SIMD3(k.x1, k.x2, k.x2 - k.x1)
    let cosines = 2 * SIMD3(cos(phases[0]), cos(phases[1]), cos(phases[2]))
    let sines = 2 * SIMD3(sin(phases[0]), sin(phases[1]), sin(phases[2]))
    return zip(kinds, shares).map { kind, share in
      kind == 0 ? 1 : (share * (kind == 1 ? cosines : sines)).sum()
    }
  }
}

@Suite struct EarlierTablesTests {
  /// Order, gauge and every bit of the factors.
  @Test(arguments: HamiltonianFamily.samples) func p6IsAsItWas(_ family: HamiltonianFamily) {
    let (model, earlier) = (TightBindingModel(family), EarlierTables(family))
    #expect(model.starts == earlier.starts && model.sources == earlier.sources)
    var source = TightBindingSource(9)
    for k in [KPoint.gamma, .k, .m, .kPrime] + (0..<50).map({ _ in source.wave() }) {
      #expect(model.factors(at: k) == earlier.factors(at: k))
    }
  }

  /// What weights are pinned to: other tables would make other bands of them.
  @Test func digestsStay() {
    #expect(TightBindingModel().digest == "02d39ec30985ac5e")
    #expect(TightBindingModel(.standard(.c4)!).digest == "5df0c7ad7066d6df")
  }
}
