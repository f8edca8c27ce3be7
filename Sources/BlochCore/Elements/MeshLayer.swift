import LinearAlgebra
import Meshes

/// One layer of a strip: its elements at a shift sigma, and what stands for its inside near that level.
///
/// A function of the layer is X_0 x_B, the values x_B on the boundary continued so that (K - sigma M) vanishes inside, and
/// modes of the layer with its boundary held fixed, of which those are taken that X_0 needs when lambda leaves sigma: the
/// span of X_1 = (K - sigma M)_II^-1 (M X_0)_I. In these functions K - sigma M is S on the boundary and diagonal inside.
struct MeshLayer: Sendable {
  let elements: CrystalElements
  let factor: DomainFactor
  let shifts: ShiftCorrection
  /// Points of the interface that are too far from the mesh.
  let skippedPoints: Int
  /// Whether one side of the contour is left out.
  let isOneSided: Bool
  /// The boundary's nodes in the order of the factor, and their orbits and cells along A1.
  let boundary: [Int32]
  let orbits: [Int32]
  let cells: [Int]
  /// [boundary x boundary]: M of X_0.
  let mass: RealMatrix
  /// [boundary x modes]: M of X_0 and the modes.
  let coupling: RealMatrix
  /// [nodes x modes], of norm 1 with M, and their levels less sigma.
  let modes: RealMatrix
  let levels: [Double]

  var domain: ElementDomain { elements.domain }

  /// - Parameters:
  ///   - left: the side whose triangles are left out, nil for none; where the field vanishes if `isSoft`.
  ///   - fixed: orbits of nodes where it does.
  /// - Throws: `SolverError` where sigma is a level of a part of the layer.
  init(
    _ mesh: CrystalMesh, _ levelSet: some LevelSet, inside: Medium, outside: Medium,
    leavingOut left: Bool?, isSoft: Bool, fixed: Set<Int32>, sigma: Double
  ) throws {
    let domain = ElementDomain(mesh, leavingOut: left, isSoft: isSoft, fixing: fixed)
    let elements = CrystalElements(domain, inside: inside, outside: outside)
    let factor = try DomainFactor(DissectionTree(domain), isIndefinite: true) {
      elements.stiffness($0, shift: -sigma, into: $1)
    }
    self.elements = elements
    self.factor = factor
    let interface = InterfacePoints(domain, levelSet, leavingOut: left)
    skippedPoints = interface.skipped
    shifts = ShiftCorrection(elements, interface, leavingOut: left, isSoft: isSoft)
    isOneSided = left != nil
    boundary = factor.boundary
    orbits = boundary.map { domain.names[Int($0)].orbit }
    cells = boundary.map { Int(domain.names[Int($0)].n1) }
    (mass, coupling, modes, levels) = try Self.reduced(elements, factor, boundary)
  }

  /// Of the largest part of X_1 what is left out.
  private static let leastPart = 1e-9

  private static func reduced(
    _ elements: CrystalElements, _ factor: DomainFactor, _ boundary: [Int32]
  ) throws -> (mass: RealMatrix, coupling: RealMatrix, modes: RealMatrix, levels: [Double]) {
    let nodes = elements.domain.nodeCount
    let count = boundary.count
    let width = (count + 7) / 8
    let x0 = LaneField(nodes: nodes, width: width)
    for (at, node) in boundary.enumerated() { x0.base[Int(node) * width + at / 8][at % 8] = 1 }
    factor.substitute(x0.base, width: width)
    let image = LaneField(nodes: nodes, width: width)
    elements.multiplyMass(x0, into: image)
    let x1 = LaneField(copying: image)
    for node in boundary { for lane in 0..<width { x1.base[Int(node) * width + lane] = .zero } }
    factor.solveInside(x1, boundary)
    let image1 = LaneField(nodes: nodes, width: width)
    elements.multiplyMass(x1, into: image1)
    let (a, b) = (matrix(x0, count), matrix(image, count))
    let (c, d) = (matrix(x1, count), matrix(image1, count))
    let mass = RealMatrix.adjointProduct(a, b)
    if count == 0 {
      return (mass, RealMatrix(rows: 0, columns: 0), RealMatrix(rows: nodes, columns: 0), [])
    }
    // Of X_1: M, and K - sigma M, for which (K - sigma M) X_1 = M X_0 inside.
    let own = try RealMatrix.lowestEigenpairs(.adjointProduct(c, d), count: count)
    let largest = own.values[count - 1]
    let kept = own.values.indices.filter { own.values[$0] > leastPart * largest }
    var basis = RealMatrix(rows: count, columns: kept.count)
    for (to, from) in kept.enumerated() {
      let scale = 1 / own.values[from].squareRoot()
      for i in 0..<count { basis[i, to] = scale * own.vectors[i, from] }
    }
    let stiffness = RealMatrix.adjointProduct(c, b)
    var half = RealMatrix(rows: count, columns: kept.count)
    half.add(1, stiffness, basis)
    let levels = try RealMatrix.lowestEigenpairs(
      .adjointProduct(basis, half), count: kept.count)
    var turned = RealMatrix(rows: count, columns: kept.count)
    turned.add(1, basis, levels.vectors)
    var modes = RealMatrix(rows: nodes, columns: kept.count)
    modes.add(1, c, turned)
    return (mass, .adjointProduct(b, modes), modes, levels.values)
  }

  /// [nodes x count] of lanes.
  private static func matrix(_ field: LaneField, _ count: Int) -> RealMatrix {
    var result = RealMatrix(rows: field.nodes, columns: count)
    result.storage.withUnsafeMutableBufferPointer { to in
      for node in 0..<field.nodes {
        for at in 0..<count {
          to[node + at * field.nodes] = field.base[node * field.width + at / 8][at % 8]
        }
      }
    }
    return result
  }
}

extension DomainFactor {
  /// (matrix inside)^-1 f inside, with zero on the boundary.
  /// - Parameter f: in place.
  func solveInside(_ f: LaneField, _ boundary: [Int32]) {
    eliminate(f.base, width: f.width)
    applySigns(f)
    for node in boundary {
      for lane in 0..<f.width { f.base[Int(node) * f.width + lane] = .zero }
    }
    substitute(f.base, width: f.width)
  }

  /// D between the halves of a solution.
  func applySigns(_ f: LaneField) {
    for node in negative {
      for lane in 0..<f.width { f.base[Int(node) * f.width + lane] *= -1 }
    }
  }
}
