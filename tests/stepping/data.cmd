# program tests/stepping/data.c -- one "two words"
break 55
print x
continue
print x
print argc
print argv[1]
print argv[2]
print *argv@3
print first
print second.name
print first.next->at
print &first.at
print first.next == &second
print (long)first.high + first.low
print first.colour
print second.colour
print (enum colour)5
print (enum colour)77
print flags
print w
print/x w.whole
print w.bytes[0]@3
print text
print &text[6]
print third
print half * 2
print byte
print byte + 100
print yes
print big
print/x big
print/t 10
print/o 8
print/c 65
print table
print *p@3
print p - table
print p[1]
print words
print words[1][2]
print &counter
print counter
print LIMIT * 2
print TWICE(counter)
print sizeof(struct node)
print sizeof first.name / sizeof first.name[0]
print argc > 1 && third < 0.5
print argc ? "yes" : "no"
print (char)argc
print add
print *add
print main
print first.show
print (unsigned char)-1
print 7 / 2.0
print -7 % 3
print 1 << 4 | 3
print ~0u
whatis first.next
whatis &table
whatis words[0]
ptype first
ptype enum colour
ptype struct point *
next
next
print x
info locals
step
step
info args
info locals
print calls
print a + b
up
print a
print x
down
finish
x/4dw table
x/8xb &big
x/s text
x/2s words[0]
set var x = 40
print x
set var first.at.y = 9
print first.at
set var text[0] = 'j'
print text
branches
