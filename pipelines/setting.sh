#!/bin/bash -p
# Prints what is wrong with a setting, and nothing if it is right: kind name [value]
# Without a value it has characters that a shell could take for something else.
. "$(dirname "$0")/environment.sh"
number='-?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]{1,3})?'
case $1 in
  count) pattern='[1-9][0-9]{0,11}' what='a whole number from 1 to 10^12 - 1' ;;
  parts) pattern='[1-9][0-9]{0,5}' what='a whole number from 1 to 999999' ;;
  counter) pattern='0|[1-9][0-9]{0,11}' what='a whole number from 0 to 10^12 - 1' ;;
  count?) pattern='([1-9][0-9]{0,11})?' what='a whole number from 1 to 10^12 - 1, or nothing' ;;
  seed) pattern='0|[1-9][0-9]{0,19}' what='a whole number from 0 to 2^64 - 1' ;;
  cuts) pattern='[1-6]' what='a whole number from 1 to 6' ;;
  number) pattern=$number what='a number such as 0.5' ;;
  numbers) pattern="$number( +$number)*" what='numbers such as 0.5, with blanks between them' ;;
  sweep) pattern="$number:$number:[1-9][0-9]{0,4}" what='from:to:points such as 0.5:0.65:4' ;;
  cells) pattern='[0-9]{1,20}:[0-9]{1,18}( +[0-9]{1,20}:[0-9]{1,18})*' what='seed:index of cells, with blanks between them' ;;
  three-cells) pattern='[0-9]{1,20}:[0-9]{1,18}( +[0-9]{1,20}:[0-9]{1,18}){2}' what='seed:index of three cells, with blanks between them' ;;
  bands) pattern='[1-9][0-9]{0,3}(-[1-9][0-9]{0,3})?' what='a range of bands such as 1-3' ;;
  class) pattern='[a-z0-9][a-z0-9=+ -]*' what='a class such as fragile, or a sum such as 1a s + 3c odd' ;;
  class?) pattern='([a-z0-9][a-z0-9=+ -]*)?' what='a class such as fragile, or a sum such as 1a s + 3c odd' ;;
  group) pattern='p1|p2|pm|pg|cm|pmm|pmg|pgg|cmm|p4|p4m|p4g|p3|p3m1|p31m|p6|p6m' what='a wallpaper group such as p4m' ;;
  lattice?) pattern='(oblique|rectangular|rhombic|square|hexagonal)?' what='oblique, rectangular, rhombic, square, hexagonal, or nothing' ;;
  number?) pattern="($number)?" what='a number such as 0.5, or nothing' ;;
  yes-no) pattern='yes|no' what='yes or no' ;;
  method) pattern='nodes|irreps' what='nodes or irreps' ;;
  size) pattern='quick|full' what='quick or full' ;;
  # Names of targets, too: no blanks, and nothing that make or a shell reads as more than a name.
  path) pattern='[^]["#$%&'"'"'()*:;<=>?\^`{|}~[:cntrl:] -][^]["#$%&'"'"'()*:;<=>?\^`{|}~[:cntrl:] ]*' what='a path without blanks, quotes and other signs' ;;
  path?) pattern='([^]["#$%&'"'"'()*:;<=>?\^`{|}~[:cntrl:] -][^]["#$%&'"'"'()*:;<=>?\^`{|}~[:cntrl:] ]*)?' what='a path without blanks, quotes and other signs' ;;
  folder?) pattern='[^'"'"'$`"\[:cntrl:]]*' what='a folder without quotes and dollar signs' ;;
  options) pattern='[A-Za-z0-9 .,:/+=_@^-]*' what='options of letters, digits, blanks and . , : / + - = _ @ ^' ;;
  *) echo "$2: there is no kind '$1'"; exit ;;
esac
if [ $# = 2 ]; then printf '%s must be %s, and has a quote, a dollar sign or a line break\n' "$2" "$what"; exit; fi
[[ $3 =~ ^($pattern)$ ]] || printf "%s must be %s, not '%s'\n" "$2" "$what" "${3//[[:cntrl:]]/?}"
