/// What the next polynomial order lowers the levels of a strip by, as of `BubbleCorrection`: bubbles of edges between layers
/// and at the ends of A1 are one for all images of the edge.
struct LayeredBubbles: Sendable {
  /// [layers][triangles x 3]: the sign of each edge's bubble, 0 where there is none.
  private let signs: [[Double]]
  /// [layers][nodes]: of the middles of edges, diagonals of K and M; 0 elsewhere.
  private let stiffness: [[Double]]
  private let mass: [[Double]]
  /// [nodes of the chain]: the same.
  private let chainStiffness: [Double]
  private let chainMass: [Double]

  init(_ layers: [MeshLayer], _ chain: LayerChain) {
    var (signs, stiffness, mass): ([[Double]], [[Double]], [[Double]]) = ([], [], [])
    var chainStiffness = [Double](repeating: 0, count: chain.count)
    var chainMass = chainStiffness
    for (number, layer) in layers.enumerated() {
      let (domain, matrices) = (layer.domain, layer.elements.matrices)
      var own = [Double](repeating: 0, count: 3 * domain.triangleCount)
      var k = [Double](repeating: 0, count: domain.nodeCount)
      var m = k
      for triangle in 0..<domain.triangleCount {
        let medium = layer.elements.medium(triangle)
        let nodes = domain.triangles[6 * triangle..<6 * triangle + 6].map { Int($0) }
        for edge in 0..<3 where !domain.isFixed[nodes[edge + 3]] {
          let (from, to) = (nodes[edge], nodes[(edge + 1) % 3])
          let (dx, dy) = (domain.x[to] - domain.x[from], domain.y[to] - domain.y[from])
          own[3 * triangle + edge] = dx > 1e-9 || (dx > -1e-9 && dy > 0) ? 1 : -1
          let diagonal = matrices.bubblePairMass[10 * triangle + edge]
          k[nodes[edge + 3]] +=
            medium.a * matrices.bubblePairStiffness[10 * triangle + edge] + medium.v * diagonal
          m[nodes[edge + 3]] += medium.b * diagonal
        }
      }
      for (at, node) in layer.boundary.enumerated() {
        chainStiffness[Int(chain.places[number][at])] += k[Int(node)]
        chainMass[Int(chain.places[number][at])] += m[Int(node)]
        (k[Int(node)], m[Int(node)]) = (0, 0)
      }
      signs.append(own)
      stiffness.append(k)
      mass.append(m)
    }
    (self.signs, self.stiffness, self.mass) = (signs, stiffness, mass)
    (self.chainStiffness, self.chainMass) = (chainStiffness, chainMass)
  }

  /// How much lower eight levels are.
  /// - Parameters:
  ///   - fields: [layers], of norm 1 with M.
  ///   - levels: lambda.
  func lowering(
    _ fields: [LaneField], levels: FieldLane, _ layers: [MeshLayer], _ factor: ChainFactor
  ) -> BubbleShare {
    var share = FieldLane.zero
    let chain = LaneField(nodes: factor.chain.count, width: 2)
    let bubbles = layers.enumerated().map { number, layer in
      let own = LaneField(nodes: layer.domain.nodeCount + layer.domain.triangleCount, width: 2)
      addResiduals(layer, signs[number], fields[number], levels, to: own, &share)
      for node in 0..<layer.domain.nodeCount where stiffness[number][node] != 0 {
        let inverse = 1 / (stiffness[number][node] - levels * mass[number][node])
        divide(own.base + 2 * node, inverse)
      }
      for (at, node) in layer.boundary.enumerated() {
        factor.scatter(
          number, at, own.base[2 * Int(node)], own.base[2 * Int(node) + 1], to: chain.base)
      }
      return own
    }
    for node in 0..<factor.chain.count where chainStiffness[node] != 0 {
      divide(chain.base + 2 * node, 1 / (chainStiffness[node] - levels * chainMass[node]))
    }
    var square = FieldLane.zero
    for (number, layer) in layers.enumerated() {
      let work = LaneField(nodes: layer.boundary.count, width: 2)
      factor.gather(number, chain.base, into: work.base)
      for (at, node) in layer.boundary.enumerated() {
        bubbles[number].base[2 * Int(node)] = work.base[2 * at]
        bubbles[number].base[2 * Int(node) + 1] = work.base[2 * at + 1]
      }
      square += self.square(layer, signs[number], bubbles[number], levels)
    }
    let stretch = (share / square).replacing(with: 1, where: .!(square .> 0))
    return BubbleShare(share: share, stretch: stretch)

    /// Residuals become amplitudes.
    func divide(_ own: UnsafeMutablePointer<FieldLane>, _ inverse: FieldLane) {
      for part in 0..<2 {
        let d = own[part] * inverse
        share.addProduct(own[part], d)
        own[part] = d
      }
    }
  }

  private func addResiduals(
    _ layer: MeshLayer, _ signs: [Double], _ field: LaneField, _ levels: FieldLane,
    to bubbles: LaneField, _ share: inout FieldLane
  ) {
    let (domain, matrices) = (layer.domain, layer.elements.matrices)
    matrices.bubbleStiffness.withUnsafeBufferPointer { stiffness in
      matrices.bubbleMass.withUnsafeBufferPointer { mass in
        domain.triangles.withUnsafeBufferPointer { nodes in
          for triangle in 0..<domain.triangleCount {
            let medium = layer.elements.medium(triangle)
            let own = nodes.baseAddress! + 6 * triangle
            let k = stiffness.baseAddress! + 24 * triangle
            let m = mass.baseAddress! + 24 * triangle
            let diagonal = matrices.bubblePairMass[10 * triangle + 3]
            let centre =
              medium.a * matrices.bubblePairStiffness[10 * triangle + 3] + medium.v * diagonal
            let factor = medium.v - levels * medium.b
            for part in 0..<2 {
              for bubble in 0..<4 {
                var byStiffness = FieldLane.zero
                var byMass = FieldLane.zero
                for j in 0..<6 {
                  let x = field.base[2 * Int(own[j]) + part]
                  byStiffness.addProduct(x, FieldLane(repeating: k[6 * bubble + j]))
                  byMass.addProduct(x, FieldLane(repeating: m[6 * bubble + j]))
                }
                let r = medium.a * byStiffness + factor * byMass
                if bubble < 3 {
                  bubbles.base[2 * Int(own[bubble + 3]) + part]
                    .addProduct(r, FieldLane(repeating: signs[3 * triangle + bubble]))
                } else {
                  let d = r / (centre - levels * (medium.b * diagonal))
                  share.addProduct(r, d)
                  bubbles.base[2 * (domain.nodeCount + triangle) + part] = d
                }
              }
            }
          }
        }
      }
    }
  }

  /// d^+ (K - lambda M) d of the amplitudes in a layer.
  private func square(
    _ layer: MeshLayer, _ signs: [Double], _ bubbles: LaneField, _ levels: FieldLane
  ) -> FieldLane {
    let (domain, matrices) = (layer.domain, layer.elements.matrices)
    var sum = FieldLane.zero
    for triangle in 0..<domain.triangleCount {
      let medium = layer.elements.medium(triangle)
      for part in 0..<2 {
        var d = InlineArray<4, FieldLane>(repeating: .zero)
        for edge in 0..<3 {
          let node = Int(domain.triangles[6 * triangle + 3 + edge])
          d[edge] = bubbles.base[2 * node + part] * signs[3 * triangle + edge]
        }
        d[3] = bubbles.base[2 * (domain.nodeCount + triangle) + part]
        for i in 0..<10 {
          let (p, q) = ElementIntegrals.bubblePairs[i]
          let twice = i < 4 ? 1.0 : 2
          let own = matrices.bubblePairMass[10 * triangle + i]
          let k =
            twice * (medium.a * matrices.bubblePairStiffness[10 * triangle + i] + medium.v * own)
          let form = k - levels * (twice * medium.b * own)
          sum.addProduct(d[p] * d[q], form)
        }
      }
    }
    return sum
  }
}
