# program examples/shared_memory.c
break 45
continue
shm
sem
watch *box
continue
continue
back
focus
print sum
delete
to block
why
sem
goto end
output
