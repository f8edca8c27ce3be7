import BlochCore

/// Vectors of p6 with the papers' names.
typealias SymmetryFingerprint = SymmetryVector

extension SymmetryVector {
  init(
    s: Int = 0, p: Int = 0, d: Int = 0, f: Int = 0, zero: Int = 0, one: Int = 0, plus: Int = 0,
    minus: Int = 0
  ) {
    self.init([s, p, d, f, zero, one, plus, minus], of: .p6)!
  }

  init?(_ counts: [Int]) { self.init(counts, of: .p6) }

  var array: [Int] { counts }

  subscript(irrep: BlochCore.Irrep) -> Int { (0..<3).reduce(0) { $0 + self[irrep, at: $1] } }

  var bandCounts: (gamma: Int, k: Int, m: Int) {
    (bandCount(at: 0), bandCount(at: 1), bandCount(at: 2))
  }

  var cornerChargeTwelfths: Int {
    cornerChargeFraction.map { 12 * $0.numerator / $0.denominator } ?? -1
  }
}

extension P6 {
  static var bandRepresentations: [ElementaryBandRepresentation] {
    TopologyTables.p6.representations
  }

  static var relations: [[Int]] { TopologyTables.p6.relations }
}
