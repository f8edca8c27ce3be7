import WallpaperGroups

extension CrystalMesh {
  /// Makes a mesh whose edges follow the zero line of a level set.
  ///
  /// - Throws: `MeshError` where the group does not fit the lattice, the level set lacks the group's symmetry, has no
  ///   zero line, or is not smooth there.
  package init(
    levelSet: some LevelSet, group: WallpaperGroup, lattice: Lattice,
    spacing: MeshSpacing = .standard
  ) throws(MeshError) {
    guard lattice.supports(group) else {
      throw MeshError("\(group) needs a lattice that is \(group.system.rawValue)")
    }
    try spacing.check()
    let motions = MotionGroup(group, lattice)
    let field = try LevelField(levelSet, motions)
    var report = MeshReport()
    let grid = try LevelGrid(field, longest: LevelGrid.longest * motions.unit)
    report.unresolvedNecks = grid.unresolved
    report.dividedEdges = grid.divided
    let largest = spacing.largest * motions.unit
    var interface = try Interface(ContourTracer.lines(grid), field)
    guard !interface.lines.isEmpty else {
      throw MeshError(
        "the level set has the same sign everywhere, but perhaps for spots too small to matter"
      )
    }
    try interface.setSpacings(spacing, largest: largest, field)
    report.thinnest = interface.lines.flatMap(\.points).reduce(.infinity) {
      min($0, $1.medialRadius)
    }
    let size = SizeField(interface, motions, largest: largest, gradation: spacing.gradation)
    let builder = try MeshBuilder.make(interface, size, field, &report)
    self = CrystalMesh(builder, field, report)
  }
}
