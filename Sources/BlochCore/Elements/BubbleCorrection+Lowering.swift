extension BubbleCorrection {
  func lowering(
    _ field: LaneField, levels: [FieldLane], gluing: BlockGluing, groups: Int
  ) -> BubbleEffect {
    let domain = elements.domain
    let rows = gluing.copies * gluing.parts
    let width = rows * groups
    // Residuals, then amplitudes: of edges at the nodes in their middle, and of triangles.
    let bubbles = LaneField(nodes: domain.nodeCount + domain.triangleCount, width: width)
    let unknowns = LaneField(nodes: gluing.order, width: gluing.parts * groups)
    var share = [FieldLane](repeating: .zero, count: groups)
    for triangle in 0..<domain.triangleCount {
      addResiduals(triangle, field, levels, rows: rows, groups, to: bubbles, &share)
    }
    /// Divides residuals.
    func divide(
      _ own: UnsafeMutablePointer<FieldLane>, _ rows: Int, _ stiffness: Double, _ mass: Double
    ) {
      for group in 0..<groups {
        let inverse = 1 / (stiffness - levels[group] * mass)
        for row in 0..<rows {
          let r = own[row * groups + group]
          let d = r * inverse
          share[group].addProduct(r, d)
          own[row * groups + group] = d
        }
      }
    }
    for node in 0..<domain.nodeCount where stiffness[node] != 0 {
      let own = bubbles.base + node * width
      if place[node] >= 0 {
        gluing.gather(place[node], own, into: unknowns.base, groups: groups)
      } else {
        divide(own, rows, stiffness[node], mass[node])
      }
    }
    var seen = [Bool](repeating: false, count: gluing.order)
    for at in boundaryStiffness.indices where boundaryStiffness[at] != 0 {
      let first = gluing.firstUnknown[at]
      for unknown in first..<first + gluing.ranks[gluing.kindOf[at]] where !seen[unknown] {
        seen[unknown] = true
        divide(
          unknowns.base + unknown * gluing.parts * groups, gluing.parts, boundaryStiffness[at],
          boundaryMass[at])
      }
    }
    for node in 0..<domain.nodeCount where stiffness[node] != 0 && place[node] >= 0 {
      gluing.scatter(place[node], unknowns.base, into: bubbles.base + node * width, groups: groups)
    }
    let square = self.square(bubbles, levels, rows: rows, groups)
    return BubbleEffect(
      shares: (0..<groups).map { group in
        let stretch = (share[group] / square[group]).replacing(
          with: 1, where: .!(square[group] .> 0))
        return BubbleShare(share: share[group], stretch: stretch)
      })
  }

  @inline(__always)
  private func addResiduals(
    _ triangle: Int, _ field: LaneField, _ levels: [FieldLane], rows: Int, _ groups: Int,
    to bubbles: LaneField, _ share: inout [FieldLane]
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
          let diagonal = matrices.bubblePairMass[10 * triangle + 3]
          let centreStiffness =
            medium.a * matrices.bubblePairStiffness[10 * triangle + 3] + medium.v * diagonal
          let centre = bubbles.base + (elements.domain.nodeCount + triangle) * width
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
                bubbles.base[Int(own[bubble + 3]) * width + lane]
                  .addProduct(r, FieldLane(repeating: signs[3 * triangle + bubble]))
              } else {
                let d = r / (centreStiffness - level * (medium.b * diagonal))
                share[group].addProduct(r, d)
                centre[lane] = d
              }
            }
          }
        }
      }
    }
  }

  /// d^+ (K - lambda M) d of the amplitudes: [groups].
  private func square(
    _ bubbles: LaneField, _ levels: [FieldLane], rows: Int, _ groups: Int
  ) -> [FieldLane] {
    let domain = elements.domain
    let width = rows * groups
    let (stiffness, mass) = (
      elements.matrices.bubblePairStiffness, elements.matrices.bubblePairMass
    )
    var square = [FieldLane](repeating: .zero, count: groups)
    for triangle in 0..<domain.triangleCount {
      let medium = elements.medium(triangle)
      // a K' + v M' and b M', pairs of different bubbles twice.
      var (k, m) = (InlineArray<10, Double>(repeating: 0), InlineArray<10, Double>(repeating: 0))
      for i in 0..<10 {
        let (p, q) = ElementIntegrals.bubblePairs[i]
        let sign = (p < 3 ? signs[3 * triangle + p] : 1) * (q < 3 ? signs[3 * triangle + q] : 1)
        let factor = i < 4 ? 1 : 2 * sign
        let own = mass[10 * triangle + i]
        k[i] = factor * (medium.a * stiffness[10 * triangle + i] + medium.v * own)
        m[i] = factor * medium.b * own
      }
      let middle = 6 * triangle + 3
      let b0 = bubbles.base + Int(domain.triangles[middle]) * width
      let b1 = bubbles.base + Int(domain.triangles[middle + 1]) * width
      let b2 = bubbles.base + Int(domain.triangles[middle + 2]) * width
      let b3 = bubbles.base + (domain.nodeCount + triangle) * width
      for lane in 0..<width {
        let (d0, d1, d2, d3) = (b0[lane], b1[lane], b2[lane], b3[lane])
        @inline(__always)
        func form(_ a: InlineArray<10, Double>) -> FieldLane {
          func times(_ d: FieldLane, _ i: Int) -> FieldLane { d * FieldLane(repeating: a[i]) }
          var sum = d3 * times(d3, 3)
          sum.addProduct(d2, times(d2, 2) + times(d3, 9))
          sum.addProduct(d1, times(d1, 1) + times(d2, 6) + times(d3, 8))
          sum.addProduct(d0, times(d0, 0) + times(d1, 4) + times(d2, 5) + times(d3, 7))
          return sum
        }
        square[lane % groups] += form(k) - levels[lane % groups] * form(m)
      }
    }
    return square
  }
}
