# Keeps the row of each target with the smallest exact loss.
# In: name of the target, loss, loss of the search, network's rms error, irreps reached, file.
# Out: omega0, j, dj, j2, loss, loss of the search, network's loss, irreps reached, round, target, file.
BEGIN { FS = OFS = "\t" }

$2 == "" { next }

{
  split($6, part, "/")
  target = part[2]
  if (target in loss && loss[target] <= $2 + 0) next
  loss[target] = $2 + 0
  value["omega0"] = value["j"] = value["dj"] = value["j2"] = 0
  count = split($1, word, " ")
  for (i = 2; i <= count; i++) {
    split(word[i], side, "=")
    value[side[1]] = side[2]
  }
  row[target] = value["omega0"] OFS value["j"] OFS value["dj"] OFS value["j2"] OFS $2 OFS $3 OFS $4 * $4 OFS $5 OFS substr(part[1], 7) OFS target OFS $6
}

END { for (target in row) print row[target] }
