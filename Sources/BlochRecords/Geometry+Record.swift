import BlochCore
import RecordStream
import WallpaperGroups

extension PBGeometry {
  /// Encodes a cell: a two-level potential as one bit for each pixel, any other as Float32.
  public init(_ cell: UnitCell) {
    self.init()
    switch cell.symmetry {
    case .c6: symmetry = .c6
    case .c2: symmetry = .c2
    default:
      group = cell.symmetry.group.name
      lattice.ratio = cell.symmetry.lattice.ratio
      lattice.angle = cell.symmetry.lattice.degrees
    }
    vMax = cell.vMax
    let shape = [cell.pixels, cell.pixels]
    potential =
      cell.isTwoLevel
      ? PBArray(bits: cell.potential.map { $0 != 0 }, shape: shape)
      : PBArray(float32: cell.potential, shape: shape)
    fillFraction = cell.fillFraction
    source = cell.source
    if let field = cell.field { self.field = PBFourierField(field) }
    if let shapes = cell.shapes { self.shapes = PBShapes(shapes) }
    if let picture = cell.picture { self.picture = PBPicture(picture) }
    parameters = cell.parameters.map { name, value in
      var parameter = PBParameter()
      parameter.name = name
      parameter.value = value
      return parameter
    }
    if let medium = cell.medium { setMedium(medium) }
  }

  /// Decodes a cell. Throws `StreamError` (bad data) unless the symmetry is C6 or C2, or a group on a lattice that has
  /// its operations, Vmax positive,
  /// the potential a square of 1 to 4096 pixels a side with finite values, and the field (if any)
  /// sound. That the potential has the symmetry is left to those who need it.
  func unitCell() throws -> UnitCell {
    let (point, pixels) = try frame()
    return UnitCell(
      symmetry: point, vMax: vMax, pixels: pixels, potential: try finitePotential(),
      field: hasField ? try field.fourierField() : nil,
      shapes: hasShapes ? try shapes.shapeUnion(point.lattice) : nil,
      picture: hasPicture ? try picture.origin() : nil, source: source,
      parameters: parameters.map { ($0.name, $0.value) }, medium: try medium())
  }

  /// States what the pattern means, in place of what it meant.
  public mutating func setMedium(_ medium: CrystalMedium) {
    equation = medium.equation.rawValue
    materials = medium.materials.map { own in
      var material = PBMaterial()
      material.name = own.name
      material.low = own.low
      material.high = own.high
      return material
    }
    vMax = CrystalMedium.unit
  }

  /// What the pattern means; nil for a potential.
  /// - Throws: `StreamError` (bad data) for an equation that is unknown, or another's materials.
  public func medium() throws -> CrystalMedium? {
    if equation.isEmpty && materials.isEmpty { return nil }
    guard let known = WaveEquation(rawValue: equation), known != .schroedinger else {
      throw PBGeometry.fault("unknown equation \(equation.prefix(20))")
    }
    guard vMax == CrystalMedium.unit else {
      throw PBGeometry.fault("v_max is \(vMax), not (2 pi)^2, the unit of \(equation)")
    }
    do {
      return try CrystalMedium(
        known, materials.map { .init(name: $0.name, low: $0.low, high: $0.high) })
    } catch let error as MediumError { throw PBGeometry.fault("\(error)") }
  }

  /// Throws where `unitCell` does, in less time: a two-level potential is not expanded.
  func check() throws {
    _ = try frame()
    if potential.type == .bit {
      _ = try potential.checkedCount()
    } else {
      _ = try finitePotential()
    }
    if hasField { _ = try field.fourierField() }
    if hasShapes { _ = try shapes.shapeUnion() }
    if hasPicture { _ = try picture.origin() }
    _ = try medium()
  }

  private func finitePotential() throws -> [Float] {
    let values = try potential.floats()
    guard potential.type == .bit || values.allSatisfy(\.isFinite) else {
      throw PBGeometry.fault("a pixel is not finite")
    }
    return values
  }

  /// What can be told without the pixels: symmetry and number of pixels a side.
  private func frame() throws -> (CrystalSymmetry, pixels: Int) {
    let point = try crystalSymmetry()
    guard vMax.isFinite, vMax > 0 else {
      throw PBGeometry.fault("v_max is \(vMax), not positive")
    }
    guard hasPotential else { throw PBGeometry.fault("no potential") }
    let extents = potential.shape
    guard extents.count == 2, extents[0] == extents[1],
      (1...UInt64(PixelOrbits.maximumPixels)).contains(extents[0])
    else {
      throw PBGeometry.fault(
        "potential has shape \(extents), not a square of 1 to "
          + "\(PixelOrbits.maximumPixels) pixels a side")
    }
    guard extents[0] & 1 == 0 || point.group.operations.allSatisfy({ ($0.t1 | $0.t2) & 1 == 0 })
    else {
      throw PBGeometry.fault(
        "\(extents[0]) pixels a side, but the glides of \(point.group) need an even number")
    }
    guard fillFraction.isFinite, parameters.allSatisfy(\.value.isFinite) else {
      throw PBGeometry.fault("the filling or a parameter is not finite")
    }
    return (point, Int(extents[0]))
  }

  /// The group and the lattice. Throws `StreamError` (bad data) where they are unknown or do not fit.
  public func crystalSymmetry() throws -> CrystalSymmetry {
    let old: CrystalSymmetry?
    switch symmetry {
    case .c6: old = .c6
    case .c2: old = .c2
    default: old = nil
    }
    if group.isEmpty {
      guard let old, !hasLattice else {
        throw PBGeometry.fault(
          old == nil
            ? "symmetry is neither C6 nor C2, and there is no group" : "a lattice without a group")
      }
      return old
    }
    guard hasLattice else { throw PBGeometry.fault("group \(group) without a lattice") }
    let named: CrystalSymmetry
    do {
      named = try CrystalSymmetry(group: group, ratio: lattice.ratio, degrees: lattice.angle)
    } catch let error as GeometryError { throw PBGeometry.fault("\(error)") }
    guard old == nil || old == named else {
      throw PBGeometry.fault("group \(group) on its lattice is not the symmetry that it has too")
    }
    return named
  }
}

extension PBGeometry {
  /// Bad data in the block, in one line.
  static func fault(_ what: String) -> StreamError {
    StreamError(.badData, "geometry: \(what); make the record again with genpot")
  }
}

extension PBFourierField {
  /// Encodes a field; its reciprocal vectors must fit 32 bits.
  public init(_ field: FourierField) {
    self.init()
    n1 = field.representatives.map { Int32(clamping: $0.n1) }
    n2 = field.representatives.map { Int32(clamping: $0.n2) }
    amplitude = field.amplitudes
    sine = field.sines
    beta = field.beta
    threshold = field.threshold
  }

  /// Decodes a field. Throws `StreamError` (bad data) unless there is one amplitude for each
  /// reciprocal vector, and one sine or none, every index is within the largest cut-off, beta is positive (infinity
  /// included) and the rest is finite.
  public func fourierField() throws -> FourierField {
    guard n1.count == n2.count, n1.count == amplitude.count,
      sine.isEmpty || sine.count == amplitude.count
    else {
      throw PBGeometry.fault(
        "field has \(n1.count) n1, \(n2.count) n2, \(amplitude.count) amplitudes and "
          + "\(sine.count) sines")
    }
    let limit = Int32(ReciprocalStar.maximumIndex)
    guard (n1 + n2).allSatisfy({ (-limit...limit).contains($0) }) else {
      throw PBGeometry.fault("field has a reciprocal vector beyond \(limit)")
    }
    guard amplitude.allSatisfy(\.isFinite), sine.allSatisfy(\.isFinite), threshold.isFinite,
      beta > 0
    else {
      throw PBGeometry.fault("field has a value that is not finite, or beta <= 0")
    }
    return FourierField(
      representatives: zip(n1, n2).map { ReciprocalVector(Int($0), Int($1)) },
      amplitudes: amplitude, sines: sine, beta: beta, threshold: threshold)
  }
}
