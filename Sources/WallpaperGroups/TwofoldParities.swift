extension SymmetryTables {
  /// For each special point that equals its negative: how many members its star has, and how many bands of each entry
  /// are odd under the rotation by 180 degrees. Empty in groups without that rotation.
  ///
  /// From these follow the first Stiefel-Whitney numbers (odd bands at one plus those at the other point, modulo 2) and,
  /// where all of those vanish, the second: the sum over points of weight times floor(odd/2), modulo 2 (J. Ahn, S. Park,
  /// B.-J. Yang, Phys. Rev. X 9, 021013 (2019)).
  public var twofoldParities: [(point: Int, weight: Int, odd: [Int])] {
    points.enumerated().compactMap { index, point in
      guard point.q < 3,
        let turn = point.group.operations.firstIndex(where: { $0.rotationOrder == 2 })
      else { return nil }
      let odd = entries.map { entry in
        guard entry.point == index else { return 0 }
        return entry.irreps.reduce(0) {
          let irrep = point.irreps[$1]
          return $0 + (irrep.dimension - irrep.characters[turn].integer!) / 2
        }
      }
      return (index, point.star.count, odd)
    }
  }
}
