# program tests/stepping/conditions.c
# A condition on the variable of a loop without braces, and conditions that nobody can evaluate.
break 12 if i == 2
continue
print i
info locals
delete
break squared if nosuch > 1
continue
condition 2 n >
continue
up
print i
delete
break 13
continue
print i
