/// The version of the package, shown by --version and kept in every provenance chain.
public let packageVersion = "0.1.0"
