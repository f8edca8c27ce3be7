import BlochCore
import RecordStream

extension PBDerivatives {
  /// The block of derivatives in units of Vmax and a.
  /// - Parameter vMax: E0. With E0 = hbar^2/(2 m a^2) the inverse mass in 1/m is Vmax/2 times d^2E/dk^2.
  init(_ found: BandDerivatives, kset: KSet, model: String, vMax: Double) {
    let (count, bands) = (kset.points.count, found.bands)
    self.init(kset: kset, model: model)
    energies = PBArray(float64: found.energies, shape: [count, bands])
    velocities = PBArray(float64: found.slopes, shape: [count, bands, 2])
    velocityErrors = PBArray(float64: found.slopeErrors, shape: [count, bands])
    let scale = 0.5 * vMax
    inverseMasses = PBArray(
      float64: found.curvatures.map { scale * $0 }, shape: [count, bands, 3])
    inverseMassErrors = PBArray(
      float64: found.curvatureErrors.map { scale * $0 }, shape: [count, bands])
  }

  /// The block of derivatives of omega, in units of c and a.
  /// - Parameter error: of the energy of a band, counted from 1.
  init(_ found: BandDerivatives, kset: KSet, model: String, error: (Int) -> Double) {
    let (count, bands) = (kset.points.count, found.bands)
    self.init(kset: kset, model: model)
    let own = FrequencyDerivatives(found, error: error)
    energies = PBArray(float64: found.energies, shape: [count, bands])
    velocities = PBArray(float64: own.velocities, shape: [count, bands, 2])
    velocityErrors = PBArray(float64: own.velocityErrors, shape: [count, bands])
    inverseMasses = PBArray(float64: own.curvatures, shape: [count, bands, 3])
    inverseMassErrors = PBArray(float64: own.curvatureErrors, shape: [count, bands])
  }

  private init(kset: KSet, model: String) {
    self.init()
    self.model = model
    self.kset = kset.name
    labels = kset.labels.map { label in
      var entry = PBLabel()
      entry.index = UInt32(label.index)
      entry.text = label.text
      return entry
    }
    kpoints = PBArray(
      float64: kset.points.flatMap { [$0.x1, $0.x2] }, shape: [kset.points.count, 2])
  }

  /// - Throws: `StreamError` (bad data) for shapes that do not fit.
  func check() throws {
    let shape = energies.shape
    let count = try energies.checkedCount()
    guard shape.count == 2, kpoints.shape == [shape[0], 2],
      try kpoints.numbers().allSatisfy({ abs($0) <= RecordLimits.coordinate }),
      try energies.numbers().allSatisfy(RecordLimits.holds),
      try velocities.numbers().count == 2 * count,
      try inverseMasses.numbers().count == 3 * count, try velocityErrors.numbers().count == count,
      try inverseMassErrors.numbers().count == count,
      labels.allSatisfy({ UInt64($0.index) < shape[0] })
    else {
      throw StreamError(
        .badData, "derivatives: arrays that do not fit the energies \(shape); run derive again")
    }
  }
}
