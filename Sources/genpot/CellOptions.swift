import ArgumentParser
import BlochCore
import RecordStream

/// What every made-up cell has.
struct CellOptions: ParsableArguments {
  @Option(
    name: .customLong("vmax"), help: "Height of the potential in E0 = hbar^2/(2 m a^2).")
  var vMax = 256.0

  @Option(help: "Pixels along a1 and along a2, 1 to 4096.")
  var pixels = 100

  func validate() throws {
    guard vMax.isFinite, vMax > 0 else {
      throw ValidationError("--vmax must be positive and finite, not \(vMax)")
    }
    guard (1...PixelOrbits.maximumPixels).contains(pixels) else {
      throw ValidationError("--pixels must be 1 to \(PixelOrbits.maximumPixels), not \(pixels)")
    }
  }

  var arguments: [String] { ["--vmax", "\(vMax)", "--pixels", "\(pixels)"] }
}

/// Runs a step that checks options or data; what it refuses becomes an exit code.
func checked<Value>(_ code: StreamError.Code, _ body: () throws -> Value) throws -> Value {
  do { return try body() } catch let error as GeometryError {
    throw StreamError(code, error.description)
  }
}
