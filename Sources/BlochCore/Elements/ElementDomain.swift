import Meshes
import WallpaperGroups

/// The triangles of a mesh with their nodes numbered: one of each orbit of the crystal's group, a fundamental domain.
///
/// Only its boundary is glued to images of the domain; nodes inside occur in no image.
struct ElementDomain: Sendable {
  let symmetry: CrystalSymmetry
  /// [nodes]
  let names: [CrystalMesh.Node]
  /// [nodes]: along a1 and a2, and Cartesian in |a1|.
  let places: [Place]
  let x: [Double]
  let y: [Double]
  /// [triangles x 6]: the nodes of each.
  let triangles: [Int32]
  /// [triangles]
  let isInside: [Bool]
  /// [triangles]: edges on the interface.
  let interfaceEdges: [[Int]]
  /// The nodes on the domain's boundary.
  let boundary: [Int32]
  /// [nodes]: whether a node is on the boundary.
  let isOnBoundary: [Bool]
  /// [nodes]: whether the field is zero there.
  let isFixed: [Bool]

  /// One place of each orbit of nodes.
  private let representatives: [Place]

  /// The place that an orbit's nodes are named after.
  func representative(_ orbit: Int32) -> Place { representatives[Int(orbit)] }

  var nodeCount: Int { names.count }
  var triangleCount: Int { isInside.count }

  /// - Parameters:
  ///   - left: the side whose triangles are left out, true for the inside; nil for none.
  ///   - isSoft: whether the field vanishes where those begin; else its flux does.
  ///   - known: orbits of nodes where it does in any case.
  init(
    _ mesh: CrystalMesh, leavingOut left: Bool? = nil, isSoft: Bool = false,
    fixing known: Set<Int32> = []
  ) {
    symmetry = CrystalSymmetry(group: mesh.group, lattice: mesh.lattice)!
    var numbers = NodeNumbers(capacity: 3 * mesh.triangles.count)
    var names: [CrystalMesh.Node] = []
    // How many triangles have each: of the middle of an edge one where it is on the boundary.
    var uses: [Int] = []
    func number(_ node: CrystalMesh.Node) -> Int32 {
      let at = numbers.number(node)
      if at == names.count {
        names.append(node)
        uses.append(0)
      }
      uses[at] += 1
      return Int32(at)
    }
    let kept = mesh.triangles.filter { $0.isInside != left }
    let others = left == nil ? [] : mesh.triangles.filter { $0.isInside == left }
    var triangles: [Int32] = []
    triangles.reserveCapacity(6 * mesh.triangles.count)
    for triangle in kept { for node in triangle.nodes { triangles.append(number(node)) } }
    let count = names.count
    for triangle in others { for node in triangle.nodes { triangles.append(number(node)) } }
    var isOnBoundary = [Bool](repeating: false, count: names.count)
    var fixedOrbits = known
    for (at, triangle) in (kept + others).enumerated() {
      func ends(_ edge: Int) -> [Int] {
        [edge, (edge + 1) % 3, edge + 3].map { Int(triangles[6 * at + $0]) }
      }
      for edge in 0..<3 where uses[Int(triangles[6 * at + 3 + edge])] == 1 {
        for node in ends(edge) { isOnBoundary[node] = true }
      }
      if left != nil && isSoft {
        for edge in triangle.interfaceEdges {
          for node in ends(edge) { fixedOrbits.insert(names[node].orbit) }
        }
      }
    }
    names.removeLast(names.count - count)
    triangles.removeLast(6 * others.count)
    let isFixed = names.map { fixedOrbits.contains($0.orbit) }
    isOnBoundary.removeLast(isOnBoundary.count - count)
    self.names = names
    self.triangles = triangles
    isInside = kept.map(\.isInside)
    interfaceEdges = kept.map(\.interfaceEdges)
    boundary = names.indices.filter { isOnBoundary[$0] && !isFixed[$0] }.map { Int32($0) }
    self.isOnBoundary = isOnBoundary
    self.isFixed = isFixed
    representatives = mesh.representatives
    places = names.map { mesh.place(of: $0) }
    let cartesian = places.map { mesh.lattice.cartesian(x1: $0.x1, x2: $0.x2) }
    x = cartesian.map(\.x)
    y = cartesian.map(\.y)
  }
}

/// Numbers of nodes in the order in which they come: a table with open addresses.
private struct NodeNumbers {
  /// Keys that no node has are empty.
  private var keys: [UInt64]
  private var values: [Int32]
  private var count = 0
  private let mask: Int

  init(capacity: Int) {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    keys = [UInt64](repeating: .max, count: size)
    values = [Int32](repeating: 0, count: size)
    mask = size - 1
  }

  /// The node's number; the next one for a new node.
  mutating func number(_ node: CrystalMesh.Node) -> Int {
    // 32 bits, 4 bits, and twice 14 bits.
    let place = UInt64(UInt16(bitPattern: node.n1) & 0x3fff) << 14
    let turned = UInt64(UInt16(bitPattern: node.operation)) << 28
    let orbit = UInt64(UInt32(bitPattern: node.orbit)) << 32
    let key = orbit | turned | place | UInt64(UInt16(bitPattern: node.n2) & 0x3fff)
    var at = Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 40) & mask
    while keys[at] != .max {
      if keys[at] == key { return Int(values[at]) }
      at = (at + 1) & mask
    }
    keys[at] = key
    values[at] = Int32(count)
    count += 1
    return count - 1
  }
}
