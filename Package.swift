// swift-tools-version: 6.0
import PackageDescription

/// The tools, each in the folder of its name under Sources.
let tools = [
  "genpot", "solve-seq", "train-tbnn", "calibrate-tbnn", "predict", "berryflux", "fingerprint",
  "derive", "domainwall", "invdesign", "wallpaper", "rec-view", "rec-cat", "rec-check", "rec-diff",
  "rec-export",
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let protobuf = Target.Dependency.product(name: "SwiftProtobuf", package: "swift-protobuf")

/// Bounds and overflow are not checked in LinearAlgebra and BlochCore, where that costs inner loops up to a factor
/// of two: what reaches them has been checked where it entered.
let kernel: [SwiftSetting] = [.unsafeFlags(["-Ounchecked"], .when(configuration: .release))]

let package = Package(
  name: "blochpipe",
  products: [
    .library(
      name: "Blochpipe",
      targets: [
        "LinearAlgebra", "WallpaperGroups", "Meshes", "BlochCore", "Walls", "RecordStream",
        "BlochRecords",
        "ToolSupport",
      ])
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf.git", from: "1.39.0"),
  ],
  targets: [
    .systemLibrary(name: "CLAPACKE", providers: [.apt(["liblapacke-dev"])]),
    .systemLibrary(name: "COpenBLAS", providers: [.apt(["libopenblas-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .target(name: "CStartup"),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(name: "CPng", linkerSettings: [.linkedLibrary("png16")]),
    .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .target(
      name: "LinearAlgebra", dependencies: ["CLAPACKE", "COpenBLAS"], swiftSettings: kernel),
    .target(name: "WallpaperGroups"),
    .target(name: "Meshes", dependencies: ["WallpaperGroups"], swiftSettings: kernel),
    .target(
      name: "BlochCore", dependencies: ["LinearAlgebra", "Meshes", "WallpaperGroups"],
      swiftSettings: kernel),
    .target(
      name: "Walls", dependencies: ["BlochCore", "LinearAlgebra", "WallpaperGroups"],
      swiftSettings: kernel),
    .target(
      name: "RecordStream", dependencies: ["CZstd", "CZlib", "CPng", "CCrypto", protobuf],
      exclude: ["Schema/blochpipe.proto"]),
    .target(
      name: "BlochRecords",
      dependencies: ["BlochCore", "RecordStream", "Walls", "WallpaperGroups", protobuf]),
    .target(
      name: "ToolSupport",
      dependencies: [
        "CMalloc", "CStartup", "BlochCore", "BlochRecords", "LinearAlgebra", "RecordStream",
        "WallpaperGroups", argumentParser,
      ]),
  ]
    + tools.map {
      .executableTarget(
        name: $0,
        dependencies: [
          "BlochCore", "BlochRecords", "LinearAlgebra", "RecordStream", "ToolSupport", "Walls",
          "WallpaperGroups", argumentParser, protobuf,
        ],
        path: "Sources/\($0)")
    } + [
      .testTarget(name: "LinearAlgebraTests", dependencies: ["LinearAlgebra"]),
      .testTarget(
        name: "WallpaperGroupsTests", dependencies: ["WallpaperGroups"], exclude: ["Values"]),
      .testTarget(name: "MeshesTests", dependencies: ["Meshes", "WallpaperGroups"]),
      .testTarget(
        name: "BlochCoreTests",
        dependencies: ["BlochCore", "LinearAlgebra", "Meshes", "WallpaperGroups"]),
      .testTarget(
        name: "WallsTests",
        dependencies: ["BlochCore", "LinearAlgebra", "Walls", "WallpaperGroups"]),
      .testTarget(name: "RecordStreamTests", dependencies: ["RecordStream", protobuf]),
      .testTarget(
        name: "BlochRecordsTests",
        dependencies: ["BlochRecords", "BlochCore", "RecordStream", "WallpaperGroups"]),
      .testTarget(
        name: "FuzzTests", dependencies: ["BlochCore", "BlochRecords", "CZstd", "RecordStream"],
        path: "Tests/Fuzz/Sources", exclude: ["CLibFuzzer", "Main"],
        sources: ["Replay", "Targets"]),
      .testTarget(
        name: "CommandTests", dependencies: ["BlochCore", "WallpaperGroups"], exclude: ["Cases"]),
    ]
)
