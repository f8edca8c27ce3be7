import WallpaperGroups

extension TopologyTables {
  /// Entries at Gamma, one for each band, of the fields that are the same everywhere: the lowest bands of every wave
  /// equation, by which no energy is stored (for a real potential the ground state, of one sign, is one of their kind).
  func uniformFields(_ field: WaveEquation.Field) -> [Int] {
    let gamma = symmetry.points[0]
    let characters = gamma.group.operations.map {
      Cyclotomic(field.character($0.w11, $0.w12, $0.w21, $0.w22))
    }
    return gamma.corepresentations.enumerated().flatMap { index, entry in
      let copies = gamma.group.multiplicity(of: gamma.irreps[entry.irreps[0]], in: characters)
      return [Int](repeating: index, count: copies * entry.bands)
    }
  }
}
