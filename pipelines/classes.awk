# Classes of band sets. class[1 ... classes] are their names; "obstructed" is part of "composite".
BEGIN {
  classes = split("1a s|1a p|1a d|1a f|2b m=0|2b m=+-1|3c even|3c odd|composite|obstructed|fragile|winding|undetermined",
    class, "|")
}

# The class of a set by verdict and name; obstructed sets as "obstructed" alone.
function class_of(verdict, name) {
  if (verdict == "EBR") return name
  if (verdict == "COMPOSITE") return "composite"
  if (verdict == "OBSTRUCTED_ATOMIC") return "obstructed"
  if (verdict == "FRAGILE") return "fragile"
  if (verdict == "WINDING") return "winding"
  return "undetermined"
}
