import CLibFuzzer

// fuzz TARGET [libFuzzer's options and corpus folders]

guard CommandLine.argc > 1, let target = FuzzTarget(rawValue: CommandLine.arguments[1]) else {
  fatalError("usage: fuzz \(FuzzTarget.allCases.map(\.rawValue).joined(separator: "|")) ...")
}
private let chosen = target

// libFuzzer sees the program's name and what is behind the target.
var count = CommandLine.argc - 1
var words: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
words![0] = CommandLine.unsafeArgv[0]
LLVMFuzzerRunDriver(&count, &words) { bytes, size in
  chosen.run([UInt8](UnsafeBufferPointer(start: bytes, count: size)))
  return 0
}
