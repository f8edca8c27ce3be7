/// `BubbleCorrection` of two components: each bubble is one along x and one along y.
///
/// Shear and compression couple bubbles of neighbouring edges more than one component does, so that a stretch of all
/// alike is not enough: r^+ (K - lambda M)^-1 r is found by some steps of conjugate gradients, bubbles of one edge
/// taken together. The stretch is one.
struct ElasticBubbles: BubbleLowering {
  /// Signs, places and masses.
  private let scalar: BubbleCorrection
  private let elastic: ElasticMatrices
  /// The domain's boundary.
  private let nodes: [Int32]
  /// [nodes, triangles]: K and M between the two bubbles of the edge that a node is in the middle of, over all triangles
  /// that have it or its images, and of a triangle; no mass where there is none.
  private let stiffness: [Symmetric]
  private let mass: [Double]
  /// [nodes, triangles]: one of each orbit.
  private let isCounted: [Bool]

  /// Steps of conjugate gradients.
  private static let steps = 4

  private struct Symmetric: Sendable {
    var xx = 0.0
    var xy = 0.0
    var yy = 0.0

    /// R^T S R
    func turned(_ r: (xx: Double, xy: Double, yx: Double, yy: Double)) -> Symmetric {
      func form(_ p: (Double, Double), _ q: (Double, Double)) -> Double {
        p.0 * (xx * q.0 + xy * q.1) + p.1 * (xy * q.0 + yy * q.1)
      }
      let (x, y) = ((r.xx, r.yx), (r.xy, r.yy))
      return Symmetric(xx: form(x, x), xy: form(x, y), yy: form(y, y))
    }

    static func += (a: inout Symmetric, b: Symmetric) {
      a.xx += b.xx
      a.xy += b.xy
      a.yy += b.yy
    }
  }

  init(
    _ elements: CrystalElements, _ elastic: ElasticMatrices, _ boundary: DomainBoundary,
    nodes: [Int32]
  ) {
    let scalar = BubbleCorrection(elements, boundary, nodes: nodes)
    self.scalar = scalar
    self.nodes = nodes
    self.elastic = elastic
    let domain = elements.domain
    var stiffness = [Symmetric](repeating: Symmetric(), count: domain.nodeCount)
    var mass = scalar.mass
    for triangle in 0..<domain.triangleCount {
      for edge in 0..<3 {
        let middle = Int(domain.triangles[6 * triangle + 3 + edge])
        if domain.isFixed[middle] { continue }
        let at = 64 * triangle + 18 * edge
        let own = elastic.bubblePairStiffness
        stiffness[middle] += Symmetric(xx: own[at], xy: own[at + 1], yy: own[at + 9])
      }
    }
    // In the coordinates of the orbits' representatives.
    var orbits = [Symmetric](repeating: Symmetric(), count: boundary.orbitKinds.count)
    var isCounted = [Bool](repeating: true, count: domain.nodeCount + domain.triangleCount)
    var seen = [Bool](repeating: false, count: boundary.orbitKinds.count)
    func turn(_ at: Int, _ isInverse: Bool) -> (xx: Double, xy: Double, yx: Double, yy: Double) {
      let operation = boundary.kinds[boundary.kindOf[at]].operation
      return boundary.lattice.rotation(isInverse ? operation.inverse : operation)
    }
    for (at, node) in nodes.enumerated() {
      let orbit = boundary.orbitOf[at]
      orbits[orbit] += stiffness[Int(node)].turned(turn(at, false))
      isCounted[Int(node)] = !seen[orbit]
      seen[orbit] = true
    }
    for (at, node) in nodes.enumerated() where scalar.mass[Int(node)] != 0 {
      stiffness[Int(node)] = orbits[boundary.orbitOf[at]].turned(turn(at, true))
      mass[Int(node)] = scalar.boundaryMass[at]
    }
    for triangle in 0..<domain.triangleCount {
      let at = 64 * triangle + 54
      let own = elastic.bubblePairStiffness
      stiffness.append(Symmetric(xx: own[at], xy: own[at + 1], yy: own[at + 9]))
      mass.append(
        elements.medium(triangle).b * elements.matrices.bubblePairMass[10 * triangle + 3])
    }
    self.stiffness = stiffness
    self.mass = mass
    self.isCounted = isCounted
  }

  func lowering(
    _ field: LaneField, levels: [FieldLane], gluing: BlockGluing, groups: Int
  ) -> BubbleEffect {
    let domain = scalar.elements.domain
    let width = field.width
    func zeros() -> LaneField {
      LaneField(nodes: 2 * (domain.nodeCount + domain.triangleCount), width: width)
    }
    // Of edges at the nodes in their middle, and of triangles: residuals, directions and what K - lambda M makes of them.
    let (residual, direction, amplitudes) = (zeros(), zeros(), zeros())
    for triangle in 0..<domain.triangleCount {
      addResiduals(triangle, field, levels, groups, to: residual)
    }
    complete(residual, gluing, groups)
    var square = divide(residual, levels, groups, into: direction)
    var lowered = [FieldLane](repeating: .zero, count: groups)
    for step in 1...Self.steps {
      let image = zeros()
      let form = multiply(direction, levels, groups, into: image)
      let factors = zip(square, form).map { square, form in
        (square / form).replacing(with: 0, where: .!(form .> 0))
      }
      for group in 0..<groups { lowered[group].addProduct(factors[group], square[group]) }
      for at in 0..<direction.count {
        amplitudes.base[at].addProduct(direction.base[at], factors[at % width % groups])
      }
      if step == Self.steps { break }
      complete(image, gluing, groups)
      for at in 0..<residual.count {
        residual.base[at].addProduct(image.base[at], -factors[at % width % groups])
      }
      let next = image
      let before = square
      square = divide(residual, levels, groups, into: next)
      let ratios = zip(square, before).map { square, before in
        (square / before).replacing(with: 0, where: .!(before .> 0))
      }
      for at in 0..<direction.count {
        direction.base[at] = next.base[at] + ratios[at % width % groups] * direction.base[at]
      }
    }
    return BubbleEffect(
      shares: lowered.map { BubbleShare(share: $0, stretch: FieldLane(repeating: 1)) },
      coupling: coupling(amplitudes, levels, groups, rows: field.nodes))
  }

  private func coupling(
    _ amplitudes: LaneField, _ levels: [FieldLane], _ groups: Int, rows: Int
  ) -> LaneField {
    let domain = scalar.elements.domain
    let width = amplitudes.width
    let result = LaneField(nodes: rows, width: width)
    elastic.bubbleStiffness.withUnsafeBufferPointer { k in
      scalar.elements.matrices.bubbleMass.withUnsafeBufferPointer { m in
        withUnsafeTemporaryAllocation(of: FieldLane.self, capacity: 16) { memory in
          let (d, e) = (memory.baseAddress!, memory.baseAddress! + 8)
          for triangle in 0..<domain.triangleCount {
            let b = scalar.elements.medium(triangle).b
            let (places, signs) = bubbles(triangle)
            for lane in 0..<width {
              let level = b * levels[lane % groups]
              for i in 0..<8 {
                d[i] = signs[i / 2] * amplitudes.base[(places[i / 2] + i % 2) * width + lane]
                e[i] = level * d[i]
              }
              for j in 0..<12 {
                var sum = FieldLane.zero
                for i in 0..<8 {
                  sum.addProduct(d[i], FieldLane(repeating: k[96 * triangle + 12 * i + j]))
                }
                for i in 0..<4 {
                  sum.addProduct(
                    e[2 * i + j % 2], FieldLane(repeating: -m[24 * triangle + 6 * i + j / 2]))
                }
                let node = Int(domain.triangles[6 * triangle + j / 2])
                result.base[(2 * node + j % 2) * width + lane] += sum
              }
            }
          }
        }
      }
    }
    return result
  }

  /// Where the four bubbles of a triangle stand, and their signs.
  private func bubbles(_ triangle: Int) -> (places: [Int], signs: [Double]) {
    let domain = scalar.elements.domain
    let middle = 6 * triangle + 3
    return (
      (0..<4).map {
        2 * ($0 < 3 ? Int(domain.triangles[middle + $0]) : domain.nodeCount + triangle)
      }, (0..<4).map { $0 < 3 ? scalar.signs[3 * triangle + $0] : 1 }
    )
  }

  /// Adds at the boundary's nodes what their images on the copies have.
  private func complete(_ bubbles: LaneField, _ gluing: BlockGluing, _ groups: Int) {
    let width = bubbles.width
    let unknowns = LaneField(nodes: gluing.order, width: gluing.parts * groups)
    for (at, node) in nodes.enumerated() where mass[Int(node)] != 0 {
      gluing.gather(at, bubbles.base + 2 * Int(node) * width, into: unknowns.base, groups: groups)
    }
    for (at, node) in nodes.enumerated() where mass[Int(node)] != 0 {
      gluing.scatter(
        at, unknowns.base, into: bubbles.base + 2 * Int(node) * width, groups: groups)
    }
  }

  /// Amplitudes that residuals have bubble by bubble, those along x and y together.
  /// - Returns: [groups] the product of both.
  private func divide(
    _ residual: LaneField, _ levels: [FieldLane], _ groups: Int, into amplitudes: LaneField
  ) -> [FieldLane] {
    let domain = scalar.elements.domain
    let width = residual.width
    var square = [FieldLane](repeating: .zero, count: groups)
    for at in 0..<domain.nodeCount + domain.triangleCount where mass[at] != 0 {
      let (k, m) = (stiffness[at], mass[at])
      let from = residual.base + 2 * at * width
      let to = amplitudes.base + 2 * at * width
      for lane in 0..<width {
        let level = levels[lane % groups] * m
        let (xx, yy) = (k.xx - level, k.yy - level)
        let inverse = 1 / (xx * yy - k.xy * k.xy)
        let (r, s) = (from[lane], from[width + lane])
        let (d, e) = ((yy * r - k.xy * s) * inverse, (xx * s - k.xy * r) * inverse)
        if isCounted[at] { square[lane % groups] += r * d + s * e }
        to[lane] = d
        to[width + lane] = e
      }
    }
    return square
  }

  private func addResiduals(
    _ triangle: Int, _ field: LaneField, _ levels: [FieldLane], _ groups: Int,
    to bubbles: LaneField
  ) {
    let domain = scalar.elements.domain
    let width = field.width
    let b = scalar.elements.medium(triangle).b
    let own = (0..<6).map { Int(domain.triangles[6 * triangle + $0]) }
    let targets = [own[3], own[4], own[5], domain.nodeCount + triangle]
    elastic.bubbleStiffness.withUnsafeBufferPointer { k in
      scalar.elements.matrices.bubbleMass.withUnsafeBufferPointer { m in
        withUnsafeTemporaryAllocation(of: FieldLane.self, capacity: 12) { memory in
          let x = memory.baseAddress!
          for lane in 0..<width {
            for i in 0..<6 {
              let from = field.base + 2 * own[i] * width + lane
              x[2 * i] = from[0]
              x[2 * i + 1] = from[width]
            }
            let level = b * levels[lane % groups]
            for bubble in 0..<4 {
              let sign = bubble < 3 ? scalar.signs[3 * triangle + bubble] : 1
              for component in 0..<2 {
                let row = 96 * triangle + 12 * (2 * bubble + component)
                var (byStiffness, byMass) = (FieldLane.zero, FieldLane.zero)
                for j in 0..<12 { byStiffness.addProduct(x[j], FieldLane(repeating: k[row + j])) }
                for j in 0..<6 {
                  byMass.addProduct(
                    x[2 * j + component],
                    FieldLane(repeating: m[24 * triangle + 6 * bubble + j]))
                }
                bubbles.base[(2 * targets[bubble] + component) * width + lane]
                  .addProduct(byStiffness - level * byMass, FieldLane(repeating: sign))
              }
            }
          }
        }
      }
    }
  }

  /// What K - lambda M makes of amplitudes, triangle by triangle.
  /// - Returns: [groups] the product of both.
  private func multiply(
    _ bubbles: LaneField, _ levels: [FieldLane], _ groups: Int, into image: LaneField
  ) -> [FieldLane] {
    let domain = scalar.elements.domain
    let width = bubbles.width
    var square = [FieldLane](repeating: .zero, count: groups)
    var masses = [Double](repeating: 0, count: 16)
    elastic.bubblePairStiffness.withUnsafeBufferPointer { stiffness in
      withUnsafeTemporaryAllocation(of: FieldLane.self, capacity: 8) { memory in
        let d = memory.baseAddress!
        for triangle in 0..<domain.triangleCount {
          let k = stiffness.baseAddress! + 64 * triangle
          let b = scalar.elements.medium(triangle).b
          for (i, (p, q)) in ElementIntegrals.bubblePairs.enumerated() {
            masses[4 * p + q] = b * scalar.elements.matrices.bubblePairMass[10 * triangle + i]
            masses[4 * q + p] = masses[4 * p + q]
          }
          let (places, signs) = self.bubbles(triangle)
          for lane in 0..<width {
            let level = levels[lane % groups]
            for i in 0..<8 {
              d[i] = signs[i / 2] * bubbles.base[(places[i / 2] + i % 2) * width + lane]
            }
            for i in 0..<8 {
              var (row, own) = (FieldLane.zero, FieldLane.zero)
              for j in 0..<8 { row.addProduct(d[j], FieldLane(repeating: k[8 * i + j])) }
              for j in 0..<4 {
                own.addProduct(
                  d[2 * j + i % 2], FieldLane(repeating: masses[4 * (i / 2) + j]))
              }
              row -= level * own
              square[lane % groups].addProduct(d[i], row)
              image.base[(places[i / 2] + i % 2) * width + lane]
                .addProduct(row, FieldLane(repeating: signs[i / 2]))
            }
          }
        }
      }
    }
    return square
  }
}
