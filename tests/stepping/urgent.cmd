# program tests/stepping/urgent.c
break 35
continue
whence u
whence buf
whence more
whence in1
whence in2
