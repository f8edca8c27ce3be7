import WallpaperGroups

extension UnitCell {
  /// Refuses what has no well-defined answer.
  /// - Parameter symmetry: that it must have.
  /// - Returns: the lowest value of the potential, Vmax.
  /// - Throws: `SolverError`, meant for the user.
  @discardableResult
  func validate(symmetry: CrystalSymmetry) throws -> Float {
    let n = pixels
    guard n >= 2, n <= PixelOrbits.maximumPixels, potential.count == n * n else {
      throw SolverError("the potential needs 2 to 4096 points a side")
    }
    guard vMax.isFinite, vMax > 0, vMax <= 1e6 else {
      throw SolverError("v_max must be positive and at most 1e6 E0")
    }
    guard let (low, high) = Self.range(potential) else {
      throw SolverError("the potential has values that are not finite")
    }
    guard high > low else {
      throw SolverError("the potential is constant, so it has no unit cell; give it a structure")
    }
    guard max(abs(low), abs(high)) <= 100 else {
      throw SolverError("the potential exceeds 100 v_max; rescale v_max")
    }
    guard n & 1 == 0 || symmetry.generators.allSatisfy({ $0.t1 & 1 == 0 && $0.t2 & 1 == 0 }) else {
      throw SolverError(
        "\(n) pixels a side, but the glides of \(symmetry.group) need an even number; make the record again with genpot"
      )
    }
    let largest =
      symmetry == .c6 || symmetry == .c2
      ? Self.asymmetry(potential, n, symmetry)
      : symmetry.generators.reduce(0) { max($0, Self.asymmetry(potential, n, $1)) }
    guard largest <= Tolerance.symmetry * (high - low) else {
      throw SolverError(
        "the potential is not \(symmetry.name)-symmetric (largest difference "
          + "\(largest) v_max); symmetrise it, e.g. genpot image --symmetrize")
    }
    guard let shapes else { return low }
    guard shapes.hasSymmetry(symmetry) else {
      throw SolverError(
        "the shapes are not \(symmetry.name)-symmetric; make the record again with genpot")
    }
    guard max(abs(shapes.inside), abs(shapes.outside)) <= 100 else {
      throw SolverError("the potential exceeds 100 v_max; rescale v_max")
    }
    return Float(shapes.lowest)
  }

  /// The rim of the shapes, where there are any.
  /// - Throws: `SolverError` where it cannot be found, or nothing lies on one side of it.
  func rim() throws -> ShapeRim? {
    guard let shapes else { return nil }
    do {
      let rim = try ShapeRim(shapes)
      guard shapes.inside != shapes.outside, !rim.parts.isEmpty else {
        throw SolverError("the potential is constant, so it has no unit cell; give it a structure")
      }
      return rim
    } catch let error as GeometryError { throw SolverError(error.description) }
  }

  /// Smallest and largest value, nil when one is not finite.
  private static func range(_ values: [Float]) -> (Float, Float)? {
    values.withUnsafeBytes { bytes in
      var low = SIMD16<Float>(repeating: .infinity)
      var high = -low
      // x - x is 0 for finite x, else not a number, which the sum keeps.
      var sum = SIMD16<Float>.zero
      let whole = values.count / 16 * 16
      for i in stride(from: 0, to: whole, by: 16) {
        let x = bytes.loadUnaligned(fromByteOffset: 4 * i, as: SIMD16<Float>.self)
        low.replace(with: x, where: x .< low)
        high.replace(with: x, where: x .> high)
        sum += x - x
      }
      for i in whole..<values.count {
        low[0] = min(low[0], values[i])
        high[0] = max(high[0], values[i])
        sum[0] += values[i] - values[i]
      }
      return sum.sum() == 0 ? (low.min(), high.max()) : nil
    }
  }

  /// Largest difference between a point and its image under an operation.
  private static func asymmetry(_ values: [Float], _ n: Int, _ operation: Operation) -> Float {
    values.withUnsafeBufferPointer { v in
      var largest: Float = 0
      for i in 0..<n {
        // Along a row the image goes in steps of whole rows and columns.
        var (row, column) = PixelOrbits.image(i, 0, operation, pixels: n)
        let (down, right) = ((operation.w12 + n) % n, (operation.w22 + n) % n)
        for j in 0..<n {
          largest = max(largest, abs(v[i * n + j] - v[row * n + column]))
          row += down
          if row >= n { row -= n }
          column += right
          if column >= n { column -= n }
        }
      }
      return largest
    }
  }

  /// Largest difference between a point and its image under the rotations of the group: by 180 degrees, and
  /// for C6 by 60 degrees for half of the points, which the other half follows.
  private static func asymmetry(_ values: [Float], _ n: Int, _ symmetry: CrystalSymmetry) -> Float {
    values.withUnsafeBufferPointer { v in
      let v = v.baseAddress!
      // Four maxima, since one would wait for itself.
      var largest = SIMD4<Float>.zero
      var wide = SIMD8<Float>.zero
      func compare(
        _ row: UnsafePointer<Float>, _ image: UnsafePointer<Float>, step: Int, count: Int
      ) {
        var (a, b, c, d) = (largest[0], largest[1], largest[2], largest[3])
        var j = 0
        while j + 4 <= count {
          a = max(a, abs(row[j] - image[j * step]))
          b = max(b, abs(row[j + 1] - image[(j + 1) * step]))
          c = max(c, abs(row[j + 2] - image[(j + 2) * step]))
          d = max(d, abs(row[j + 3] - image[(j + 3) * step]))
          j += 4
        }
        while j < count {
          a = max(a, abs(row[j] - image[j * step]))
          j += 1
        }
        largest = SIMD4(a, b, c, d)
      }
      for i in 0...n / 2 {
        let row = v + i * n
        // (i, j) goes to (-i, -j); j = 0 stays in its column.
        let opposite = v + (n - i) % n * n
        compare(row, opposite, step: 1, count: 1)
        let vectors = (n - 1) / 8
        for block in 0..<vectors {
          let here = UnsafeRawPointer(row + 1 + 8 * block).loadUnaligned(as: SIMD8<Float>.self)
          let there = UnsafeRawPointer(opposite + n - 8 * (block + 1))
            .loadUnaligned(as: SIMD8<Float>.self)
          let (first, last) = (there.highHalf, there.lowHalf)
          let reversed = SIMD8(
            lowHalf: SIMD4(first[3], first[2], first[1], first[0]),
            highHalf: SIMD4(last[3], last[2], last[1], last[0]))
          var difference = here - reversed
          difference.replace(with: -difference, where: difference .< 0)
          wide.replace(with: difference, where: wide .< difference)
        }
        compare(
          row + 1 + 8 * vectors, opposite + n - 1 - 8 * vectors, step: -1,
          count: n - 1 - 8 * vectors)
        if symmetry == .c2 { continue }
        // (i, j) goes to (-j, i + j): steps of 1 - n, and back by n where i + j passes n.
        compare(row, v + i, step: 1, count: 1)
        compare(row + 1, v + n * n + i + 1 - n, step: 1 - n, count: max(0, n - i - 1))
        if i > 0 {
          compare(row + n - i, v + n * i, step: 1 - n, count: i)
        }
      }
      return max(largest.max(), wide.max())
    }
  }
}
