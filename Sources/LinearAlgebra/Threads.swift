import COpenBLAS

/// Pins BLAS to one thread for the whole process: this package runs in parallel over records, and a
/// second level of threads inside BLAS only costs time. Call once before the first computation.
public func pinBLASToOneThread() { openblas_set_num_threads(1) }
