import ArgumentParser

/// Whose bands a tool works on.
public struct ModelOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Whose bands: of predict (network), of solve-seq --keep-model (exact), or of that which the "
        + "record has (auto; the exact one of both)."))
  public var model: ModelChoice = .auto

  public init() {}
}
