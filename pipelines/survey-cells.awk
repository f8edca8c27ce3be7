# Draws a unit cell given in lattice coordinates as a Cartesian patch of the crystal.
#
# Reads the bytes of a binary PGM, one number per line (od -An -v -tu1 -w1): N x N pixels, the one in
# row i and column j at (i a1 + j a2)/N. Writes a matrix of grey values 0...1, bottom row first, of
# x from -1.3 to 1.3 and y from -1.1 to 1.1 lattice constants.
BEGIN { field = 0; token = "" }

field < 4 {
  c = $1 + 0
  if (c == 35) { comment = 1; next }
  if (comment) { if (c == 10) comment = 0; next }
  if (c == 32 || c == 10 || c == 9 || c == 13) {
    if (token != "") { header[++field] = token; token = "" }
  } else token = token sprintf("%c", c)
  next
}

{ pixel[n++] = $1 }

END {
  size = header[2]
  if (size < 1 || n < size * size) exit 1
  columns = 520; rows = 440
  for (r = 0; r < rows; r++) {
    line = ""
    for (c = 0; c < columns; c++) {
      x = -1.3 + 2.6 * (c + 0.5) / columns
      y = -1.1 + 2.2 * (r + 0.5) / rows
      v = y * 1.1547005383793
      u = x - v / 2
      i = int((u + 10) * size + 0.5) % size
      j = int((v + 10) * size + 0.5) % size
      line = line sprintf("%.3f ", pixel[i * size + j] / header[4])
    }
    print line
  }
}
