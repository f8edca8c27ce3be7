import RecordStream

/// Nil when the body throws bad data; any other error ends the process.
@discardableResult
func orBadData<Value>(_ body: () throws -> Value) -> Value? {
  do { return try body() } catch let error as StreamError {
    precondition(error.code == .badData, "not bad data: \(error)")
  } catch is NetpbmError {
  } catch { preconditionFailure("\(type(of: error)): \(error)") }
  return nil
}
