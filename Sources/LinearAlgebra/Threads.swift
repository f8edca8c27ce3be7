import COpenBLAS
import Glibc

/// Pins BLAS to one thread for the whole process: this package runs in parallel over records, and a
/// second level of threads inside BLAS only costs time. Call once before the first computation.
///
/// OpenBLAS starts threads when it is loaded, unless the process has one processor then, as `CStartup` sees to. They
/// would spin for a while before they sleep, up to 0.1 s of processor time in every process; where they run and the
/// library offers to end them, they end here.
public func pinBLASToOneThread() {
  if openblas_get_num_threads() == 1 { return }
  openblas_set_num_threads(1)
  if let symbol = dlsym(nil, "blas_thread_shutdown_") {
    _ = unsafeBitCast(symbol, to: (@convention(c) () -> Int32).self)()
  }
}
