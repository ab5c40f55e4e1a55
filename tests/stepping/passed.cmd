# program tests/stepping/passed.c
goto end
back
back
reverse-syscall
goto end
reverse-syscall
reverse-continue
break 33
continue
syscall
syscall
syscall
reverse-syscall
