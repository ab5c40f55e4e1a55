# program tests/stepping/close_loop.c
break pipe 2 filled
continue
to block
to block
to block
to block
back
why 3
to block
why 3
