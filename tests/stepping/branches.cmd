# program examples/pipe_parent_child.c
tbreak 21
continue
print n
inject short 5
branch
branches
goto start
break syscall read
continue
goto start
continue
inject signal 3 KILL
branches
continue
switch main
compare main branch-1
rename
switch nowhere
save SESSION
goto end
replay SESSION
branches
info breakpoints
goto start
tbreak 19
continue
inject short 5
continue
print buf
continue
