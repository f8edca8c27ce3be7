import Meshes
import WallpaperGroups

/// What bubbles do to eight levels.
struct BubbleShare: Sendable {
  /// By how much they lower them, taken one by one.
  var share: FieldLane
  /// How far they should be stretched.
  var stretch: FieldLane
}

/// What bubbles do to the levels of a block.
struct BubbleEffect: Sendable {
  /// [groups]
  var shares: [BubbleShare]
  /// K - lambda M between quadratic functions and the bubbles' amplitudes, [rows][copies][parts][groups], as triangles of
  /// the domain contribute it; nil where it is not asked for.
  var coupling: LaneField?
}

/// What the next polynomial order lowers levels by.
protocol BubbleLowering: Sendable {
  /// How much lower the levels of a block are.
  /// - Parameters:
  ///   - field: [rows][copies][parts][groups], normalised.
  ///   - levels: [groups]
  func lowering(
    _ field: LaneField, levels: [FieldLane], gluing: BlockGluing, groups: Int
  ) -> BubbleEffect
}

/// What the next polynomial order lowers the levels of one component by, to second order.
///
/// Bubbles b taken one by one have the amplitudes d = -r/(K_bb - lambda M_bb), r = a(u, b) - lambda m(u, b), and lower
/// lambda by the sum of |r|^2/(K_bb - lambda M_bb), the share. All of them stretched alike by alpha lower it most, by
/// alpha times the share, where alpha is the share over d^+ (K - lambda M) d with the coupling of the bubbles.
///
/// The bubble l_i l_j (l_i - l_j) of an edge changes its sign with the direction of the edge.
struct BubbleCorrection: BubbleLowering {
  let elements: CrystalElements
  /// [triangles x 3]: the sign of each edge's bubble.
  let signs: [Double]
  /// [nodes]: of the middle of an edge inside the domain, diagonals of K and M.
  let stiffness: [Double]
  let mass: [Double]
  /// [nodes]: position among the boundary's nodes, or -1.
  let place: [Int]
  /// [boundary nodes]: the same diagonals, of the orbit.
  let boundaryStiffness: [Double]
  let boundaryMass: [Double]

  init(_ elements: CrystalElements, _ boundary: DomainBoundary, nodes: [Int32]) {
    self.elements = elements
    let domain = elements.domain
    let matrices = elements.matrices
    var place = [Int](repeating: -1, count: domain.nodeCount)
    for (at, node) in nodes.enumerated() { place[Int(node)] = at }
    var stiffness = [Double](repeating: 0, count: domain.nodeCount)
    var mass = stiffness
    var signs: [Double] = []
    // The direction that the first edge of an orbit has where its representative is.
    var directions: [Int: (Double, Double)] = [:]
    for triangle in 0..<domain.triangleCount {
      let own = domain.triangles[6 * triangle..<6 * triangle + 6].map { Int($0) }
      let medium = elements.medium(triangle)
      for edge in 0..<3 {
        let (from, to, middle) = (own[edge], own[(edge + 1) % 3], own[edge + 3])
        // Where the field is zero there is no bubble.
        if domain.isFixed[middle] {
          signs.append(0)
          continue
        }
        let diagonal = matrices.bubblePairMass[10 * triangle + edge]
        stiffness[middle] +=
          medium.a * matrices.bubblePairStiffness[10 * triangle + edge] + medium.v * diagonal
        mass[middle] += medium.b * diagonal
        guard place[middle] >= 0 else {
          signs.append(from < to ? 1 : -1)
          continue
        }
        let (p, q) = (domain.places[from], domain.places[to])
        let operation = boundary.kinds[boundary.kindOf[place[middle]]].operation.inverse
        let (d1, d2) = (q.x1 - p.x1, q.x2 - p.x2)
        let turned = (
          Double(operation.w11) * d1 + Double(operation.w12) * d2,
          Double(operation.w21) * d1 + Double(operation.w22) * d2
        )
        let first = directions[boundary.orbitOf[place[middle]]] ?? turned
        directions[boundary.orbitOf[place[middle]]] = first
        signs.append(first.0 * turned.0 + first.1 * turned.1 > 0 ? 1 : -1)
      }
    }
    var orbitStiffness = [Double](repeating: 0, count: boundary.orbitKinds.count)
    var orbitMass = orbitStiffness
    for (at, node) in nodes.enumerated() {
      orbitStiffness[boundary.orbitOf[at]] += stiffness[Int(node)]
      orbitMass[boundary.orbitOf[at]] += mass[Int(node)]
    }
    boundaryStiffness = boundary.orbitOf.map { orbitStiffness[$0] }
    boundaryMass = boundary.orbitOf.map { orbitMass[$0] }
    self.signs = signs
    self.stiffness = stiffness
    self.mass = mass
    self.place = place
  }
}
