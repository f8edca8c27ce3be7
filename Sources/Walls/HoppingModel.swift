import BlochCore
import LinearAlgebra
import WallpaperGroups

/// A crystal as orbitals and hoppings: H(k) = sum over R of exp(ik.R) H(R).
public struct HoppingModel: Sendable {
  public let lattice: Lattice
  /// Positions of the orbitals along a1 and a2.
  public let positions: [(x1: Double, x2: Double)]
  /// H(R), R = n1 a1 + n2 a2; element (i, j) between orbital i at 0 and orbital j at R. With R there is -R.
  public let hoppings: [(n1: Int, n2: Int, matrix: ComplexMatrix)]
  /// [orbitals]: whether one changes its sign under C2 about the cell's centre; empty where this moves orbitals.
  let isOdd: [Bool]

  public var order: Int { positions.count }

  /// Of a lattice model.
  public init(_ model: LatticeModel) {
    lattice = model.symmetry.lattice
    positions = model.sites.map { ($0.x1, $0.x2) }
    let n = model.sites.count
    var found: [(n1: Int, n2: Int, matrix: ComplexMatrix)] = []
    func add(_ n1: Int, _ n2: Int, _ i: Int, _ j: Int, _ re: Double, _ im: Double) {
      let at =
        found.firstIndex { $0.n1 == n1 && $0.n2 == n2 }
        ?? {
          found.append((n1, n2, ComplexMatrix(rows: n, columns: n)))
          return found.count - 1
        }()
      found[at].matrix.storage[2 * (i + j * n)] += re
      found[at].matrix.storage[2 * (i + j * n) + 1] += im
    }
    for (i, site) in model.sites.enumerated() { add(0, 0, i, i, site.energy, 0) }
    for hopping in model.hoppings {
      add(hopping.n1, hopping.n2, hopping.from, hopping.to, hopping.t, hopping.imaginary)
      add(-hopping.n1, -hopping.n2, hopping.to, hopping.from, hopping.t, -hopping.imaginary)
    }
    hoppings = found
    isOdd = []
  }

  /// Of a symmetry-enhanced tight-binding model, whose orbitals stand for the whole cell.
  public init(_ model: TightBindingModel, _ coefficients: [Double]) {
    lattice = model.family.symmetry.lattice
    positions = [(x1: Double, x2: Double)](repeating: (0, 0), count: model.family.dimension)
    hoppings = model.realSpace(coefficients).map { own in
      var matrix = ComplexMatrix(rows: own.matrix.rows, columns: own.matrix.columns)
      for (at, value) in own.matrix.storage.enumerated() { matrix.storage[2 * at] = value }
      return (own.n1, own.n2, matrix)
    }
    isOdd = model.isOdd
  }

  /// - Parameter weight: of the second model.
  /// - Throws: `SolverError` for models with different orbitals.
  public static func mixed(_ a: HoppingModel, _ b: HoppingModel, _ weight: Double) throws
    -> HoppingModel
  {
    guard a.order == b.order, a.lattice == b.lattice else {
      throw SolverError("the models have different orbitals")
    }
    var found: [(n1: Int, n2: Int, matrix: ComplexMatrix)] = []
    for (model, share) in [(a, 1 - weight), (b, weight)] {
      for own in model.hoppings {
        let at =
          found.firstIndex { $0.n1 == own.n1 && $0.n2 == own.n2 }
          ?? {
            found.append((own.n1, own.n2, ComplexMatrix(rows: a.order, columns: a.order)))
            return found.count - 1
          }()
        found[at].matrix.addProduct(Complex(share, 0), own.matrix, row: 0, column: 0)
      }
    }
    return HoppingModel(lattice: a.lattice, positions: a.positions, hoppings: found, isOdd: a.isOdd)
  }

  private init(
    lattice: Lattice, positions: [(x1: Double, x2: Double)],
    hoppings: [(n1: Int, n2: Int, matrix: ComplexMatrix)], isOdd: [Bool]
  ) {
    (self.lattice, self.positions, self.hoppings) = (lattice, positions, hoppings)
    self.isOdd = isOdd
  }

  /// The lowest bands at wave vectors, ascending: [wave vectors][count].
  /// - Throws: `LinearAlgebraError`.
  func bands(_ points: [KPoint], count: Int) throws -> [[Double]] {
    if !isOdd.isEmpty { return realBands(points, count: count) }
    return try points.map { k in
      var h = ComplexMatrix(rows: order, columns: order)
      for hopping in hoppings {
        h.addProduct(phase(hopping.n1, hopping.n2, k), hopping.matrix, row: 0, column: 0)
      }
      let values = try ComplexMatrix.lowestEigenpairs(h, count: order, withVectors: false).values
      return Array(values.prefix(count))
    }
  }

  private func phase(_ n1: Int, _ n2: Int, _ k: KPoint) -> Complex {
    Complex(angle: 2 * Double.pi * (k.x1 * Double(n1) + k.x2 * Double(n2)))
  }

  /// With a factor i for odd orbitals H(k) is real; eight wave vectors at once.
  private func realBands(_ points: [KPoint], count: Int) -> [[Double]] {
    var problem = BatchedEigenproblem<SIMD8<Double>>(order: order, count: count)
    var result: [[Double]] = []
    for first in stride(from: 0, to: points.count, by: 8) {
      let own = points[first..<min(first + 8, points.count)]
      for at in problem.packed.indices { problem.packed[at] = .zero }
      for hopping in hoppings {
        var (cosines, sines) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        for (lane, k) in own.enumerated() {
          let phase = phase(hopping.n1, hopping.n2, k)
          (cosines[lane], sines[lane]) = (phase.re, phase.im)
        }
        for i in 0..<order {
          for j in 0...i {
            let t = hopping.matrix.storage[2 * (i + j * order)]
            if t == 0 { continue }
            // conj(g_i) exp(ik.R) g_j with g = i for odd orbitals; what is imaginary cancels with -R.
            let factor =
              isOdd[i] == isOdd[j] ? cosines : isOdd[i] ? sines : -sines
            problem.packed[i * (i + 1) / 2 + j] += t * factor
          }
        }
      }
      problem.solve(tolerance: 1e-9)
      for lane in 0..<own.count { result.append(problem.values.map { $0[lane] }) }
    }
    return result
  }
}

extension ComplexMatrix {
  /// Adds a number times a smaller matrix at a place.
  mutating func addProduct(_ factor: Complex, _ block: ComplexMatrix, row: Int, column: Int) {
    for j in 0..<block.columns {
      for i in 0..<block.rows {
        let from = 2 * (i + j * block.rows)
        let to = 2 * (row + i + (column + j) * rows)
        let (re, im) = (block.storage[from], block.storage[from + 1])
        storage[to] += factor.re * re - factor.im * im
        storage[to + 1] += factor.re * im + factor.im * re
      }
    }
  }
}
