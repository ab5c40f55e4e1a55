# program tests/stepping/whence.c
input 21
break 75
continue
whence stream
whence dgram
whence udp
whence tcp
whence second.text
whence first.text
whence posix[0]@5
whence file
whence pages
whence line[0]@3
whence parsed
whence computed
whence number
whence fd 6 bytes 0..6
whence fd 1
whence 1 + 1
whence nothing
whence
