# program tests/stepping/conditions.c
# A condition on the variable of a loop without braces.
break 12 if i == 2
continue
print i
info locals
delete
# What nobody can read is refused when it is set; what has no value stops, and says so.
break squared if nosuch > 1
break squared if n > 2 pid 2
condition 2 n >
condition 2 n > 1 ? *(int *)0 : 0
info breakpoints
continue
up
print i
delete
break 13
continue
print i
# When the run is over nobody is left to press keys for.
continue
key ^C
eof
# A watchpoint with a condition.
goto start
delete
info variables
next
watch total if total > 1
info breakpoints
continue
print total
