import LinearAlgebra
import WallpaperGroups

/// The parts of A(k) = A0 + kx X + ky Y + k^2 A2 and of M between modes, from integrals over the images of the domain.
struct ElementProducts {
  let elements: CrystalElements
  let functions: CellFunctions

  /// Which operator of the elements is applied.
  enum Part {
    case stiffness
    case alongX(Double, Double)
    case square
    case mass
  }

  /// - Returns: [modes x modes] each, normalised to M = 1 on the diagonal.
  func products<Matrix: DenseMatrix>(_: Matrix.Type) -> AffineProducts<Matrix> {
    let size = functions.chosen.count
    let lanes = functions.lanes
    let nodes = elements.domain.nodeCount
    let field = LaneField(nodes: nodes, width: 2 * lanes)
    let image = LaneField(nodes: nodes, width: 2 * lanes)
    func zeros() -> Matrix { Matrix(rows: 8 * lanes, columns: 8 * lanes) }
    var (a0, x, y, a2, mass) = (zeros(), zeros(), zeros(), zeros(), zeros())
    for number in functions.plan.images.indices {
      functions.fill(field, image: number)
      let turn = elements.domain.symmetry.lattice.rotation(functions.plan.images[number])
      func add(_ part: Part, to matrix: inout Matrix) {
        apply(part, field, into: image)
        LaneGram.addLower(field, image, lanes: lanes, to: &matrix)
      }
      add(.stiffness, to: &a0)
      add(.alongX(turn.xx, turn.xy), to: &x)
      add(.alongX(turn.yx, turn.yy), to: &y)
      add(.square, to: &a2)
      add(.mass, to: &mass)
    }
    let c = Matrix.components
    let scale = (0..<size).map { 1 / mass.storage[c * ($0 + $0 * 8 * lanes)].squareRoot() }
    func whole(_ a: Matrix) -> Matrix {
      var result = Matrix(rows: size, columns: size)
      for j in 0..<size {
        for i in j..<size {
          let from = c * (i + j * a.rows)
          for part in 0..<c {
            let value = scale[i] * scale[j] * a.storage[from + part]
            result.storage[c * (i + j * size) + part] = value
            result.storage[c * (j + i * size) + part] = part == 0 ? value : -value
          }
          if i == j && c == 2 { result.storage[c * (i + j * size) + 1] = 0 }
        }
      }
      return result
    }
    return AffineProducts(
      a0: whole(a0), x: whole(x), y: whole(y), a2: whole(a2), mass: whole(mass),
      image: Matrix(rows: 0, columns: size), massImage: Matrix(rows: 0, columns: size))
  }

  func apply(_ part: Part, _ from: LaneField, into to: LaneField) {
    to.clear()
    let matrices = elements.matrices
    var own = [Double](repeating: 0, count: 36)
    for triangle in 0..<elements.domain.triangleCount {
      let medium = elements.medium(triangle)
      let first = 36 * triangle
      switch part {
      case .stiffness:
        for i in 0..<36 {
          own[i] =
            medium.a * matrices.stiffness[first + i] + medium.v * matrices.mass[first + i]
        }
      case .square: for i in 0..<36 { own[i] = medium.a * matrices.mass[first + i] }
      case .mass: for i in 0..<36 { own[i] = medium.b * matrices.mass[first + i] }
      case .alongX(let p, let q):
        for i in 0..<36 {
          own[i] =
            medium.a * (p * matrices.alongX[first + i] + q * matrices.alongY[first + i])
        }
      }
      add(own, triangle, from, to, part)
    }
  }

  @inline(__always)
  private func add(
    _ matrix: [Double], _ triangle: Int, _ from: LaneField, _ to: LaneField, _ part: Part
  ) {
    let width = from.width
    let lanes = width / 2
    // -i times a real antisymmetric matrix exchanges the parts.
    var isTurned = false
    if case .alongX = part { isTurned = true }
    matrix.withUnsafeBufferPointer { m in
      elements.domain.triangles.withUnsafeBufferPointer { nodes in
        let own = nodes.baseAddress! + 6 * triangle
        let (n0, n1) = (Int(own[0]) * width, Int(own[1]) * width)
        let (n2, n3) = (Int(own[2]) * width, Int(own[3]) * width)
        let (n4, n5) = (Int(own[4]) * width, Int(own[5]) * width)
        for lane in 0..<width {
          let target = isTurned ? (lane < lanes ? lane + lanes : lane - lanes) : lane
          let sign: Double = isTurned && lane < lanes ? -1 : 1
          let x = from.base + lane
          let y = to.base + target
          let (x0, x1, x2) = (sign * x[n0], sign * x[n1], sign * x[n2])
          let (x3, x4, x5) = (sign * x[n3], sign * x[n4], sign * x[n5])
          @inline(__always)
          func row(_ i: Int) -> FieldLane {
            (m[6 * i] * x0).addingProduct(x1, FieldLane(repeating: m[6 * i + 1]))
              .addingProduct(x2, FieldLane(repeating: m[6 * i + 2]))
              .addingProduct(x3, FieldLane(repeating: m[6 * i + 3]))
              .addingProduct(x4, FieldLane(repeating: m[6 * i + 4]))
              .addingProduct(x5, FieldLane(repeating: m[6 * i + 5]))
          }
          y[n0] += row(0)
          y[n1] += row(1)
          y[n2] += row(2)
          y[n3] += row(3)
          y[n4] += row(4)
          y[n5] += row(5)
        }
      }
    }
  }
}

extension AffineProducts {
  /// Those between some of the functions.
  func selected(_ kept: [Int]) -> AffineProducts {
    let c = Matrix.components
    func part(_ a: Matrix) -> Matrix {
      var result = Matrix(rows: kept.count, columns: kept.count)
      for (j, q) in kept.enumerated() {
        for (i, p) in kept.enumerated() {
          for n in 0..<c {
            result.storage[c * (i + j * kept.count) + n] = a.storage[c * (p + q * a.rows) + n]
          }
        }
      }
      return result
    }
    let none = Matrix(rows: 0, columns: kept.count)
    return AffineProducts(
      a0: part(a0), x: part(x), y: part(y), a2: part(a2), mass: part(mass), image: none,
      massImage: none)
  }
}

extension Lattice {
  /// What W of an operation does to Cartesian components.
  func rotation(_ operation: Operation) -> (xx: Double, xy: Double, yx: Double, yy: Double) {
    // Images of the Cartesian unit vectors: x = a1, and y = (a2 - ratio cosine a1)/(ratio sine).
    let along = cartesian(x1: Double(operation.w11), x2: Double(operation.w21))
    let second = cartesian(x1: Double(operation.w12), x2: Double(operation.w22))
    let scale = 1 / (ratio * sine)
    return (
      along.x, scale * (second.x - ratio * cosine * along.x),
      along.y, scale * (second.y - ratio * cosine * along.y)
    )
  }
}
