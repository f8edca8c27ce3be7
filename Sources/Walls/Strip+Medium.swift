import BlochCore

extension Strip {
  /// [wave vectors]: the lowest energy that waves of the medium at the ends have, in the records' unit: (v + a k^2)/b, k along
  /// the wall; empty where there is no medium.
  func floor(_ kappas: [Double]) -> [Double] {
    guard let (material, unit) = mediumMaterial else { return [] }
    return kappas.map { kappa in
      let k = 2 * Double.pi * kappa / frame.period
      return (material.v + material.a * k * k) / (material.b * unit)
    }
  }

  /// About how many states of the strip are below a gap.
  func statesBelow(_ search: WallSearch) -> Int {
    let own = layers.count { $0 != medium }
    guard let (material, unit) = mediumMaterial else { return search.gap * own }
    let square = max(0, (material.b * unit * search.lower - material.v) / material.a)
    // So many wave vectors are in the disc.
    let area = Double(layers.count - own) * frame.lattice.area
    return search.gap * own + Int(area * square / (4 * Double.pi))
  }

  /// What energies are in units of, 1/a^2, beside the material.
  private var mediumMaterial: (Medium, unit: Double)? {
    medium.map { number in
      let cell = crystals[number]
      let value = Double(cell.potential[0])
      return cell.medium.map { ($0.mixture(value), CrystalMedium.unit) }
        ?? (Medium(v: cell.vMax * value), cell.vMax)
    }
  }
}
