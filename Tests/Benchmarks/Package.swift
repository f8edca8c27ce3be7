// swift-tools-version: 6.0
import PackageDescription

let package = Package(
  name: "benchmarks",
  dependencies: [.package(name: "blochpipe", path: "../..")],
  targets: [
    .executableTarget(
      name: "bench-train",
      dependencies: [.product(name: "Blochpipe", package: "blochpipe")],
      swiftSettings: [.unsafeFlags(["-Ounchecked"])])
  ]
)
