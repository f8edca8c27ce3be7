import LinearAlgebra
import Meshes
import WallpaperGroups

/// The contour of a strip as points of a quadrature, each on one of its connected parts.
package struct LayeredContour: Sendable {
  package struct Point: Sendable {
    /// In A1 and N A2.
    package var place: Place
    /// Cartesian, out of the inside.
    package var normal: (x: Double, y: Double)
    /// Weight along the contour, |A1|.
    package var length: Double
    package var part: Int
    /// Cells along A1 to where its part is connected.
    package var cell: Int
    /// The triangle it is seen from: what makes u, d_t u and a d_n u there.
    var layer: Int
    var nodes: SIMD8<Int32>
    var value: SIMD8<Double>
    var tangential: SIMD8<Double>
    var flux: SIMD8<Double>
  }

  package let points: [Point]
  package let parts: Int

  /// Of the level set alone, by a coarse mesh.
  /// - Throws: `SolverError`.
  package init(_ levels: LayeredLevels, layers count: Int) throws {
    let mesh: CrystalMesh
    do {
      mesh = try CrystalMesh(
        levelSet: levels, group: .p1, lattice: levels.lattice, spacing: .coarse)
    } catch {
      throw SolverError("no mesh resolves the strip's contour: \(error.description)")
    }
    self.init(
      mesh.layers(levels, count: count).map { ElementDomain($0) }, share: 1,
      stiffness: { _, isInside in isInside ? 1 : nil })
  }

  /// - Parameters:
  ///   - share: of the contour that each side has.
  ///   - stiffness: a by the layer and the side; nil where a side is not asked.
  init(
    _ domains: [ElementDomain], share: Double, stiffness: (Int, Bool) -> Double?
  ) {
    var joins = OrbitJoins()
    for domain in domains {
      for triangle in 0..<domain.triangleCount {
        for edge in domain.interfaceEdges[triangle] {
          let ends = [edge, (edge + 1) % 3].map {
            domain.names[Int(domain.triangles[6 * triangle + $0])]
          }
          joins.join(ends[0].orbit, Int(ends[0].n1), ends[1].orbit, Int(ends[1].n1))
        }
      }
    }
    var points: [Point] = []
    var numbers: [Int32: Int] = [:]
    for (layer, domain) in domains.enumerated() {
      let lattice = domain.symmetry.lattice
      for triangle in 0..<domain.triangleCount where !domain.interfaceEdges[triangle].isEmpty {
        guard let a = stiffness(layer, domain.isInside[triangle]) else { continue }
        var nodes = SIMD8<Int32>.zero
        var (x, y) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for i in 0..<6 {
          nodes[i] = domain.triangles[6 * triangle + i]
          x[i] = domain.x[Int(nodes[i])]
          y[i] = domain.y[Int(nodes[i])]
        }
        for edge in domain.interfaceEdges[triangle] {
          let name = domain.names[Int(nodes[edge])]
          let (root, cell) = joins.root(name.orbit)
          let part = numbers[root] ?? numbers.count
          numbers[root] = part
          for (position, weight) in Self.gauss {
            let sample = EdgeSample(
              edge, position, x, y, outward: domain.isInside[triangle] ? 1 : -1)
            points.append(
              Point(
                place: lattice.place(x: sample.x, y: sample.y),
                normal: (sample.normalX, sample.normalY), length: share * weight * sample.speed,
                part: part, cell: cell - Int(name.n1), layer: layer, nodes: nodes,
                value: sample.value, tangential: sample.tangential, flux: a * sample.flux))
          }
        }
      }
    }
    self.points = points
    parts = numbers.count
  }

  /// Positions and weights on 0...1.
  private static let gauss = GaussRule.legendre(3).map { (0.5 + 0.5 * $0.node, 0.5 * $0.weight) }
}

/// Which orbits of nodes are joined, and in which cell along A1 each is where its part is connected.
private struct OrbitJoins {
  private var parents: [Int32: (orbit: Int32, cell: Int)] = [:]

  /// The orbit that stands for all that are joined, and the cell of this one if that is in its own.
  mutating func root(_ orbit: Int32) -> (orbit: Int32, cell: Int) {
    guard let parent = parents[orbit], parent.orbit != orbit else {
      parents[orbit] = (orbit, 0)
      return (orbit, 0)
    }
    let above = root(parent.orbit)
    let result = (orbit: above.orbit, cell: above.cell + parent.cell)
    parents[orbit] = result
    return result
  }

  /// A node in one cell has an edge to another.
  mutating func join(_ a: Int32, _ cellA: Int, _ b: Int32, _ cellB: Int) {
    let (p, q) = (root(a), root(b))
    if p.orbit == q.orbit { return }
    // q's cell so that b is beside a.
    parents[q.orbit] = (p.orbit, p.cell - cellA + cellB - q.cell)
  }
}

extension LayeredSolver {
  package func contour() -> LayeredContour {
    LayeredContour(layers.map(\.domain), share: layers[0].isOneSided ? 1 : 0.5) { layer, isInside in
      isInside ? self.layers[layer].elements.inside.a : self.layers[layer].elements.outside.a
    }
  }
}

extension LayeredSolver.States {
  /// u, d_t u and a d_n u of chosen states on a contour of this solver, [points x chosen].
  package func values(
    _ chosen: [Int], on contour: LayeredContour
  ) -> (value: ComplexMatrix, tangential: ComplexMatrix, flux: ComplexMatrix) {
    let rows = contour.points.count
    let empty = ComplexMatrix(rows: rows, columns: chosen.count)
    var result = (value: empty, tangential: empty, flux: empty)
    for (column, state) in chosen.enumerated() {
      for (row, point) in contour.points.enumerated() {
        let field = fields.groups[state / 8][point.layer]
        for part in 0..<2 {
          var (u, t, n) = (0.0, 0.0, 0.0)
          for i in 0..<6 {
            let x = field.base[2 * Int(point.nodes[i]) + part][state % 8]
            u += x * point.value[i]
            t += x * point.tangential[i]
            n += x * point.flux[i]
          }
          let at = 2 * (row + column * rows) + part
          (result.value.storage[at], result.tangential.storage[at], result.flux.storage[at]) =
            (u, t, n)
        }
      }
    }
    return result
  }
}
