import Glibc
import WallpaperGroups

/// How numbers and operations of groups are written.
enum GroupText {
  /// "1/2" of 30/60.
  static func fraction(_ numerator: Int, _ denominator: Int) -> String {
    var (a, b) = (abs(numerator), denominator)
    while b != 0 { (a, b) = (b, a % b) }
    let (n, d) = (numerator / max(a, 1), denominator / max(a, 1))
    return d == 1 ? "\(n)" : "\(n)/\(d)"
  }

  static func point(_ point: ZonePoint) -> String {
    "(\(fraction(point.p1, point.q)), \(fraction(point.p2, point.q)))"
  }

  static func site(_ site: WyckoffPosition.Site) -> String {
    "(\(fraction(site.n1, 60)), \(fraction(site.n2, 60)))"
  }

  /// "Z2", "1" where there is nothing but the unit.
  static func indicators(_ indicators: SymmetryIndicators) -> String {
    indicators.group.isEmpty
      ? "1" : indicators.group.map { "Z\($0)" }.joined(separator: " x ")
  }

  /// A multiple of a root of unity where it is one: "-1", "2", "i", "w" = exp(2 pi i/3), "-w^2".
  static func character(_ value: Cyclotomic) -> String {
    let roots = ["1", nil, "-w^2", "i", "w", nil, "-1", nil, "w^2", "-i", "-w", nil]
    for (phase, root) in roots.enumerated() {
      guard let root else { continue }
      for factor in 0...2 where value == factor * Cyclotomic(phase: phase) {
        if factor == 0 { return "0" }
        if factor == 1 { return root }
        return root.hasSuffix("1") ? root.replacing("1", with: "\(factor)") : "\(factor)\(root)"
      }
    }
    return "\(value.real)+\(value.imaginary)i"
  }

  /// "rotation by 90 degrees", "glide along 45 degrees".
  static func kind(_ operation: Operation, in system: LatticeSystem) -> String {
    if !operation.isMirror {
      if operation.rotationOrder == 1 { return "identity" }
      let trace = operation.w11 + operation.w22
      let angle = [-2: 180, -1: 120, 0: 90, 1: 60][trace]!
      return "rotation by \(operation.w21 < 0 ? 360 - angle : angle) degrees"
    }
    let d = operation.invariantDirection
    let lattice = system.example
    let along = lattice.cartesian(x1: Double(d.x1), x2: Double(d.x2))
    // The axis that angles are counted from is a1, in a rhombus its diagonal a1 - a2.
    let axis = lattice.cartesian(x1: 1, x2: system == .rhombic ? -1 : 0)
    let angle = (atan2(along.y, along.x) - atan2(axis.y, axis.x)) * 180 / Double.pi
    let turn = (Int(angle.rounded()) % 180 + 180) % 180
    return "\(isGlide(operation) ? "glide" : "mirror") along \(turn) degrees"
  }

  /// Whether no mirror is among the operation's products with lattice translations.
  private static func isGlide(_ operation: Operation) -> Bool {
    (-1...1).allSatisfy { n1 in
      (-1...1).allSatisfy { n2 in
        let moved = operation.translated(n1, n2)
        return moved * moved != .identity
      }
    }
  }

  /// "Gamma A1 + 2 X D" of coefficients, one for each term that is not zero; "0" of none.
  static func sum(_ coefficients: [Int], _ names: [String]) -> String {
    let terms = zip(coefficients, names).filter { $0.0 != 0 }.map {
      $0.0 == 1 ? $0.1 : "\($0.0) \($0.1)"
    }
    return terms.isEmpty ? "0" : terms.joined(separator: " + ")
  }

  /// "Gamma A = X A" of a row that is zero.
  static func equation(_ row: [Int], _ names: [String]) -> String {
    sum(row.map { max($0, 0) }, names) + " = " + sum(row.map { max(-$0, 0) }, names)
  }
}
