# program examples/sigint_handler.c
break on_interrupt
break signal
info breakpoints
continue
continue
bt
print sig
up
signals 2
finish
delete
reverse-to signal
key ^C
continue
goto start
continue
