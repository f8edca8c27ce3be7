# Adds up counts: lines "key... count" of several shards.
BEGIN { FS = OFS = "\t" }
{ n = $NF; sub(/\t[^\t]*$/, ""); sum[$0] += n }
END { for (key in sum) print key, sum[key] }
