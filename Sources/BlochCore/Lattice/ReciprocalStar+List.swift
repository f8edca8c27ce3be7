import WallpaperGroups

extension ReciprocalStar {
  /// Largest cut-off offered.
  public static let maximumCutoff = 128
  /// Beyond the indices of every vector within the largest cut-off on every lattice.
  public static let maximumIndex = 1024

  /// The stars of potentials without G = 0, absent ones left out, each by its representative. A larger cut-off appends
  /// to the list of a smaller one.
  ///
  /// The waves fill a hexagon on the hexagonal lattice, |n1|, |n2|, |n1 - n2| <= cutoff, elsewhere the disc of the radius
  /// that is `cutoff` times |b| of the hexagonal lattice with a cell of the same area.
  /// - Throws: `GeometryError` unless the cut-off is in 1...128.
  public static func all(_ symmetry: CrystalSymmetry, cutoff: Int) throws -> [ReciprocalStar] {
    guard (1...maximumCutoff).contains(cutoff) else {
      throw GeometryError("cut-off \(cutoff); choose 1 to \(maximumCutoff)")
    }
    if symmetry.lattice == .hexagonal {
      return all(symmetry.group, reach: (cutoff, cutoff)) { g in
        let shell = max(abs(g.n1), abs(g.n2), abs(g.n1 - g.n2))
        return shell <= cutoff ? shell : nil
      }
    }
    return within(Double(cutoff * cutoff), symmetry)
  }

  /// The same of |G|^2 <= `square`, in units of |b|^2 of the hexagonal lattice with a cell of the same area.
  public static func within(_ square: Double, _ symmetry: CrystalSymmetry) -> [ReciprocalStar] {
    let metric = WaveMetric(symmetry.lattice)
    let limit = square * (1 + Tolerance.rounding)
    return all(symmetry.group, reach: metric.reach(limit)) { g in
      let own = metric.square(g)
      // Rounded, so that equal lengths are.
      return own <= limit ? Int((own * 1e6).rounded()) : nil
    }
  }

  /// - Parameter size: what the list is ordered by, nil beyond the cut-off; the same of all members of a star.
  private static func all(
    _ group: WallpaperGroup, reach: (Int, Int), size: (ReciprocalVector) -> Int?
  ) -> [ReciprocalStar] {
    var found: [(size: Int, star: ReciprocalStar)] = []
    for n1 in 0...reach.0 {
      for n2 in -reach.1...reach.1 where n1 != 0 || n2 != 0 {
        let g = ReciprocalVector(n1, n2)
        guard let size = size(g) else { continue }
        let star = ReciprocalStar(of: g, group: group)
        guard !star.isAbsent, star.representative.vector == g else { continue }
        found.append((size, star))
      }
    }
    found.sort {
      ($0.size, $0.star.vector.n1, $0.star.vector.n2)
        < ($1.size, $1.star.vector.n1, $1.star.vector.n2)
    }
    return found.map(\.star)
  }
}
