extension SymmetryTables {
  /// The Chern number modulo the order n of the largest rotation, as a form on fingerprints: for every orbit, under the
  /// rotations alone, of points that a rotation of order d keeps, n/d times the sum of m, where the rotation's
  /// eigenvalues are exp(2 pi i m/d). Nil in groups without rotations.
  ///
  /// C. Fang, M. J. Gilbert, B. A. Bernevig, Phys. Rev. B 86, 115112 (2012). With time reversal C = 0, and the form
  /// counts nodes instead (`nodeRule`).
  public var rotationForm: SymmetryIndicators.Form? {
    let n = group.rotationOrder
    if n == 1 { return nil }
    var coefficients = [Int](repeating: 0, count: entries.count)
    for (index, point) in points.enumerated() {
      for (member, weight) in rotationOrbits(of: point) {
        for entry in entries(at: index) {
          coefficients[entry] += weight * moment(of: entries[entry], at: point, member)
        }
      }
    }
    return SymmetryIndicators.Form(
      modulus: n, coefficients: coefficients.map { (($0 % n) + n) % n })
  }

  /// One member of each orbit of a star under the rotations, with the number of points in the orbit; none where no
  /// rotation keeps the points.
  private func rotationOrbits(of point: SpecialPoint) -> [(SpecialPoint.Member, Int)] {
    let rotations = group.operations.filter { !$0.isMirror }
    var (found, seen): ([(SpecialPoint.Member, Int)], Set<SpecialPoint.Member>) = ([], [])
    for member in point.star where !seen.contains(member) {
      let orbit = point.star.filter { other in
        rotations.contains {
          $0.carries(member.p1, member.p2, member.q, to: (other.p1, other.p2))
        }
      }
      seen.formUnion(orbit)
      if orbit.count < rotations.count { found.append((member, orbit.count)) }
    }
    return found
  }

  /// The sum of m over the bands of an entry at a member of the star.
  private func moment(
    of entry: FingerprintEntry, at point: SpecialPoint, _ member: SpecialPoint.Member
  ) -> Int {
    let order = point.group.rotations
    let rotation = group.operations.first {
      $0.rotationOrder == order
        && $0.carries(member.p1, member.p2, member.q, to: (member.p1, member.p2))
    }!
    let carrier = group.operations[member.operation]
    let (index, phase) = point.group.locate(carrier.inverse * rotation * carrier)!
    return entry.irreps.reduce(0) { sum, irrep in
      // Rotations are diagonal in every irrep.
      point.irreps[irrep].matrices[index].phases.reduce(sum) {
        let eigenvalue = member.isTimeReversed ? -($1 + phase) : $1 + phase
        return $0 + eigenvalue * order / 12
      }
    }
  }
}
