# program tests/stepping/kernel.c
# What the kernel fills in: the type of a message, values of semaphores, a priority, a file's facts; and what a thread stored.
break 47
continue
print got
whence got.type
whence got.value
whence values[0]
whence priority
whence text
whence st.st_mode
whence stored
whence 0x10,4
