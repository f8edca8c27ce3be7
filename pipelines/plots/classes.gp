# A colour for each class, as the number of a 24-bit colour; names as in classes.awk.
class_names = "1a-s 1a-p 1a-d 1a-f 2b-m=0 2b-m=+-1 3c-even 3c-odd composite obstructed fragile winding undetermined"
class_colours = "9fc3d6 2b6c8f 16324a 6f8fd6 9ccf8a 3f8f4f f2cda6 e08a3c c9b8d8 8a6fae d02f3f 000000 d9dde2"
class_count = words(class_names)
class_hex(i) = int("0x".word(class_colours, i))
# Adds the number of its class, 1 ..., as the last column to a table whose column c is a class.
numbered(table, c) = sprintf("< awk -F '\t' -v OFS='\t' -v c=%d -v names='%s' 'BEGIN { n = split(names, a, \" \"); for (i = 1; i <= n; i++) number[a[i]] = i } !/^#/ { k = $c; gsub(\" \", \"-\", k); print $0, number[k] }' '%s'", c, class_names, table)
class_title(i) = system(sprintf("printf %%s '%s' | sed 's/-/ /; s/+ -/±/; s/+-/±/; s/undetermined/not closed/'", word(class_names, i)))
# Whether class i stands in column a or b of a table.
class_occurs(table, i, a, b) = int(system(sprintf("awk -F '\t' -v a=%d -v b=%d -v k='%s' '{ x = $a; y = $b; gsub(\" \", \"-\", x); gsub(\" \", \"-\", y); if (x == k || y == k) { found = 1; exit } } END { print found + 0 }' '%s'", a, b, word(class_names, i), table)))
