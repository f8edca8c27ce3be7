import LinearAlgebra
import Meshes
import WallpaperGroups

/// Levels of a strip of crystals in layers around a given one, by quadratic elements on a mesh that follows the contour.
///
/// The mesh is that of the whole strip as one crystal without symmetry, cut into layers. Each is reduced to its boundary and
/// some modes at sigma, in real numbers and once for all wave vectors along it; what remains are the nodes between layers.
/// States found there take one step with (K - sigma M)^-1 M on all nodes, and the corrections of the bulk's elements.
package struct LayeredSolver: Sendable {
  /// What happens where a strip ends: the field vanishes, or its flux.
  package enum HardEnds: Sendable { case soft, rigid }

  let layers: [MeshLayer]
  let chain: LayerChain
  let bubbles: LayeredBubbles
  /// 1/|A1|^2.
  let sigma: Double
  /// Where layers begin, and how many there are in a unit of the second coordinate.
  let edge: Double
  /// Layers of the mesh, that beyond hard ends included.
  let rows: Int
  /// Unknowns of the mesh.
  package let unknowns: Int
  package var layerCount: Int { layers.count }

  /// - Parameters:
  ///   - levels: the level set, layers and axes.
  ///   - ends: nil where the last layer is followed by the first; else that layer is beyond the strip's ends, at which the
  ///     field vanishes or its flux does.
  ///   - sigma: lambda around which levels are wanted, 1/|A1|^2.
  /// - Throws: `SolverError` where there is no mesh that can be trusted.
  package init(
    _ levels: LayeredLevels, layers count: Int, edge: Double, inside: Medium, outside: Medium,
    excluding exclusion: ElementSolver.Exclusion, ends: HardEnds? = nil, spacing: MeshSpacing,
    sigma: Double
  ) throws {
    let mesh: CrystalMesh
    do {
      mesh = try CrystalMesh(
        levelSet: levels, group: .p1, lattice: levels.lattice, spacing: spacing)
    } catch {
      throw SolverError("no mesh resolves the strip: \(error.description)")
    }
    if let flag = mesh.report?.flags.first {
      throw SolverError("no mesh resolves the strip: \(flag)")
    }
    let left = exclusion.side
    var fixed: Set<Int32> = []
    if left != nil && exclusion.isSoft {
      for triangle in mesh.triangles {
        for edge in triangle.interfaceEdges {
          for i in [edge, (edge + 1) % 3, edge + 3] { fixed.insert(triangle.nodes[i].orbit) }
        }
      }
    }
    var parts = mesh.layers(levels, count: count)
    rows = count
    if let ends, let beyond = parts.popLast(), ends == .soft {
      for triangle in beyond.triangles {
        for node in triangle.nodes { fixed.insert(node.orbit) }
      }
    }
    layers = try parts.map {
      try MeshLayer(
        $0, levels, inside: inside, outside: outside, leavingOut: left, isSoft: exclusion.isSoft,
        fixed: fixed, sigma: sigma)
    }
    if layers.contains(where: { $0.elements.matrices.foldedTriangles > 0 || $0.skippedPoints > 0 })
    {
      throw SolverError("no mesh resolves the strip: the interface is too crooked for its edges")
    }
    chain = LayerChain(orbits: layers.map(\.orbits), cells: layers.map(\.cells))
    bubbles = LayeredBubbles(layers, chain)
    self.sigma = sigma
    self.edge = edge
    unknowns = chain.count + layers.reduce(0) { $0 + $1.domain.nodeCount - $1.boundary.count }
  }

  /// States at one wave vector.
  package struct States {
    /// Ascending, corrected, and the largest error of each, 1/|A1|^2.
    package var levels: [Double]
    package var errors: [Double]
    let fields: LayeredFields
    /// Of the elements, without corrections.
    let plain: [Double]
    let solver: LayeredSolver
    let kappa: Double
  }

  /// - Parameters:
  ///   - kappa: along A1, 1/|A1|.
  ///   - interest: lambda of which all levels must be there.
  ///   - window: of which those are taken that come with them.
  /// - Throws: `SolverError`, `LinearAlgebraError`.
  package func states(
    _ kappa: Double, interest: ClosedRange<Double>, window: ClosedRange<Double>
  ) throws -> States {
    let factor = try ChainFactor(chain, kappa: kappa, matrices: layers.map(\.factor.schur))
    let krylov = LayeredKrylov(layers, factor)
    func beside(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
      range.lowerBound - sigma...range.upperBound - sigma
    }
    let found = try krylov.states(interest: beside(interest), window: beside(window))
    let count = found.levels.count
    let refined = try refine(krylov, found, interest: beside(interest))
    var levels = refined.levels.map { $0 + sigma }
    var errors = [Double](repeating: 0, count: count)
    for (group, own) in refined.fields.groups.enumerated() {
      let range = 8 * group..<min(8 * group + 8, count)
      var lanes = FieldLane.zero
      for i in range { lanes[i - 8 * group] = levels[i] }
      let lowering = bubbles.lowering(own, levels: lanes, layers, factor)
      var rise = FieldLane.zero
      for (layer, field) in zip(layers, own) {
        rise += layer.shifts.rise(field, levels: [lanes], rows: 2, groups: 1)[0]
      }
      for i in range {
        let lane = i - 8 * group
        let (share, stretch) = (lowering.share[lane], lowering.stretch[lane])
        let trusted = min(max(stretch, 0.7), 1.4)
        levels[i] -= (trusted + MeshSolver.beyondBubbles) * share - rise[lane]
        errors[i] =
          (0.25 + 0.5 * abs(stretch - 1)) * abs(share) + 0.5 * abs(rise[lane])
          + refined.left[i]
      }
    }
    return States(
      levels: levels, errors: errors, fields: refined.fields,
      plain: refined.levels.map { $0 + sigma }, solver: self, kappa: kappa)
  }

  /// States on all nodes, and the largest error that the functions of the layers leave: steps with (K - sigma M)^-1 M, each with
  /// Rayleigh and Ritz in what it gives, until levels change little or as geometric series that tell the rest.
  /// - Parameter interest: lambda - sigma of levels that are waited for.
  private func refine(
    _ krylov: LayeredKrylov, _ found: LayeredKrylov.States, interest: ClosedRange<Double>
  ) throws -> (levels: [Double], left: [Double], fields: LayeredFields) {
    let count = found.levels.count
    var fields = LayeredFields(
      groups: stride(from: 0, to: count, by: 8).map { first in
        let lanes = LayeredKrylov.lanes(found.vectors, from: first)
        return layers.indices.map { krylov.expand(lanes, layer: $0) }
      }, count: count)
    var levels = found.levels
    var changes = [Double](repeating: .infinity, count: count)
    if count == 0 { return ([], [], fields) }
    for number in 1...Self.stepLimit {
      let (next, own) = try step(fields, krylov.factor)
      let before = changes
      changes = zip(next, levels).map { abs($0 - $1) }
      (levels, fields) = (next, own)
      if number == 1 { continue }
      let left = zip(before, changes).map { before, change -> Double in
        let ratio = min(change / max(before, 1e-300), 0.97)
        return change < 1e-12 * sigma ? change : change * max(0.3, ratio / (1 - ratio))
      }
      let open = levels.indices.contains {
        interest.contains(levels[$0]) && left[$0] > Self.leftOver * abs(sigma)
      }
      if !open || number == Self.stepLimit { return (levels, left, fields) }
    }
    return (levels, changes, fields)
  }

  private static let stepLimit = 6
  /// Of sigma what steps may leave.
  private static let leftOver = 1e-6

  /// One step, and Rayleigh and Ritz.
  private func step(
    _ fields: LayeredFields, _ factor: ChainFactor
  ) throws -> (levels: [Double], fields: LayeredFields) {
    let count = fields.count
    var (stepped, images): ([[LaneField]], [[LaneField]]) = ([], [])
    for group in fields.groups {
      let chain = LaneField(nodes: factor.chain.count, width: 2)
      var (own, right): ([LaneField], [LaneField]) = ([], [])
      for (number, layer) in layers.enumerated() {
        let image = LaneField(nodes: group[number].nodes, width: 2)
        layer.elements.multiplyMass(group[number], into: image)
        let half = LaneField(copying: image)
        layer.factor.eliminate(half.base, width: 2)
        layer.factor.applySigns(half)
        for (at, node) in layer.boundary.enumerated() {
          factor.scatter(
            number, at, half.base[2 * Int(node)], half.base[2 * Int(node) + 1], to: chain.base)
        }
        own.append(half)
        right.append(image)
      }
      factor.solve(chain.base)
      for (number, layer) in layers.enumerated() {
        let work = LaneField(nodes: layer.boundary.count, width: 2)
        factor.gather(number, chain.base, into: work.base)
        for (at, node) in layer.boundary.enumerated() {
          own[number].base[2 * Int(node)] = work.base[2 * at]
          own[number].base[2 * Int(node) + 1] = work.base[2 * at + 1]
        }
        layer.factor.substitute(own[number].base, width: 2)
      }
      stepped.append(own)
      images.append(right)
    }
    let next = LayeredFields(groups: stepped, count: count)
    let product = LayeredFields(groups: images, count: count)
    let masses = LayeredFields(
      groups: stepped.map { own in
        zip(layers, own).map { layer, field in
          let image = LaneField(nodes: field.nodes, width: 2)
          layer.elements.multiplyMass(field, into: image)
          return image
        }
      }, count: count)
    let pairs = try ComplexMatrix.eigenpairs(
      LayeredFields.product(next, product), overlap: LayeredFields.product(next, masses),
      range: 0..<count)
    return (pairs.values, next.turned(by: pairs.vectors))
  }
}
