extension ZonePartition {
  /// A closed path through the named points along lines that the lattice's mirrors keep, where it has mirrors, with their
  /// labels: Gamma-K-M-Gamma, Gamma-X-M-Gamma, Gamma-X-S-Y-Gamma, Gamma-Y-S-Y-Gamma. It goes on to K' where no operation
  /// takes K there.
  public var defaultPath: [(label: String, point: ZonePoint)] {
    let gamma = (label: "Gamma", point: ZonePoint(0, 0, over: 1))
    let named = Dictionary(uniqueKeysWithValues: system.namedPoints.map { ($0.label, $0.point) })
    let labels: [String]
    switch system {
    case .oblique, .rectangular: labels = ["X", "S", "Y"]
    case .square: labels = ["X", "M"]
    case .hexagonal:
      labels = self.label(of: named["K'"]!, ignoring: "K'") == "K" ? ["K", "M"] : ["K", "M", "K'"]
    case .rhombic:
      // The two corners of the wedge at the ends of the rectangle's axes are both called Y.
      return [
        gamma, ("Y", ZonePoint(1, 1, over: 2)), ("S", ZonePoint(1, 0, over: 2)),
        ("Y", ZonePoint(1, -1, over: 2)), gamma,
      ]
    }
    return [gamma] + labels.map { ($0, named[$0]!) } + [gamma]
  }

  private func label(of point: ZonePoint, ignoring ignored: String) -> String? {
    system.namedPoints.first { label, target in
      label != ignored && target.q == point.q
        && images.contains { image in
          let (m1, m2) = image(point.p1, point.p2)
          return (m1 - target.p1) % point.q == 0 && (m2 - target.p2) % point.q == 0
        }
    }?.label
  }
}
