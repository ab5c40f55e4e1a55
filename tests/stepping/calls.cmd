# program tests/stepping/calls.c
break syscall write if n > 3
break signal INT if n > 3
break pipe
continue
print n
break 8 if n == 5
advance 10
info breakpoints
whence "abc"
delete
finish
syscall
back
diff
