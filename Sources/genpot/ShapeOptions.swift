import ArgumentParser
import BlochCore

/// How shapes become a cell.
struct ShapeOptions: ParsableArguments {
  @Option(help: "What the shapes are: wells (V = 0 in Vmax) or barriers (Vmax in 0).")
  var kind = HoleRing.Kind.wells

  @Flag(help: "Give a pixel on a rim the share of its area that the shapes cover.")
  var antialias = false

  /// Points along a pixel's edge at which its coverage is looked at.
  var subdivision: Int { antialias ? 8 : 1 }

  var antialiasArguments: [String] { antialias ? ["--antialias"] : [] }
}
