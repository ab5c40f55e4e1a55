# program examples/broken/message_type.c
to queue 0
to queue 0
reverse-to queue 0
to fd 5
goto start
to output
to output
reverse-to output
reverse-to output
goto start
break put
ignore 1 2
info breakpoints
continue
print type
print $1 + 1
print $
print/x $$
print $9
print $r1
print $nowhere
break sig TERM
to
to fd
delete
goto start
log 27 "{type}: {text}"
log syscall msgrcv "taken"
info breakpoints
log 27
goto start
break get
continue
continue
