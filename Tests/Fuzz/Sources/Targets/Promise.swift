import RecordStream

/// Nil when the body throws bad data; any other error ends the process.
@discardableResult
func orBadData<Value>(_ body: () throws -> Value) -> Value? {
  do { return try body() } catch let error as StreamError {
    if error.code != .badData { fatalError("not bad data: \(error)") }
  } catch is PictureError {
  } catch { fatalError("\(type(of: error)): \(error)") }
  return nil
}
