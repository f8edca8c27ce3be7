/// The groups by name.
extension WallpaperGroup {
  public static let p1 = named("p1")!
  public static let p2 = named("p2")!
  public static let pm = named("pm")!
  public static let pg = named("pg")!
  public static let cm = named("cm")!
  public static let pmm = named("pmm")!
  public static let pmg = named("pmg")!
  public static let pgg = named("pgg")!
  public static let cmm = named("cmm")!
  public static let p4 = named("p4")!
  public static let p4m = named("p4m")!
  public static let p4g = named("p4g")!
  public static let p3 = named("p3")!
  public static let p3m1 = named("p3m1")!
  public static let p31m = named("p31m")!
  public static let p6 = named("p6")!
  public static let p6m = named("p6m")!

  /// All 17, by number.
  public static var all: [WallpaperGroup] { names.map { named($0)! } }
}
