#!/bin/bash -p
# Removes those of a pipeline's files that are damaged, so that make makes them again: file...
. "$(dirname "$0")/environment.sh"
command -v rec-check > /dev/null || exit 0
for file in "$@"; do
  if [ -e "$file" ] && ! "$here/finished.sh" "$file"; then rm "$file"; fi
done
