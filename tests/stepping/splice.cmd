# program tests/stepping/splice.c
break 38
continue
whence a
whence b
whence c
whence d
whence e
whence h
whence i
whence j
