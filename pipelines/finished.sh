#!/bin/bash
# Whether a stream is there and undamaged: file
# One that is damaged, as by a file system that filled up, is named and counts as missing.
if [ ! -e "$1" ]; then exit 1; fi
if rec-check --quiet "$1" 2> /dev/null; then exit 0; fi
echo "$(basename "$0" .sh): '$1' is damaged; it is made again" >&2
exit 1
