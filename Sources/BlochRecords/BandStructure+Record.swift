import BlochCore
import RecordStream

extension PBBandStructure {
  /// The block for bands on a k-set.
  /// - Parameters:
  ///   - energies: [nK x bands] row-major, units of Vmax.
  ///   - method: "reduced" or "dense".
  public init(
    kset: KSet, energies: [Double], bands: Int, method: String, errorEstimate: Double,
    planeWaves: Int, tolerance: Double
  ) {
    self.init()
    let count = kset.points.count
    kpoints = PBArray(float64: kset.points.flatMap { [$0.x1, $0.x2] }, shape: [count, 2])
    self.energies = PBArray(float64: energies, shape: [count, bands])
    if !kset.weights.isEmpty { weights = PBArray(float64: kset.weights, shape: [count]) }
    self.kset = kset.name
    labels = kset.labels.map { label in
      var entry = PBLabel()
      entry.index = UInt32(label.index)
      entry.text = label.text
      return entry
    }
    self.method = method
    self.errorEstimate = errorEstimate
    self.planeWaves = UInt32(planeWaves)
    self.tolerance = tolerance
  }

  /// States what was solved, and what a picture's pixels leave open.
  /// - Parameter resolution: for cells of pictures; nil where it is not wanted.
  /// - Throws: `SolverError`.
  public mutating func describe(_ cell: UnitCell, resolution: PictureResolution?) throws {
    if cell.shapes != nil { potential = "shapes" }
    guard cell.source == "image", cell.shapes == nil, let resolution else { return }
    self.resolution.pixelError = try resolution.pixelError(cell)
    self.resolution.rimError = PictureResolution.rimError(cell) ?? 0
  }

  /// `quantity` of light, sound and elastic waves.
  static let squaredFrequency = "(omega a/(2 pi c))^2"

  /// States of which waves the energies are squares of frequencies.
  /// - Parameter error: the largest of a frequency.
  public mutating func describe(_ medium: CrystalMedium, of cell: UnitCell, error: Double) {
    equation = medium.equation.rawValue
    quantity = Self.squaredFrequency
    if cell.shapes == nil {
      potential = cell.field?.beta == .infinity ? "level set" : "pixels"
    }
    frequencyError = error
  }
}
