import Meshes
import WallpaperGroups

/// What the next polynomial order lowers the levels by, to second order: bubbles are taken one by one,
///
///     lambda - sum over bubbles of |r|^2/(K_bb - lambda M_bb), r = a(u, b) - lambda m(u, b).
///
/// The bubble l_i l_j (l_i - l_j) of an edge changes its sign with the direction of the edge.
struct BubbleCorrection: Sendable {
  private let elements: CrystalElements
  /// [triangles x 3]: the sign of each edge's bubble.
  private let signs: [Double]
  /// [nodes]: of the middle of an edge inside the domain, diagonals of K and M.
  private let stiffness: [Double]
  private let mass: [Double]
  /// [nodes]: position among the boundary's nodes, or -1.
  private let place: [Int]
  /// [boundary nodes]: the same diagonals, of the orbit.
  private let boundaryStiffness: [Double]
  private let boundaryMass: [Double]

  init(_ elements: CrystalElements, _ boundary: DomainBoundary, nodes: ArraySlice<Int32>) {
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
        let diagonal = matrices.bubbleMassDiagonal[4 * triangle + edge]
        stiffness[middle] +=
          medium.a * matrices.bubbleStiffnessDiagonal[4 * triangle + edge] + medium.v * diagonal
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

  /// How much lower the levels of a block are: [groups] of eight.
  /// - Parameters:
  ///   - field: [nodes][copies][parts][groups], normalised.
  ///   - levels: [groups]
  func lowering(
    _ field: LaneField, levels: [FieldLane], gluing: BlockGluing, groups: Int
  ) -> [FieldLane] {
    let domain = elements.domain
    let rows = gluing.copies * gluing.parts
    let width = rows * groups
    let residuals = LaneField(nodes: domain.nodeCount, width: width)
    let unknowns = LaneField(nodes: gluing.order, width: gluing.parts * groups)
    var lowering = [FieldLane](repeating: .zero, count: groups)
    for triangle in 0..<domain.triangleCount {
      addResiduals(triangle, field, levels, rows: rows, groups, to: residuals, &lowering)
    }
    for node in 0..<domain.nodeCount where stiffness[node] != 0 {
      let own = residuals.base + node * width
      if place[node] >= 0 {
        gluing.gather(place[node], own, into: unknowns.base, groups: groups)
        continue
      }
      for group in 0..<groups {
        var sum = FieldLane.zero
        for row in 0..<rows {
          let r = own[row * groups + group]
          sum.addProduct(r, r)
        }
        lowering[group] += sum / (stiffness[node] - levels[group] * mass[node])
      }
    }
    var seen = [Bool](repeating: false, count: gluing.order)
    for at in boundaryStiffness.indices where boundaryStiffness[at] != 0 {
      let first = gluing.firstUnknown[at]
      for unknown in first..<first + gluing.ranks[gluing.kindOf[at]] where !seen[unknown] {
        seen[unknown] = true
        for group in 0..<groups {
          var sum = FieldLane.zero
          for part in 0..<gluing.parts {
            let r = unknowns.base[(unknown * gluing.parts + part) * groups + group]
            sum.addProduct(r, r)
          }
          lowering[group] += sum / (boundaryStiffness[at] - levels[group] * boundaryMass[at])
        }
      }
    }
    return lowering
  }

  @inline(__always)
  private func addResiduals(
    _ triangle: Int, _ field: LaneField, _ levels: [FieldLane], rows: Int, _ groups: Int,
    to residuals: LaneField, _ lowering: inout [FieldLane]
  ) {
    let width = rows * groups
    let medium = elements.medium(triangle)
    let matrices = elements.matrices
    elements.domain.triangles.withUnsafeBufferPointer { nodes in
      matrices.bubbleStiffness.withUnsafeBufferPointer { stiffness in
        matrices.bubbleMass.withUnsafeBufferPointer { mass in
          let own = nodes.baseAddress! + 6 * triangle
          let k = stiffness.baseAddress! + 24 * triangle
          let m = mass.baseAddress! + 24 * triangle
          let diagonal = matrices.bubbleMassDiagonal[4 * triangle + 3]
          let centreStiffness =
            medium.a * matrices.bubbleStiffnessDiagonal[4 * triangle + 3] + medium.v * diagonal
          for lane in 0..<width {
            let group = lane % groups
            let level = levels[group]
            // Of K - lambda M = a K' + (v - lambda b) M'.
            let factor = medium.v - level * medium.b
            for bubble in 0..<4 {
              var byStiffness = FieldLane.zero
              var byMass = FieldLane.zero
              for j in 0..<6 {
                let x = field.base[Int(own[j]) * width + lane]
                byStiffness.addProduct(x, FieldLane(repeating: k[6 * bubble + j]))
                byMass.addProduct(x, FieldLane(repeating: m[6 * bubble + j]))
              }
              let r = medium.a * byStiffness + factor * byMass
              if bubble < 3 {
                residuals.base[Int(own[bubble + 3]) * width + lane]
                  .addProduct(r, FieldLane(repeating: signs[3 * triangle + bubble]))
              } else {
                lowering[group] += r * r / (centreStiffness - level * (medium.b * diagonal))
              }
            }
          }
        }
      }
    }
  }
}
