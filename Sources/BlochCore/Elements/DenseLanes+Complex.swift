extension DenseLanes {
  /// x := L^-1 x, L complex with a real diagonal of reciprocals; x is [size][2].
  static func complexForward(
    _ columns: UnsafePointer<Double>, size n: Int, _ x: UnsafeMutablePointer<Lane>
  ) {
    var j = 0
    while j < n {
      let a = columns + 2 * j * n
      let (u, v) = (x[2 * j] * a[2 * j], x[2 * j + 1] * a[2 * j])
      x[2 * j] = u
      x[2 * j + 1] = v
      if j + 1 == n { return }
      let b = columns + 2 * (j + 1) * n
      let (p, q) = (a[2 * j + 2], a[2 * j + 3])
      let s = (x[2 * j + 2] - p * u + q * v) * b[2 * j + 2]
      let t = (x[2 * j + 3] - p * v - q * u) * b[2 * j + 2]
      x[2 * j + 2] = s
      x[2 * j + 3] = t
      for i in j + 2..<n {
        var (re, im) = (x[2 * i], x[2 * i + 1])
        let (p, q) = (Lane(repeating: a[2 * i]), Lane(repeating: a[2 * i + 1]))
        re.addProduct(-u, p)
        re.addProduct(v, q)
        im.addProduct(-v, p)
        im.addProduct(-u, q)
        let (c, d) = (Lane(repeating: b[2 * i]), Lane(repeating: b[2 * i + 1]))
        re.addProduct(-s, c)
        re.addProduct(t, d)
        im.addProduct(-t, c)
        im.addProduct(-s, d)
        x[2 * i] = re
        x[2 * i + 1] = im
      }
      j += 2
    }
  }

  /// x := L^-+ x.
  static func complexBackward(
    _ columns: UnsafePointer<Double>, size n: Int, _ x: UnsafeMutablePointer<Lane>
  ) {
    var j = n
    if j % 2 == 1 {
      j -= 1
      let a = columns + 2 * j * n
      x[2 * j] *= a[2 * j]
      x[2 * j + 1] *= a[2 * j]
    }
    while j > 0 {
      j -= 2
      let (a, b) = (columns + 2 * j * n, columns + 2 * (j + 1) * n)
      var (u, v) = (x[2 * j], x[2 * j + 1])
      var (s, t) = (x[2 * j + 2], x[2 * j + 3])
      for i in j + 2..<n {
        let (re, im) = (x[2 * i], x[2 * i + 1])
        let (p, q) = (Lane(repeating: a[2 * i]), Lane(repeating: a[2 * i + 1]))
        u.addProduct(-re, p)
        u.addProduct(-im, q)
        v.addProduct(-im, p)
        v.addProduct(re, q)
        let (c, d) = (Lane(repeating: b[2 * i]), Lane(repeating: b[2 * i + 1]))
        s.addProduct(-re, c)
        s.addProduct(-im, d)
        t.addProduct(-im, c)
        t.addProduct(re, d)
      }
      s *= b[2 * j + 2]
      t *= b[2 * j + 2]
      let (p, q) = (a[2 * j + 2], a[2 * j + 3])
      x[2 * j] = (u - p * s - q * t) * a[2 * j]
      x[2 * j + 1] = (v - p * t + q * s) * a[2 * j]
      x[2 * j + 2] = s
      x[2 * j + 3] = t
    }
  }
}
