/// The only data about the groups that is typed by hand; everything else follows.
///
/// A line is the lattice system and generators {W | t}: W row by row, behind a bar t in halves of a1 and a2. Origins are
/// those of the International Tables; hexagonal a1 and a2 stand at 60 degrees, and those of cm and cmm are the sides of
/// the primitive rhombus.
enum Generators {
  static let lines: [(name: String, system: LatticeSystem, generators: String)] = [
    ("p1", .oblique, ""),
    ("p2", .oblique, "-1 0 0 -1"),
    ("pm", .rectangular, "-1 0 0 1"),
    ("pg", .rectangular, "-1 0 0 1|0 1"),
    ("cm", .rhombic, "0 1 1 0"),
    ("pmm", .rectangular, "-1 0 0 -1, -1 0 0 1"),
    ("pmg", .rectangular, "-1 0 0 -1, -1 0 0 1|1 0"),
    ("pgg", .rectangular, "-1 0 0 -1, -1 0 0 1|1 1"),
    ("cmm", .rhombic, "-1 0 0 -1, 0 1 1 0"),
    ("p4", .square, "0 -1 1 0"),
    ("p4m", .square, "0 -1 1 0, -1 0 0 1"),
    ("p4g", .square, "0 -1 1 0, -1 0 0 1|1 1"),
    ("p3", .hexagonal, "-1 -1 1 0"),
    ("p3m1", .hexagonal, "-1 -1 1 0, 0 1 1 0"),
    ("p31m", .hexagonal, "-1 -1 1 0, 0 -1 -1 0"),
    ("p6", .hexagonal, "0 -1 1 1"),
    ("p6m", .hexagonal, "0 -1 1 1, 0 1 1 0"),
  ]

  static func parse(_ text: String) -> [Operation] {
    text.split(separator: ",").map { line in
      let numbers = line.split { $0 == " " || $0 == "|" }.map { Int($0)! }
      return Operation(
        numbers[0], numbers[1], numbers[2], numbers[3], t1: numbers.count > 4 ? numbers[4] : 0,
        t2: numbers.count > 4 ? numbers[5] : 0)
    }
  }

  /// The generated operations, one for each W, with t in 0..1 halves: the identity, rotations by their angle, mirrors by
  /// the angle of their line from the x axis.
  static func closure(of generators: [Operation], in system: LatticeSystem) -> [Operation] {
    var found = [Operation.identity]
    var next = 0
    while next < found.count {
      for generator in generators {
        let product = (generator * found[next]).reduced
        if let same = found.first(where: { $0.hasSameMatrix(as: product) }) {
          precondition(same == product, "the generators make a smaller lattice")
        } else {
          found.append(product)
        }
      }
      next += 1
    }
    return found.sorted { precedes($0, $1, in: system) }
  }

  static func precedes(_ l: Operation, _ r: Operation, in system: LatticeSystem) -> Bool {
    if l.isMirror != r.isMirror { return r.isMirror }
    if !l.isMirror { return turn(l) < turn(r) }
    let (a, b) = (mirrorLine(l, in: system), mirrorLine(r, in: system))
    return a.along * b.across > b.along * a.across
  }

  /// The angle of a rotation in 0..<360 degrees.
  static func turn(_ rotation: Operation) -> Int {
    let below180 = [2: 0, 1: 60, 0: 90, -1: 120, -2: 180][rotation.w11 + rotation.w22]!
    return rotation.w21 < 0 ? 360 - below180 : below180
  }

  /// Direction of a mirror's line, along and across the x axis of its lattice system in units of two vectors with a
  /// right angle or less between them; across > 0, or across = 0 and along > 0.
  static func mirrorLine(_ mirror: Operation, in system: LatticeSystem) -> (along: Int, across: Int)
  {
    let d = mirror.invariantDirection
    // The x axis is a1, that of the rhombus its diagonal a1 - a2.
    let (along, across) = system == .rhombic ? (d.x1 - d.x2, d.x1 + d.x2) : (d.x1, d.x2)
    return across < 0 || across == 0 && along < 0 ? (-along, -across) : (along, across)
  }
}

extension Operation {
  /// The shortest lattice vector along a mirror's line: W v = v.
  public var invariantDirection: (x1: Int, x2: Int) {
    // W + 1 takes every vector to the line.
    let (c1, c2) = ((w11 + 1, w21), (w12, w22 + 1))
    let (a, b) = c1 == (0, 0) ? c2 : c1
    let divisor = greatestCommonDivisor(a, b)
    return (a / divisor, b / divisor)
  }
}

/// The positive greatest common divisor, 0 of two zeros.
func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
  b == 0 ? abs(a) : greatestCommonDivisor(b, a % b)
}
