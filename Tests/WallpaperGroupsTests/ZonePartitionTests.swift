import Testing
import WallpaperGroups

/// The wedge holds one image of every wave vector.
@Suite struct ZonePartitionTests {
  @Test(arguments: [true, false]) func wedgesAreThoseOfTheValues(reversal: Bool) {
    for values in GroupValues.all {
      let zone = WallpaperGroup.named(values.name)!.zone(timeReversal: reversal)
      let expected = values.tables(reversal)
      let corners = expected.corners.map {
        let c = GroupValues.fractions($0, over: 6)
        return ZonePoint(c[0], c[1], over: 6)
      }
      #expect(Set(zone.corners) == Set(corners), "\(values.name), time reversal \(reversal)")
      #expect(zone.images.count == expected.images)
      let grid = zone.grid(12)
      #expect(grid.count == expected.gridPoints, "\(values.name)")
      #expect(grid.reduce(0) { $0 + $1.weight } == (values.system == "hexagonal" ? 432 : 144))
    }
  }

  /// Of generic wave vectors exactly one image modulo G is in the wedge, and `locate` finds it.
  @Test(arguments: [true, false]) func everyWaveVectorHasOneImage(reversal: Bool) {
    for group in WallpaperGroup.all {
      let zone = group.zone(timeReversal: reversal)
      for i in 0..<20 {
        for j in 0..<20 {
          // Off all symmetry lines.
          let (x1, x2) = ((Double(i) + 0.3129) / 20, (Double(j) + 0.1797) / 20)
          var count = 0
          for image in zone.images {
            let m = image.matrix.map(Double.init)
            let (y1, y2) = (m[0] * x1 + m[1] * x2, m[2] * x1 + m[3] * x2)
            for g1 in -3...3 {
              for g2 in -3...3 {
                if zone.contains(x1: y1 + Double(g1), x2: y2 + Double(g2), tolerance: 0) {
                  count += 1
                }
              }
            }
          }
          #expect(count == 1, "\(group) \(x1) \(x2)")
          let found = zone.locate(x1: x1, x2: x2)
          #expect(zone.contains(x1: found.x1, x2: found.x2))
          let operation = group.operations[found.image.operation]
          let (y1, y2) = operation.image(x1: x1, x2: x2)
          let sign = found.image.isTimeReversed ? -1.0 : 1.0
          let (d1, d2) = (found.x1 - sign * y1, found.x2 - sign * y2)
          #expect(abs(d1 - d1.rounded()) < 1e-12 && abs(d2 - d2.rounded()) < 1e-12)
        }
      }
    }
  }

  /// A finer grid stands for the whole zone, and each of its points is in the wedge.
  @Test(arguments: [1, 2, 3, 6, 7]) func gridsAreComplete(n: Int) {
    for group in WallpaperGroup.all {
      for reversal in [true, false] {
        let zone = group.zone(timeReversal: reversal)
        let grid = zone.grid(n)
        #expect(
          grid.reduce(0) { $0 + $1.weight } == (group.system == .hexagonal ? 3 : 1) * n * n)
        for point in grid {
          #expect(zone.contains(point.point.p1, point.point.p2, over: point.point.q))
        }
      }
    }
  }

  @Test func pathsGoThroughTheNamedPoints() {
    let paths = [
      "p1": "Gamma-X-S-Y-Gamma", "pgg": "Gamma-X-S-Y-Gamma", "cm": "Gamma-Y-S-Y-Gamma",
      "p4g": "Gamma-X-M-Gamma", "p3": "Gamma-K-M-Gamma", "p6m": "Gamma-K-M-Gamma",
    ]
    for (name, path) in paths {
      let zone = WallpaperGroup.named(name)!.zone
      #expect(zone.defaultPath.map(\.label).joined(separator: "-") == path)
      for (label, point) in zone.defaultPath { #expect(zone.label(of: point) == label) }
    }
    let p3 = WallpaperGroup.p3.zone(timeReversal: false)
    #expect(p3.defaultPath.map(\.label) == ["Gamma", "K", "M", "K'", "Gamma"])
    #expect(p3.label(of: ZonePoint(1, 2, over: 3)) == "K'")
    #expect(WallpaperGroup.p6.zone.label(of: ZonePoint(1, 0, over: 2)) == "M")
    #expect(WallpaperGroup.p6.zone.label(of: ZonePoint(1, 0, over: 5)) == nil)
  }

  /// Every operation of a normaliser takes the group to itself, band representations to band representations; the
  /// numbers are those of the Euclidean normalisers in the International Tables.
  @Test func normalisersKeepTheGroup() {
    let indices = [
      "p2": 4, "pmm": 4, "pmg": 4, "pgg": 4, "cmm": 2, "p4": 4, "p4m": 2, "p4g": 2, "p3": 12,
      "p3m1": 6, "p31m": 2, "p6": 2, "p6m": 1, "p1": 2, "pm": 4, "pg": 4, "cm": 2,
    ]
    for group in WallpaperGroup.all {
      let normaliser = group.normaliser()
      #expect(normaliser.first?.matrix == .identity)
      #expect(normaliser.first?.s1 == 0 && normaliser.first?.s2 == 0)
      #expect(normaliser.count == indices[group.name], "\(group)")
    }
    #expect(WallpaperGroup.p6.normaliser() == WallpaperGroup.p6.normaliser(on: .hexagonal))
    // On a square lattice a rectangular group's axes can change places only where it treats both alike.
    #expect(WallpaperGroup.pmm.normaliser(on: .square).count == 8)
    #expect(WallpaperGroup.pmg.normaliser(on: .square).count == 4)
    #expect(WallpaperGroup.pgg.normaliser(on: .square).count == 8)
    #expect(WallpaperGroup.pm.freeDirections.map { [$0.x1, $0.x2] } == [[0, 1]])
  }
}
