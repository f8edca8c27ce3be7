# JSON matrices, one a line, as rows of tab-separated numbers; two blank lines follow each.
{
  gsub(/[ \[]/, "")
  n = split($0, rows, "]")
  for (i = 1; i <= n; i++) {
    sub(/^,/, "", rows[i])
    if (rows[i] == "") continue
    gsub(",", "\t", rows[i])
    print rows[i]
  }
  print ""; print ""
}
