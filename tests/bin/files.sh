# The files that every case finds in its working directory.
printf 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\nnine\nten\neleven\ntwelve\n' >numbers
printf 'hello world\nHello again\nsomething here\nand something else\n\n\nthe end\n' >text
printf 'pear 3\napple 10\nfig 2\napple 9\nbanana 10\n' >fruit
printf 'a:b:c\nd:e:f\nno delimiter\n:x:\n' >fields
printf 'tab\there\001\177\200\n' >odd
printf 'no newline at end' >partial
: >empty
mkdir -p dir/sub
echo inner >dir/file
echo hidden >dir/.hidden
ln -s ../text dir/link
mkfifo dir/fifo
printf '#!/bin/sh\necho ran\n' >script
chmod 755 script
chmod 640 text
for f in numbers text fruit fields odd partial empty script dir/file dir/.hidden dir/sub dir/fifo dir/link dir; do
    touch -h -d '2021-03-04 05:06:07 UTC' "$f" 2>/dev/null
done
