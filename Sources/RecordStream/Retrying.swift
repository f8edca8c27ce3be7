import Glibc

/// Repeats a system call that a signal interrupted.
public func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// The same for a read or write, which waits where another program has made the descriptor one that does not.
/// - Parameter event: POLLIN or POLLOUT.
public func retrying(_ descriptor: Int32, _ event: Int32, _ call: () -> Int) -> Int {
  while true {
    let result = retrying(call)
    if result >= 0 || errno != EAGAIN { return result }
    var wanted = pollfd(fd: descriptor, events: Int16(event), revents: 0)
    if retrying({ poll(&wanted, 1, -1) }) < 0 { return -1 }
  }
}
