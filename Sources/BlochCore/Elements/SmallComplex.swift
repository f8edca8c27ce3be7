/// A small complex matrix, row by row.
struct SmallComplex: Sendable {
  let rows: Int
  let columns: Int
  var elements: [Complex]

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    elements = [Complex](repeating: .zero, count: rows * columns)
  }

  static func identity(_ size: Int) -> SmallComplex {
    var result = SmallComplex(rows: size, columns: size)
    for i in 0..<size { result[i, i] = .one }
    return result
  }

  subscript(i: Int, j: Int) -> Complex {
    get { elements[i * columns + j] }
    set { elements[i * columns + j] = newValue }
  }

  static func * (a: Self, b: Self) -> Self {
    var c = SmallComplex(rows: a.rows, columns: b.columns)
    for i in 0..<a.rows {
      for l in 0..<a.columns {
        for j in 0..<b.columns { c[i, j] = c[i, j] + a[i, l] * b[l, j] }
      }
    }
    return c
  }

  static func + (a: Self, b: Self) -> Self {
    var c = a
    for i in c.elements.indices { c.elements[i] = c.elements[i] + b.elements[i] }
    return c
  }

  static func * (t: Complex, a: Self) -> Self {
    var c = a
    for i in c.elements.indices { c.elements[i] = t * c.elements[i] }
    return c
  }

  var adjoint: Self {
    var c = SmallComplex(rows: columns, columns: rows)
    for i in 0..<rows { for j in 0..<columns { c[j, i] = self[i, j].conjugate } }
    return c
  }

  /// Orthonormal columns that span those of the matrix (Gram and Schmidt, twice): [rows x rank].
  /// - Parameter isReal: whether only real multiples of columns count.
  func orthonormalColumns(isReal: Bool, rank: Int? = nil) -> Self {
    var found: [[Complex]] = []
    for j in 0..<columns where found.count < rank ?? columns {
      var vector = (0..<rows).map { self[$0, j] }
      let before = vector.reduce(0) { $0 + $1.squaredMagnitude }
      for _ in 0..<2 {
        for other in found {
          var overlap = zip(other, vector).reduce(Complex.zero) { $0 + $1.0.conjugate * $1.1 }
          if isReal { overlap.im = 0 }
          for i in 0..<rows { vector[i] = vector[i] - overlap * other[i] }
        }
      }
      let square = vector.reduce(0) { $0 + $1.squaredMagnitude }
      if square <= max(1e-12 * before, 1e-20) { continue }
      let scale = Complex(1 / square.squareRoot(), 0)
      found.append(vector.map { scale * $0 })
    }
    var result = SmallComplex(rows: rows, columns: found.count)
    for (j, vector) in found.enumerated() { for i in 0..<rows { result[i, j] = vector[i] } }
    return result
  }
}
