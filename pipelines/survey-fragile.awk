# Fragile fingerprints of the first and second set: name, fingerprint, count in both, in each.
BEGIN { FS = OFS = "\t" }
$2 == "OK" {
  for (set = 1; set <= 2; set++) if ($(set * 4 - 1) == "FRAGILE") {
    key = $(set * 4) OFS $(set * 4 + 1)
    both[key]++
    count[set, key]++
  }
}
END { for (key in both) print key, both[key], count[1, key] + 0, count[2, key] + 0 }
