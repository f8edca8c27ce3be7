import Glibc

/// The limit on the addresses that this process may use (ulimit -v).
enum AddressSpace {
  /// What a thread takes: stack (8 MB), malloc's arena (64 MB), buffer of OpenBLAS (128 MB, without which it tries for
  /// ever), and as much again as malloc needs while it aligns them.
  private static let perThread = 288 << 20

  /// Whether as many threads find room beside the first; true where there is no limit.
  static func hasRoom(forThreads count: Int) -> Bool {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(9), &limit) == 0, limit.rlim_cur != .max else {
      return true
    }
    let size = count * perThread
    let probe = mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    if probe == MAP_FAILED { return false }
    munmap(probe, size)
    return true
  }
}
