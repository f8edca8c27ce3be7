/// A monomial unitary matrix: column j has its one entry exp(2 pi i phases[j]/12) in row rows[j].
public struct RayMatrix: Hashable, Sendable {
  public let rows: [Int]
  /// Twelfths of a turn, 0..11.
  public let phases: [Int]

  public init(rows: [Int], phases: [Int]) {
    self.rows = rows
    self.phases = phases.map { (($0 % 12) + 12) % 12 }
  }

  /// exp(2 pi i phase/12) on every row of the diagonal.
  public init(diagonal phases: [Int]) {
    self.init(rows: Array(phases.indices), phases: phases)
  }

  public var dimension: Int { rows.count }

  public static func * (l: RayMatrix, r: RayMatrix) -> RayMatrix {
    RayMatrix(
      rows: r.rows.map { l.rows[$0] },
      phases: r.rows.indices.map { l.phases[r.rows[$0]] + r.phases[$0] })
  }

  /// The matrix times exp(2 pi i phase/12).
  public func turned(by phase: Int) -> RayMatrix {
    RayMatrix(rows: rows, phases: phases.map { $0 + phase })
  }

  public var trace: Cyclotomic {
    rows.indices.reduce(.zero) { rows[$1] == $1 ? $0 + Cyclotomic(phase: phases[$1]) : $0 }
  }
}
