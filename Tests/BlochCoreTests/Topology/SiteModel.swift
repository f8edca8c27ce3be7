import BlochCore
import LinearAlgebra
import WallpaperGroups

/// Orbitals without angular momentum on the points of a lattice that a wallpaper group joins, and hoppings.
struct SiteModel {
  typealias Site = WallpaperGroups.WyckoffPosition.Site
  struct Hopping: Hashable {
    var from: Int
    var to: Int
    /// The cell of the end, from that of the start.
    var cell: [Int]
  }

  let group: WallpaperGroup
  let sites: [Site]
  private(set) var hoppings: [Hopping: Double] = [:]

  /// All images of some sites.
  init(_ group: WallpaperGroup, sites: [Site]) {
    self.group = group
    var found: [Site] = []
    for site in sites {
      for operation in group.operations {
        let (image, _) = Self.reduced(site.moved(by: operation))
        if !found.contains(image) { found.append(image) }
      }
    }
    self.sites = found
  }

  /// Adds a hopping with all its images and their reverses.
  mutating func join(_ from: Site, _ to: Site, _ energy: Double) {
    for operation in group.operations {
      let (a, start) = Self.reduced(from.moved(by: operation))
      let (b, end) = Self.reduced(to.moved(by: operation))
      let (i, j) = (sites.firstIndex(of: a)!, sites.firstIndex(of: b)!)
      let cell = [end[0] - start[0], end[1] - start[1]]
      hoppings[Hopping(from: i, to: j, cell: cell)] = energy
      hoppings[Hopping(from: j, to: i, cell: [-cell[0], -cell[1]])] = energy
    }
  }

  /// Energies and irreps at the special points with time reversal, by diagonalisation and characters.
  func bands() throws -> [SpecialPointBands] {
    try group.points.map { point in
      let (x1, x2) = point.coordinates
      var matrix = ComplexMatrix(rows: sites.count, columns: sites.count)
      for (hopping, energy) in hoppings {
        let turns = -(x1 * Double(hopping.cell[0]) + x2 * Double(hopping.cell[1]))
        let at = 2 * (hopping.to + hopping.from * sites.count)
        let phase = Complex(angle: 2 * .pi * turns)
        matrix.storage[at] += energy * phase.re
        matrix.storage[at + 1] += energy * phase.im
      }
      let pairs: Eigenpairs<ComplexMatrix> = try ComplexMatrix.lowestEigenpairs(
        matrix, count: sites.count)
      var (energies, irreps): ([Double], [BlochCore.Irrep]) = ([], [])
      var first = 0
      while first < sites.count {
        var end = first + 1
        while end < sites.count, pairs.values[end] - pairs.values[first] < 1e-9 { end += 1 }
        for (entry, count) in contents(first..<end, pairs.vectors, point).enumerated() {
          let irrep = group.irreps(at: point)[entry]
          irreps += [BlochCore.Irrep](repeating: irrep, count: count * irrep.dimension)
        }
        energies += pairs.values[first..<end].map { _ in pairs.values[first] }
        first = end
      }
      return SpecialPointBands(
        label: point.label, k: KPoint(x1, x2), energies: energies, irreps: irreps)
    }
  }

  /// How often each corepresentation is in a level.
  private func contents(_ level: Range<Int>, _ vectors: ComplexMatrix, _ point: SpecialPoint)
    -> [Int]
  {
    let characters = point.littleGroup.map { index in
      level.reduce(Complex(0, 0)) { sum, state in
        sites.indices.reduce(sum) { sum, site in
          // g carries the function at the site of cell 0 to another cell: exp(-2 pi i k.T).
          let (image, cell) = Self.reduced(sites[site].moved(by: group.operations[index]))
          let phase = Complex(
            angle: Double(point.group.phase(cell[0], cell[1])) * .pi / 6)
          return sum + element(vectors, sites.firstIndex(of: image)!, state).conjugate * phase
            * element(vectors, site, state)
        }
      }
    }
    return point.corepresentations.map { entry in
      let irrep = point.irreps[entry.irreps[0]]
      let sum = zip(irrep.characters, characters).reduce(0.0) { sum, pair in
        sum + pair.0.real * pair.1.re + pair.0.imaginary * pair.1.im
      }
      return Int((sum / Double(point.littleGroup.count)).rounded())
    }
  }

  private func element(_ matrix: ComplexMatrix, _ i: Int, _ j: Int) -> Complex {
    let at = 2 * (i + j * matrix.rows)
    return Complex(matrix.storage[at], matrix.storage[at + 1])
  }

  private static func reduced(_ site: Site) -> (Site, [Int]) {
    func floor(_ n: Int) -> Int { (n - ((n % 60) + 60) % 60) / 60 }
    let cell = [floor(site.n1), floor(site.n2)]
    return (Site(site.n1 - 60 * cell[0], site.n2 - 60 * cell[1]), cell)
  }
}
