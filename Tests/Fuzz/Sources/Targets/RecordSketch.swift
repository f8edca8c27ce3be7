import BlochCore
import RecordStream

/// A record drawn from arbitrary bytes: its blocks mostly fit each other, so that it passes the checks and kernels see
/// it, and sometimes do not. Behind the last byte come zeros.
struct RecordSketch {
  private var bytes: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { self.bytes = bytes[...] }

  mutating func record() -> PBRecord {
    var record = PBRecord()
    let count = 1 + below(6)
    record.geometry = geometry()
    record.irreps = irreps(count)
    record.bands = bands(count)
    record.model = model()
    record.reducedModel = reducedModel(count)
    record.connectivity = connectivity(count)
    if below(4) == 0 { record.clearConnectivity() }
    return record
  }

  private mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

  private mutating func below(_ limit: Int) -> Int { Int(byte()) % limit }

  /// True once in 32 times: something does not fit.
  private mutating func isWrong() -> Bool { byte() & 31 == 31 }

  private mutating func number() -> Double {
    let kind = byte()
    switch kind {
    case 250...: return [.nan, .infinity, -1e12, 1e12, 1e-300, -0.0][Int(kind) - 250]
    case 200...: return Double(kind - 200) / 8
    default: return Double(Int8(bitPattern: byte())) / 64 + Double(kind) * 1e-9
    }
  }

  private mutating func numbers(_ count: Int) -> [Double] {
    (0..<max(0, isWrong() ? count + below(5) - 2 : count)).map { _ in number() }
  }

  /// Ascending, some of them equal.
  private mutating func levels(_ count: Int) -> [Double] {
    let values = numbers(count)
    return isWrong() ? values : values.sorted()
  }

  private mutating func array(_ values: [Double], _ shape: [Int]) -> PBArray {
    var array = PBArray(float64: values, shape: shape)
    if isWrong() { array = PBArray(float32: values.map { Float($0) }, shape: shape) }
    if isWrong() { array.shape = shape.reversed().map(UInt64.init) }
    if isWrong() { array.type = .bit }
    return array
  }

  private mutating func geometry() -> PBGeometry {
    let pixels = 1 + below(12)
    // The same on every orbit of the rotation, or arbitrary.
    let levels = numbers(8).map { Float($0) } + [0, 1]
    let symmetry = byte() & 1 == 0 ? CrystalSymmetry.c6 : .c2
    var potential = [Float](repeating: 0, count: pixels * pixels)
    let phase = 1 + below(7)
    for i in 0..<pixels {
      for j in 0..<pixels {
        let (x, y) = (min(i, pixels - i), min(j, pixels - j))
        potential[i * pixels + j] = levels[(x * y + phase * (x + y)) % levels.count]
      }
    }
    if symmetry == .c6 { potential = potential.map { _ in levels[0] } }
    if symmetry == .c6 { potential[0] = levels[1] }
    return PBGeometry(
      UnitCell(
        symmetry: symmetry, vMax: isWrong() ? number() : 256, pixels: pixels, potential: potential,
        source: "sketch"))
  }

  private mutating func irreps(_ count: Int) -> PBSymmetryTable {
    let points = P6.points.enumerated().map { i, point in
      let energies = levels(count)
      let known = isWrong() ? max(0, count + below(5) - 2) : energies.count
      return SpecialPointBands(
        label: isWrong() ? "M1" : point.label, k: KSet.special.points[isWrong() ? 0 : i],
        energies: energies,
        irreps: (0..<known).map { _ in
          byte() & 63 == 63 ? .unknown : point.irreps[below(point.irreps.count)]
        })
    }
    return PBSymmetryTable(points)
  }

  private mutating func bands(_ count: Int) -> PBBandStructure {
    var kset = KSet.special
    for _ in 0..<below(4) { kset.points.append(KPoint(number(), number())) }
    if isWrong() { kset.labels.append((below(9), "X")) }
    if isWrong() { kset.weights = numbers(kset.points.count) }
    var block = PBBandStructure(
      kset: kset, energies: [], bands: 0, method: "", errorEstimate: 1e12, planeWaves: 0,
      tolerance: 0)
    let energies = kset.points.flatMap { _ in levels(count) }
    block.energies = array(energies, [kset.points.count, count])
    return block
  }

  private mutating func model() -> PBTightBinding {
    var block = PBTightBinding()
    let orbitals = ["2s", "1s 1p", "1p 1d", "1s 1p 1d 1f", "3f", "2s 2p", "1s 0p 3d"][below(7)]
    block.orbitals = orbitals
    let values = numbers(HamiltonianFamily(orbitals)?.coefficientCount ?? 1)
    block.coefficients = array(values, [values.count])
    return block
  }

  private mutating func reducedModel(_ count: Int) -> PBReducedModel {
    let order = count + below(4)
    let size = order * (order + 1) / 2
    var block = PBReducedModel()
    block.order = UInt32(isWrong() ? order + 1 : order)
    block.bands = UInt32(isWrong() ? below(16) : count)
    let parts = (0..<4).map { _ in array(numbers(size), [size]) }
    (block.a0, block.x, block.y, block.a2) = (parts[0], parts[1], parts[2], parts[3])
    return block
  }

  private mutating func connectivity(_ count: Int) -> PBConnectivity {
    var block = PBConnectivity()
    for n in 1..<max(2, count) {
      var cut = PBCut()
      cut.below = UInt32(isWrong() ? below(20) : n)
      cut.verdict = PBCutVerdict(rawValue: 1 + below(3)) ?? .gapped
      cut.gap = 0.1
      block.cuts.append(cut)
    }
    if byte() & 1 == 0 { block.windings = [PBWinding(bands: 1...2, euler: below(4), w2: below(3))] }
    return block
  }
}
