#!/bin/bash -p
# Prints the commands of batches of the search for rare cells: first count folder size alpha seed want set nodes
. "$(dirname "$0")/environment.sh"
for ((i = $1; i < $1 + $2; i++)); do
  printf "'%s' '%s' %d" "$here/mine-batch.sh" "$3" "$i"
  printf " '%s'" "${@:4}"
  printf '\n'
done
