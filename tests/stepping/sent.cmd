# program tests/stepping/sent.c
break on
break 34
c
whence sig
whence info->si_pid
whence info->si_value
c
whence value
whence taken.si_pid
back
why 2
key ^Z
next
