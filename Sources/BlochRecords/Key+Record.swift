import BlochCore
import RecordStream

extension PBKey {
  /// Names a sample: (seed, index) makes a random one again, the name is free text.
  public init(seed: UInt64 = 0, index: UInt64, name: String = "") {
    self.init()
    self.seed = seed
    self.index = index
    self.name = name
  }
}

extension PBRecord {
  /// A new record of one unit cell.
  public init(key: PBKey, cell: UnitCell) {
    self.init()
    self.key = key
    geometry = PBGeometry(cell)
  }
}
