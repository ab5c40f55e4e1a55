# program examples/race.c
foo
brek main
re
step x
goto nowhere
to fd x
to page
goto
goto 999999999999
run
run 77
run two
break nosuch
break 1000
break race.h:3
break main if x = 1
break fd 3
break fd 77 readable
break pipe 3 full
break syscall fork
break syscall raed
break signal INTR
delete 7
watch
watch 1 + 2
print
print nosuch
print 1 +
print 1 / 0
print exit(1)
print argv = 0
print $1
print/q 1
print *0
list 5000
frame 9
up
down
finish
info nonsense
help nonsense
switch nowhere
compare main
input
key
inject
inject nonsense
inject error EFOO
inject signal 2
inject short 0
inject error EINTR raed
break 20 if
ignore
condition
;
ptype struct nosuch
save
replay /nonexistent
replay examples/race.c
to nowhere
to fd x
to page
goto
set
set width 80
condition 3
whence fd 99 bytes 0..3
