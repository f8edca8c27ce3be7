#!/bin/bash -p
# Moves a finished file to its name, and leaves a sum beside it where it has no digest of its own: part file
. "$(dirname "$0")/environment.sh"
sync "$1"
case $2 in
  *.rec.zst) ;;
  *)
    sha256sum < "$1" > "$1.sum"
    sync "$1.sum"
    mv "$1.sum" "$2.sum"
    ;;
esac
mv "$1" "$2"
