/// What a random stream is drawn for. Streams of different purposes are independent, so that a new
/// use of random numbers changes no existing sample. Raw values are never reused.
public enum RandomPurpose: UInt32, Sendable, CaseIterable {
  /// Amplitudes of a random potential.
  case potential = 1
  /// Choice of a subset of records.
  case sampling = 2
  /// First weights of a network.
  case weights = 3
  /// Order and augmentation of training samples, and the wave vectors of a step.
  case training = 4
  /// Neurons left out.
  case dropout = 5
  /// Starts of a search for a geometry.
  case design = 6
  /// Order of samples when error bars are calibrated.
  case calibration = 7
}
