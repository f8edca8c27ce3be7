import Synchronization

extension WorkerTeam {
  private static let teams = Mutex([Int: WorkerTeam]())

  /// The one team of this size that the process has.
  public static func shared(threads: Int) -> WorkerTeam {
    teams.withLock { teams in
      if let team = teams[threads] { return team }
      let team = WorkerTeam(threads: threads)
      teams[threads] = team
      return team
    }
  }
}
