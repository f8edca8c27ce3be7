#!/bin/bash -p
# What each design was made for, a line each: the target's name, or the rewards.
. "$(dirname "$0")/environment.sh"
rec-view --tsv 'key.name,design.terms[0].name,design.terms[1].name,design.terms[2].name' "$1" | awk -F '\t' '
  NR == 1 { next }
  $1 != "" { print $1; next }
  { text = $2; for (i = 3; i <= 4; i++) if ($i != "") text = text ", " $i; print text }'
