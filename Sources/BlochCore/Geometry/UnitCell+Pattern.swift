extension UnitCell {
  /// The pattern whose contour is known, by shapes or by a field that was cut sharply, on a grid of its own.
  /// - Parameter n: points along a1 and a2.
  /// - Returns: [n x n] V/vMax at ((i + 1/2) a1 + (j + 1/2) a2)/n, element i n + j; nil where the pixels are all that is
  ///   known.
  /// - Throws: `SolverError` where pattern and field are not of one crystal.
  public func sharpPattern(_ n: Int) throws -> [Double]? {
    if let shapes {
      let plane = ShapePlane(shapes)
      return (0..<n * n).map { at in
        let place = SIMD2(Double(at / n) + 0.5, Double(at % n) + 0.5) / Double(n)
        return plane.contains(shapes.lattice.place(place)) ? shapes.inside : shapes.outside
      }
    }
    return try levels()?.grid(n, offset: 0.5).map { $0 > 0 ? 1 : 0 }
  }
}
