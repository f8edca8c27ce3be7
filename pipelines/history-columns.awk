# JSON arrays, one a line, as columns: step, then the value of each line.
{
  gsub(/[\[\] ]/, "")
  steps = split($0, value, ",")
  for (s = 1; s <= steps; s++) row[s] = row[s] "\t" value[s]
}
END { for (s = 1; s <= steps; s++) print s row[s] }
