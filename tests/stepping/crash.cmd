# program tests/stepping/crash.c
continue
backtrace
print zero
ps
continue
backtrace
continue
print text
continue
continue
next
goto start
handle SIGFPE SIGABRT SIGSEGV SIGPIPE nostop
handle SIGCHLD stop
continue
handle SIGSEGV nopass
handle SIGFOO stop
handle
handle all nostop
break signal SIGSEGV
continue
info locals
continue
continue
backtrace
print *n
up
print a
step
back
back
reverse-continue
