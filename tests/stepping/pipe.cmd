# program examples/pipe_parent_child.c
list
next
next
next

ps
fds
break 21
continue
bt
print buf
print n
syscall
back
back
back
reverse-continue
goto end
reverse-syscall any
reverse-to switch
reverse-to life
ps
pipes
focus 2
delete
tbreak 28
c
diff
runq
signals
why
quit
never reached
