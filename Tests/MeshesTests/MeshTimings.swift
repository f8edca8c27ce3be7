import Foundation
import Meshes
import Testing
import WallpaperGroups

/// Milliseconds of processor time for a mesh of every group: MESH_TIMINGS=1 swift test -c release --filter MeshTimings.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["MESH_TIMINGS"] != nil))
struct MeshTimings {
  @Test func groups() throws {
    for name in WallpaperGroup.names {
      let group = try #require(WallpaperGroup.named(name))
      let lattice = group.system.example
      let fields = (0..<20).map {
        FourierLevelSet(random: group, lattice, seed: 1000 + UInt64($0))
      }
      var nodes = 0
      // The best of five each, the median of all fields.
      let times = try fields.map { field in
        var best = Double.infinity
        for k in 0..<5 {
          let start = Self.processorTime()
          let mesh = try CrystalMesh(levelSet: field, group: group, lattice: lattice)
          best = min(best, Self.processorTime() - start)
          if k == 0 { nodes += mesh.representatives.count }
        }
        return best
      }
      let sorted = times.sorted()
      let numbers = [sorted[10], sorted[19]].map { String(format: "%6.2f", $0) }
      print("\(name): \(nodes / fields.count) nodes, \(numbers[0]) ms, at most \(numbers[1]) ms")
    }
  }

  /// Of this thread, in milliseconds.
  private static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return 1e3 * Double(time.tv_sec) + 1e-6 * Double(time.tv_nsec)
  }
}
