#!/bin/bash -p
# Whether files are there and undamaged, streams by the digest in them, others by the sum that publish.sh left: file...
# One that is damaged, as by a file system that filled up, is named and counts as missing.
. "$(dirname "$0")/environment.sh"
for file in "$@"; do
  if [ ! -e "$file" ]; then exit 1; fi
  case $file in
    *.rec.zst) if rec-check --quiet "$file" 2> /dev/null; then continue; fi ;;
    *) if [ -e "$file.sum" ] && [ "$(sha256sum < "$file")" = "$(< "$file.sum")" ]; then continue; fi ;;
  esac
  echo "finished: '$file' is damaged; it is made again" >&2
  exit 1
done
