# program examples/pipe_parent_child.c
watch fd 3
watch pipe 0
info breakpoints
continue
continue
continue
continue
delete
watch fd 4
reverse-continue
delete
watch page buf
continue
delete
goto start
watch queue 0
watch sem
watch page nothing
start
break error
catch error EAGAIN
break error ENOSUCH
