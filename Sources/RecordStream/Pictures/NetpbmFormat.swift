/// The four kinds of Netpbm picture that are read; raw values are the digit after "P".
enum NetpbmFormat: UInt8 {
  case plainBitmap = 1
  case plainGraymap = 2
  case rawBitmap = 4
  case rawGraymap = 5

  var isBitmap: Bool { self == .plainBitmap || self == .rawBitmap }
  var isPlain: Bool { self == .plainBitmap || self == .plainGraymap }
}
