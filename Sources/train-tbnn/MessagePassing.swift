import BlochCore
import Foundation
import Glibc
import RecordStream

/// The ranks of an MPI run. Open MPI's library is loaded when it is asked for, so that the tools neither
/// need nor link it; its handles are symbols, as its `mpi.h` says.
///
/// MPI's own error handler ends the whole run when a call fails.
final class MessagePassing: TrainingRanks {
  private typealias Handle = UnsafeMutableRawPointer
  private typealias Initialize =
    @convention(c) (
      UnsafeMutableRawPointer?, UnsafeMutableRawPointer?, Int32, UnsafeMutablePointer<Int32>
    ) -> Int32
  private typealias Count = @convention(c) (Handle, UnsafeMutablePointer<Int32>) -> Int32
  private typealias Exchange =
    @convention(c) (
      UnsafeRawPointer, Int32, Handle, UnsafeMutableRawPointer, Int32, Handle, Handle
    ) -> Int32
  private typealias Finalize = @convention(c) () -> Int32

  let rank: Int
  let count: Int
  private let world: Handle
  private let float: Handle
  private let double: Handle
  private let allGather: Exchange
  private let allToAll: Exchange
  private let finalize: Finalize

  /// Ranks that mpirun has started this process among, or nil.
  static var started: Int? {
    ProcessInfo.processInfo.environment["OMPI_COMM_WORLD_SIZE"].flatMap { Int($0) }
  }

  /// Joins the run that this process was started in.
  /// - Throws: `StreamError` (usage) outside of a run or without Open MPI.
  init() throws {
    let environment = ProcessInfo.processInfo.environment
    // srun sets the second.
    guard Self.started != nil || environment["PMIX_RANK"] != nil else {
      throw StreamError(
        .usage, "--mpi wants a run that mpirun has started: mpirun -n 2 train-tbnn --mpi ...")
    }
    // Open MPI's own plugins look for its symbols among the global ones.
    let flags = RTLD_NOW | RTLD_GLOBAL
    let library = dlopen("libmpi.so.40", flags) ?? dlopen("libmpi.so", flags)
    guard let library else {
      throw StreamError(
        .usage, "--mpi needs Open MPI's libmpi.so, which cannot be loaded; install Open MPI")
    }
    func symbol(_ name: String) throws -> Handle {
      guard let found = dlsym(library, name) else {
        throw StreamError(.usage, "--mpi needs Open MPI; the libmpi.so found has no \(name)")
      }
      return found
    }
    world = try symbol("ompi_mpi_comm_world")
    float = try symbol("ompi_mpi_float")
    double = try symbol("ompi_mpi_double")
    allGather = unsafeBitCast(try symbol("MPI_Allgather"), to: Exchange.self)
    allToAll = unsafeBitCast(try symbol("MPI_Alltoall"), to: Exchange.self)
    finalize = unsafeBitCast(try symbol("MPI_Finalize"), to: Finalize.self)
    let initialize = unsafeBitCast(try symbol("MPI_Init_thread"), to: Initialize.self)
    let commRank = unsafeBitCast(try symbol("MPI_Comm_rank"), to: Count.self)
    let commSize = unsafeBitCast(try symbol("MPI_Comm_size"), to: Count.self)
    // Only the thread that joins calls MPI: MPI_THREAD_FUNNELED.
    var (provided, rank, count) = (Int32(0), Int32(0), Int32(0))
    _ = initialize(nil, nil, 1, &provided)
    _ = commRank(world, &rank)
    _ = commSize(world, &count)
    self.rank = Int(rank)
    self.count = Int(count)
  }

  func gather(_ values: [Double]) -> [Double] {
    var all = [Double](repeating: 0, count: count * values.count)
    _ = allGather(values, Int32(values.count), double, &all, Int32(values.count), double, world)
    return all
  }

  func swap(
    _ outgoing: UnsafePointer<Float>, _ incoming: UnsafeMutablePointer<Float>, size: Int
  ) {
    _ = allToAll(outgoing, Int32(size), float, incoming, Int32(size), float, world)
  }

  func join(_ part: UnsafePointer<Float>, _ whole: UnsafeMutablePointer<Float>, size: Int) {
    _ = allGather(part, Int32(size), float, whole, Int32(size), float, world)
  }

  /// Leaves the run; a process that ends without it ends all others.
  func leave() { _ = finalize() }
}
