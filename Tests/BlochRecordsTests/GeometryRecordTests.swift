import BlochCore
import BlochRecords
import Foundation
import RecordStream
import Testing
import WallpaperGroups

/// Geometry in messages: nothing is lost, and nothing senseless comes out.
@Suite struct GeometryRecordTests {
  private func cell(beta: Double, pixels: Int = 21) throws -> UnitCell {
    let random = try RandomField(alpha: 1, variance: 2, cutoff: 3)
    let sampler = try FieldSampler(pixels: pixels, representatives: random.representatives)
    let field = FourierField(
      representatives: random.representatives, amplitudes: random.amplitudes(seed: 6, index: 1),
      beta: beta, threshold: 0.125)
    return try sampler.cell(
      field, vMax: 256, source: "random", parameters: [("w1", 0.5), ("w2", 0.5)])
  }

  @Test(arguments: [Double.infinity, 2], [1, 3, 8, 21, 100])
  func roundTrip(beta: Double, pixels: Int) throws {
    let original = try cell(beta: beta, pixels: pixels)
    let record = PBRecord(key: PBKey(seed: 6, index: 1, name: "a"), cell: original)
    let read = try PBRecord(serializedBytes: record.serializedData() as Data)
    #expect(try read.unitCell() == original)
    #expect(read.key.seed == 6 && read.key.index == 1 && read.key.name == "a")
    #expect(read.geometry.fillFraction == original.fillFraction)
    #expect(read.geometry.potential.type == (original.isTwoLevel ? .bit : .float32))
    let bytes = original.isTwoLevel ? (pixels * pixels + 7) / 8 : 4 * pixels * pixels
    #expect(read.geometry.potential.data.count == bytes)
  }

  @Test(arguments: WallpaperGroup.all) func roundTripOfEveryGroup(group: WallpaperGroup) throws {
    var shapes = [group.system.example]
    if group.system == .oblique || group.system == .rhombic {
      shapes.append(try #require(Lattice(ratio: 1, degrees: 72.123456789)))
    }
    for shape in shapes {
      let angle = try #require(Lattice(ratio: shape.ratio, degrees: shape.degrees))
      let symmetry = try #require(CrystalSymmetry(group: group, lattice: angle))
      let random = try RandomField(alpha: 1, variance: 2, cutoff: 2, symmetry: symmetry)
      let (a, b) = random.coefficients(seed: 6, index: 1)
      let sampler = try FieldSampler(
        pixels: 12, representatives: random.representatives, symmetry: symmetry)
      let original = try sampler.cell(
        FourierField(
          representatives: random.representatives, amplitudes: a, sines: b, beta: 3, threshold: 0),
        vMax: 10, source: "random")
      let geometry = try PBGeometry(serializedBytes: PBGeometry(original).serializedData() as Data)
      // Readers of old refuse what is no rotation group on the hexagonal lattice.
      #expect((geometry.symmetry == .unspecified) == (symmetry != .c6))
      #expect(geometry.group == (symmetry == .c6 ? "" : group.name))
      let record = PBRecord(key: PBKey(), cell: original)
      #expect(try record.unitCell() == original)
    }
  }

  @Test(arguments: [
    ("p5", 1.0, 90.0, 4, "no wallpaper group 'p5'"), ("p4m", 1.3, 90, 4, "needs a square lattice"),
    ("p6m", 1, 120, 4, "needs the hexagonal lattice"),
    ("p1", .nan, 90, 4, "a lattice of ratio nan"),
    ("p1", 1, 179, 4, "choose a ratio"), ("pg", 1, 90, 5, "need an even number"),
    ("", 1, 90, 4, "lattice without a group"),
  ])
  func groupsAndLatticesThatDoNotFitAreRefused(
    group: String, ratio: Double, angle: Double, pixels: Int, message: String
  ) throws {
    var geometry = PBGeometry(try cell(beta: 2, pixels: pixels))
    if !group.isEmpty { geometry.symmetry = .unspecified }
    geometry.group = group
    geometry.lattice.ratio = ratio
    geometry.lattice.angle = angle
    var record = PBRecord(key: PBKey(), cell: try cell(beta: 2, pixels: pixels))
    record.geometry = geometry
    let error = #expect(throws: StreamError.self) { try record.unitCell() }
    #expect(error?.code == .badData && "\(error!)".contains(message))
  }

  /// Pixel (0, 0) is the least significant bit of the first byte.
  @Test func bitsAreInPixelOrder() throws {
    var potential = [Float](repeating: 0, count: 16)
    potential[0] = 1
    potential[9] = 1
    let made = UnitCell(symmetry: .c2, vMax: 1, pixels: 4, potential: potential, source: "test")
    #expect(Array(PBGeometry(made).potential.data) == [1, 2])
    #expect(PBGeometry(made).fillFraction == 0.125)
  }

  @Test(arguments: 0..<16) func senselessGeometryIsRefused(fault: Int) throws {
    var geometry = PBGeometry(try cell(beta: 2))
    let values = try geometry.potential.floats()
    switch fault {
    case 0: geometry.symmetry = .unspecified
    case 1: geometry.vMax = 0
    case 2: geometry.vMax = .nan
    case 3: geometry.clearPotential()
    case 4: geometry.potential.shape = [21, 22]
    case 5: geometry.potential.shape = [441]
    case 6: geometry.potential.shape = [1 << 33, 1 << 33]
    case 7: geometry.potential.shape = [.max, .max]
    case 8: geometry.potential.shape = [0, 0]
    case 9: geometry.potential.data.removeLast()
    case 10: geometry.potential = PBArray(float32: [.nan] + values.dropFirst(), shape: [21, 21])
    case 11: geometry.field.n1.removeLast()
    case 12: geometry.field.amplitude[0] = .infinity
    case 13: geometry.field.beta = .nan
    case 14: geometry.field.n2[0] = .max
    default: geometry.potential.type = .UNRECOGNIZED(9)
    }
    var record = PBRecord()
    record.geometry = geometry
    #expect(throws: StreamError.self) { try record.unitCell() }
  }

  @Test func recordWithoutGeometrySaysSo() {
    #expect(throws: StreamError.self) { try PBRecord().unitCell() }
  }
}
