# program examples/webapp/webapp.toml
host
where
break 26
continue
syscall
why
host server
host
fds 4
to output
why 3
host moon
host laptop
input nothing
branches
rename as-before
continue
delete
continue
compare main as-before
save
