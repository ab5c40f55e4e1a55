# program examples/deadlock_pipe.c
continue
ps
why 3
why 2
focus 3
fds
pipes
backtrace
reverse-continue
break syscall clone
continue
focus 3
break pipe 0 filled
continue
diff
