// swift-tools-version: 6.0
import PackageDescription

// Build with scripts/fuzz: the libraries under test need -sanitize=fuzzer too.
let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "blochpipe", path: "../..")],
  targets: [
    .systemLibrary(name: "CLibFuzzer"),
    .executableTarget(
      name: "fuzz",
      dependencies: ["CLibFuzzer", .product(name: "Blochpipe", package: "blochpipe")],
      path: "Sources", exclude: ["CLibFuzzer", "Replay"], sources: ["Main", "Targets"]),
  ]
)
