import CLibFuzzer
import Glibc

// FUZZ_TARGET=name fuzz [libFuzzer's options and corpus folders]. The target is in the environment since libFuzzer
// starts itself again, with options of its own.

let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
guard let text = getenv("FUZZ_TARGET"), let target = FuzzTarget(rawValue: String(cString: text))
else { fatalError("FUZZ_TARGET must be one of \(names)") }
private let chosen = target

var count = CommandLine.argc
var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
LLVMFuzzerRunDriver(&count, &words) { bytes, size in
  chosen.run([UInt8](UnsafeBufferPointer(start: bytes, count: size)))
  return 0
}
