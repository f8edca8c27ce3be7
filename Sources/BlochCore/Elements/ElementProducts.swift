import LinearAlgebra
import WallpaperGroups

/// The parts of A(k) = A0 + kx X + ky Y + k^2 A2 and of M, of two components with k1 k2 and kx^2 besides, between functions on the cell, from integrals over the images
/// of the domain.
struct ElementProducts<Matrix: DenseMatrix> {
  let elements: CrystalElements
  /// Operations that make the images.
  let images: [Operation]
  /// Lower triangles of A0, X, Y, A2, M, and where there are more components what k1 k2 and kx^2 are multiplied by; functions in lanes, each set's beginning with a new lane.
  private var matrices: [Matrix] = []
  /// [sets][images]: [rows][2][lanes]
  private(set) var fields: [[LaneField]] = []
  /// Where each function stands.
  private(set) var places: [Int] = []

  init(_ elements: CrystalElements, images: [Operation]) {
    self.elements = elements
    self.images = images
  }

  /// Adds functions.
  /// - Parameters:
  ///   - own: on each image, real parts and then imaginary ones, eight functions in a lane.
  ///   - count: how many they are.
  mutating func append(_ own: [LaneField], count: Int) {
    let lanes = own[0].width / 2
    let before = fields.reduce(0) { $0 + $1[0].width / 2 }
    let size = 8 * (before + lanes)
    let c = Matrix.components
    let parts = elements.components == 1 ? 5 : 7
    var larger = (0..<parts).map { _ in Matrix(rows: size, columns: size) }
    for (at, old) in matrices.enumerated() {
      for j in 0..<old.columns {
        for i in 0..<c * old.rows {
          larger[at].storage[c * j * size + i] = old.storage[c * j * old.rows + i]
        }
      }
    }
    matrices = larger
    places += (0..<count).map { 8 * before + $0 }
    fields.append(own)
    let first = LaneField(nodes: own[0].nodes, width: own[0].width)
    let others = (5...parts).map { _ in LaneField(nodes: own[0].nodes, width: own[0].width) }
    for (number, field) in own.enumerated() {
      let turn = elements.domain.symmetry.lattice.rotation(images[number])
      elements.applyStiffness(field, into: first)
      add(first, image: number, to: 0, row: before)
      elements.applyGradient(field, turn.xx, turn.xy, into: first)
      add(first, image: number, to: 1, row: before)
      elements.applyGradient(field, turn.yx, turn.yy, into: first)
      add(first, image: number, to: 2, row: before)
      if elements.components == 1 {
        elements.applyMasses(field, into: first, others[0])
      } else {
        elements.applySquares(
          field, (turn.xx, turn.xy), (turn.yx, turn.yy), into: [first, others[1], others[2]],
          others[0])
      }
      add(first, image: number, to: 3, row: before)
      for (at, other) in others.enumerated() { add(other, image: number, to: 4 + at, row: before) }
    }
  }

  /// Products of an operator's functions with all functions.
  private mutating func add(_ applied: LaneField, image: Int, to part: Int, row: Int) {
    var column = 0
    for set in fields {
      LaneGram.addCell(
        applied, set[image], to: &matrices[part], 8 * row, 8 * column, isLower: column == row)
      column += set[image].width / 2
    }
  }

  /// Between some of the functions, normalised to M = 1 on the diagonal.
  /// - Parameter order: numbers of functions as they were added.
  func products(_ order: [Int]) -> AffineProducts<Matrix> {
    let c = Matrix.components
    let size = order.count
    let rows = matrices[0].rows
    let own = order.map { places[$0] }
    let scale = own.map { 1 / matrices[4].storage[c * ($0 + $0 * rows)].squareRoot() }
    func whole(_ a: Matrix) -> Matrix {
      var result = Matrix(rows: size, columns: size)
      for j in 0..<size {
        for i in 0..<size {
          let isLower = own[i] >= own[j]
          let from = c * (isLower ? own[i] + own[j] * rows : own[j] + own[i] * rows)
          let to = c * (i + j * size)
          let factor = scale[i] * scale[j]
          result.storage[to] = factor * a.storage[from]
          if c == 2 && i != j {
            result.storage[to + 1] = (isLower ? factor : -factor) * a.storage[from + 1]
          }
        }
      }
      return result
    }
    let none = Matrix(rows: 0, columns: size)
    return AffineProducts(
      a0: whole(matrices[0]), x: whole(matrices[1]), y: whole(matrices[2]),
      a2: whole(matrices[3]), xy: matrices.count > 5 ? whole(matrices[5]) : nil,
      xx: matrices.count > 6 ? whole(matrices[6]) : nil, mass: whole(matrices[4]), image: none,
      massImage: none)
  }

  /// Factors that normalise the functions as `products` does.
  func scales(_ order: [Int]) -> [Double] {
    let c = Matrix.components
    return order.map {
      1 / matrices[4].storage[c * (places[$0] * (matrices[4].rows + 1))].squareRoot()
    }
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
