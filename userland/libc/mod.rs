//! The C library: its headers and its C sources, embedded as text.
//!
//! Entry points: [`HEADERS`] (what `#include <...>` finds) and [`SOURCES`] (the translation units
//! the machine's programs are linked with). The library itself is C; see `include/` and `src/`.
//! `native/check.sh` builds it with the host's compiler and compares it with the host's C library.

/// Every header: (name as written between angle brackets, text).
pub const HEADERS: &[(&str, &str)] = &[
    ("aio.h", include_str!("include/aio.h")),
    ("alloca.h", include_str!("include/alloca.h")),
    ("arpa/inet.h", include_str!("include/arpa/inet.h")),
    ("asm/errno.h", include_str!("include/asm/errno.h")),
    ("asm/ioctls.h", include_str!("include/asm/ioctls.h")),
    ("asm/types.h", include_str!("include/asm/types.h")),
    ("asm/unistd.h", include_str!("include/asm/unistd.h")),
    ("assert.h", include_str!("include/assert.h")),
    ("bits/complex_of.h", include_str!("include/bits/complex_of.h")),
    ("bits/confname.h", include_str!("include/bits/confname.h")),
    ("bits/file.h", include_str!("include/bits/file.h")),
    ("bits/getopt.h", include_str!("include/bits/getopt.h")),
    ("bits/iovec.h", include_str!("include/bits/iovec.h")),
    ("bits/large.h", include_str!("include/bits/large.h")),
    ("bits/libc.h", include_str!("include/bits/libc.h")),
    ("bits/locale_t.h", include_str!("include/bits/locale_t.h")),
    ("bits/posix1_lim.h", include_str!("include/bits/posix1_lim.h")),
    ("bits/pthreadtypes.h", include_str!("include/bits/pthreadtypes.h")),
    ("bits/regex.h", include_str!("include/bits/regex.h")),
    ("bits/regprog.h", include_str!("include/bits/regprog.h")),
    ("bits/sigevent.h", include_str!("include/bits/sigevent.h")),
    ("bits/sigset.h", include_str!("include/bits/sigset.h")),
    ("bits/stat.h", include_str!("include/bits/stat.h")),
    ("bits/thread.h", include_str!("include/bits/thread.h")),
    ("bits/timespec.h", include_str!("include/bits/timespec.h")),
    ("bits/timeval.h", include_str!("include/bits/timeval.h")),
    ("bits/types.h", include_str!("include/bits/types.h")),
    ("bits/wait.h", include_str!("include/bits/wait.h")),
    ("bits/wide.h", include_str!("include/bits/wide.h")),
    ("byteswap.h", include_str!("include/byteswap.h")),
    ("complex.h", include_str!("include/complex.h")),
    ("ctype.h", include_str!("include/ctype.h")),
    ("dirent.h", include_str!("include/dirent.h")),
    ("endian.h", include_str!("include/endian.h")),
    ("err.h", include_str!("include/err.h")),
    ("errno.h", include_str!("include/errno.h")),
    ("error.h", include_str!("include/error.h")),
    ("execinfo.h", include_str!("include/execinfo.h")),
    ("fcntl.h", include_str!("include/fcntl.h")),
    ("features.h", include_str!("include/features.h")),
    ("fenv.h", include_str!("include/fenv.h")),
    ("float.h", include_str!("include/float.h")),
    ("fnmatch.h", include_str!("include/fnmatch.h")),
    ("fts.h", include_str!("include/fts.h")),
    ("ftw.h", include_str!("include/ftw.h")),
    ("getopt.h", include_str!("include/getopt.h")),
    ("glob.h", include_str!("include/glob.h")),
    ("gnu/libc-version.h", include_str!("include/gnu/libc-version.h")),
    ("grp.h", include_str!("include/grp.h")),
    ("ifaddrs.h", include_str!("include/ifaddrs.h")),
    ("inttypes.h", include_str!("include/inttypes.h")),
    ("iso646.h", include_str!("include/iso646.h")),
    ("langinfo.h", include_str!("include/langinfo.h")),
    ("libgen.h", include_str!("include/libgen.h")),
    ("libintl.h", include_str!("include/libintl.h")),
    ("limits.h", include_str!("include/limits.h")),
    ("linux/errno.h", include_str!("include/linux/errno.h")),
    ("linux/futex.h", include_str!("include/linux/futex.h")),
    ("linux/if.h", include_str!("include/linux/if.h")),
    ("linux/if_ether.h", include_str!("include/linux/if_ether.h")),
    ("linux/in.h", include_str!("include/linux/in.h")),
    ("linux/limits.h", include_str!("include/linux/limits.h")),
    ("linux/sched.h", include_str!("include/linux/sched.h")),
    ("linux/stat.h", include_str!("include/linux/stat.h")),
    ("linux/sysctl.h", include_str!("include/linux/sysctl.h")),
    ("linux/tcp.h", include_str!("include/linux/tcp.h")),
    ("linux/time.h", include_str!("include/linux/time.h")),
    ("linux/types.h", include_str!("include/linux/types.h")),
    ("linux/un.h", include_str!("include/linux/un.h")),
    ("linux/unistd.h", include_str!("include/linux/unistd.h")),
    ("locale.h", include_str!("include/locale.h")),
    ("malloc.h", include_str!("include/malloc.h")),
    ("math.h", include_str!("include/math.h")),
    ("memory.h", include_str!("include/memory.h")),
    ("mqueue.h", include_str!("include/mqueue.h")),
    ("net/ethernet.h", include_str!("include/net/ethernet.h")),
    ("net/if.h", include_str!("include/net/if.h")),
    ("net/if_arp.h", include_str!("include/net/if_arp.h")),
    ("netdb.h", include_str!("include/netdb.h")),
    ("netinet/in.h", include_str!("include/netinet/in.h")),
    ("netinet/ip.h", include_str!("include/netinet/ip.h")),
    ("netinet/tcp.h", include_str!("include/netinet/tcp.h")),
    ("netinet/udp.h", include_str!("include/netinet/udp.h")),
    ("nl_types.h", include_str!("include/nl_types.h")),
    ("paths.h", include_str!("include/paths.h")),
    ("poll.h", include_str!("include/poll.h")),
    ("pthread.h", include_str!("include/pthread.h")),
    ("pty.h", include_str!("include/pty.h")),
    ("pwd.h", include_str!("include/pwd.h")),
    ("regex.h", include_str!("include/regex.h")),
    ("sched.h", include_str!("include/sched.h")),
    ("search.h", include_str!("include/search.h")),
    ("semaphore.h", include_str!("include/semaphore.h")),
    ("setjmp.h", include_str!("include/setjmp.h")),
    ("signal.h", include_str!("include/signal.h")),
    ("spawn.h", include_str!("include/spawn.h")),
    ("stdalign.h", include_str!("include/stdalign.h")),
    ("stdarg.h", include_str!("include/stdarg.h")),
    ("stdatomic.h", include_str!("include/stdatomic.h")),
    ("stdbool.h", include_str!("include/stdbool.h")),
    ("stddef.h", include_str!("include/stddef.h")),
    ("stdint.h", include_str!("include/stdint.h")),
    ("stdio.h", include_str!("include/stdio.h")),
    ("stdio_ext.h", include_str!("include/stdio_ext.h")),
    ("stdlib.h", include_str!("include/stdlib.h")),
    ("stdnoreturn.h", include_str!("include/stdnoreturn.h")),
    ("string.h", include_str!("include/string.h")),
    ("strings.h", include_str!("include/strings.h")),
    ("sys/auxv.h", include_str!("include/sys/auxv.h")),
    ("sys/cdefs.h", include_str!("include/sys/cdefs.h")),
    ("sys/dir.h", include_str!("include/sys/dir.h")),
    ("sys/epoll.h", include_str!("include/sys/epoll.h")),
    ("sys/errno.h", include_str!("include/sys/errno.h")),
    ("sys/eventfd.h", include_str!("include/sys/eventfd.h")),
    ("sys/fcntl.h", include_str!("include/sys/fcntl.h")),
    ("sys/file.h", include_str!("include/sys/file.h")),
    ("sys/inotify.h", include_str!("include/sys/inotify.h")),
    ("sys/ioctl.h", include_str!("include/sys/ioctl.h")),
    ("sys/ipc.h", include_str!("include/sys/ipc.h")),
    ("sys/mman.h", include_str!("include/sys/mman.h")),
    ("sys/msg.h", include_str!("include/sys/msg.h")),
    ("sys/param.h", include_str!("include/sys/param.h")),
    ("sys/pidfd.h", include_str!("include/sys/pidfd.h")),
    ("sys/poll.h", include_str!("include/sys/poll.h")),
    ("sys/prctl.h", include_str!("include/sys/prctl.h")),
    ("sys/queue.h", include_str!("include/sys/queue.h")),
    ("sys/random.h", include_str!("include/sys/random.h")),
    ("sys/resource.h", include_str!("include/sys/resource.h")),
    ("sys/select.h", include_str!("include/sys/select.h")),
    ("sys/sem.h", include_str!("include/sys/sem.h")),
    ("sys/sendfile.h", include_str!("include/sys/sendfile.h")),
    ("sys/shm.h", include_str!("include/sys/shm.h")),
    ("sys/signal.h", include_str!("include/sys/signal.h")),
    ("sys/signalfd.h", include_str!("include/sys/signalfd.h")),
    ("sys/socket.h", include_str!("include/sys/socket.h")),
    ("sys/stat.h", include_str!("include/sys/stat.h")),
    ("sys/statfs.h", include_str!("include/sys/statfs.h")),
    ("sys/statvfs.h", include_str!("include/sys/statvfs.h")),
    ("sys/syscall.h", include_str!("include/sys/syscall.h")),
    ("sys/sysinfo.h", include_str!("include/sys/sysinfo.h")),
    ("sys/syslog.h", include_str!("include/sys/syslog.h")),
    ("sys/sysmacros.h", include_str!("include/sys/sysmacros.h")),
    ("sys/termios.h", include_str!("include/sys/termios.h")),
    ("sys/time.h", include_str!("include/sys/time.h")),
    ("sys/timeb.h", include_str!("include/sys/timeb.h")),
    ("sys/timerfd.h", include_str!("include/sys/timerfd.h")),
    ("sys/times.h", include_str!("include/sys/times.h")),
    ("sys/ttydefaults.h", include_str!("include/sys/ttydefaults.h")),
    ("sys/types.h", include_str!("include/sys/types.h")),
    ("sys/ucontext.h", include_str!("include/sys/ucontext.h")),
    ("sys/uio.h", include_str!("include/sys/uio.h")),
    ("sys/un.h", include_str!("include/sys/un.h")),
    ("sys/unistd.h", include_str!("include/sys/unistd.h")),
    ("sys/utsname.h", include_str!("include/sys/utsname.h")),
    ("sys/vfs.h", include_str!("include/sys/vfs.h")),
    ("sys/wait.h", include_str!("include/sys/wait.h")),
    ("syscall.h", include_str!("include/syscall.h")),
    ("sysexits.h", include_str!("include/sysexits.h")),
    ("syslog.h", include_str!("include/syslog.h")),
    ("termio.h", include_str!("include/termio.h")),
    ("termios.h", include_str!("include/termios.h")),
    ("tgmath.h", include_str!("include/tgmath.h")),
    ("threads.h", include_str!("include/threads.h")),
    ("time.h", include_str!("include/time.h")),
    ("uchar.h", include_str!("include/uchar.h")),
    ("ucontext.h", include_str!("include/ucontext.h")),
    ("ulimit.h", include_str!("include/ulimit.h")),
    ("unistd.h", include_str!("include/unistd.h")),
    ("utime.h", include_str!("include/utime.h")),
    ("utmp.h", include_str!("include/utmp.h")),
    ("utmpx.h", include_str!("include/utmpx.h")),
    ("values.h", include_str!("include/values.h")),
    ("wait.h", include_str!("include/wait.h")),
    ("wchar.h", include_str!("include/wchar.h")),
    ("wctype.h", include_str!("include/wctype.h")),
    ("wordexp.h", include_str!("include/wordexp.h")),
];

/// Every translation unit: (name, text).
pub const SOURCES: &[(&str, &str)] = &[
    ("aio.c", include_str!("src/aio.c")),
    ("backtrace.c", include_str!("src/backtrace.c")),
    ("bulk.c", include_str!("src/bulk.c")),
    ("byteorder.c", include_str!("src/byteorder.c")),
    ("catalog.c", include_str!("src/catalog.c")),
    ("complex.c", include_str!("src/complex.c")),
    ("complex_convert.c", include_str!("src/complex_convert.c")),
    ("complexf.c", include_str!("src/complexf.c")),
    ("complexl.c", include_str!("src/complexl.c")),
    ("ctype.c", include_str!("src/ctype.c")),
    ("cvt.c", include_str!("src/cvt.c")),
    ("dirent.c", include_str!("src/dirent.c")),
    ("encoding.c", include_str!("src/encoding.c")),
    ("env.c", include_str!("src/env.c")),
    ("err.c", include_str!("src/err.c")),
    ("errno.c", include_str!("src/errno.c")),
    ("exec.c", include_str!("src/exec.c")),
    ("exit.c", include_str!("src/exit.c")),
    ("fallocate.c", include_str!("src/fallocate.c")),
    ("files.c", include_str!("src/files.c")),
    ("fpclass.c", include_str!("src/fpclass.c")),
    ("fts.c", include_str!("src/fts.c")),
    ("ftw.c", include_str!("src/ftw.c")),
    ("getopt.c", include_str!("src/getopt.c")),
    ("glob.c", include_str!("src/glob.c")),
    ("hsearch.c", include_str!("src/hsearch.c")),
    ("ifaddrs.c", include_str!("src/ifaddrs.c")),
    ("inet.c", include_str!("src/inet.c")),
    ("inotify.c", include_str!("src/inotify.c")),
    ("int128.c", include_str!("src/int128.c")),
    ("intl.c", include_str!("src/intl.c")),
    ("io.c", include_str!("src/io.c")),
    ("langinfo.c", include_str!("src/langinfo.c")),
    ("locale.c", include_str!("src/locale.c")),
    ("locale_t.c", include_str!("src/locale_t.c")),
    ("malloc.c", include_str!("src/malloc.c")),
    ("math.c", include_str!("src/math.c")),
    ("math_rest.c", include_str!("src/math_rest.c")),
    ("misc.c", include_str!("src/misc.c")),
    ("mman.c", include_str!("src/mman.c")),
    ("mqueue.c", include_str!("src/mqueue.c")),
    ("netdb.c", include_str!("src/netdb.c")),
    ("passwd.c", include_str!("src/passwd.c")),
    ("path.c", include_str!("src/path.c")),
    ("poll.c", include_str!("src/poll.c")),
    ("process.c", include_str!("src/process.c")),
    ("pthread/attr.c", include_str!("src/pthread/attr.c")),
    ("pthread/cancel.c", include_str!("src/pthread/cancel.c")),
    ("pthread/cleanup.c", include_str!("src/pthread/cleanup.c")),
    ("pthread/cond.c", include_str!("src/pthread/cond.c")),
    ("pthread/key.c", include_str!("src/pthread/key.c")),
    ("pthread/meet.c", include_str!("src/pthread/meet.c")),
    ("pthread/mutex.c", include_str!("src/pthread/mutex.c")),
    ("pthread/notify.c", include_str!("src/pthread/notify.c")),
    ("pthread/rwlock.c", include_str!("src/pthread/rwlock.c")),
    ("pthread/thread.c", include_str!("src/pthread/thread.c")),
    ("pthread/threads.c", include_str!("src/pthread/threads.c")),
    ("rand_r.c", include_str!("src/rand_r.c")),
    ("random.c", include_str!("src/random.c")),
    ("regback.c", include_str!("src/regback.c")),
    ("regcomp.c", include_str!("src/regcomp.c")),
    ("regex.c", include_str!("src/regex.c")),
    ("rest.c", include_str!("src/rest.c")),
    ("self.c", include_str!("src/self.c")),
    ("semaphore.c", include_str!("src/semaphore.c")),
    ("setjmp.c", include_str!("src/setjmp.c")),
    ("shell.c", include_str!("src/shell.c")),
    ("signal.c", include_str!("src/signal.c")),
    ("sleep.c", include_str!("src/sleep.c")),
    ("socket.c", include_str!("src/socket.c")),
    ("spawn.c", include_str!("src/spawn.c")),
    ("start.c", include_str!("src/start.c")),
    ("statx.c", include_str!("src/statx.c")),
    ("stdio/cookie.c", include_str!("src/stdio/cookie.c")),
    ("stdio/file.c", include_str!("src/stdio/file.c")),
    ("stdio/flush.c", include_str!("src/stdio/flush.c")),
    ("stdio/get.c", include_str!("src/stdio/get.c")),
    ("stdio/memory.c", include_str!("src/stdio/memory.c")),
    ("stdio/open.c", include_str!("src/stdio/open.c")),
    ("stdio/printf.c", include_str!("src/stdio/printf.c")),
    ("stdio/prints.c", include_str!("src/stdio/prints.c")),
    ("stdio/put.c", include_str!("src/stdio/put.c")),
    ("stdio/scanf.c", include_str!("src/stdio/scanf.c")),
    ("stdio/seek.c", include_str!("src/stdio/seek.c")),
    ("stdio/state.c", include_str!("src/stdio/state.c")),
    ("stdlib.c", include_str!("src/stdlib.c")),
    ("strerror.c", include_str!("src/strerror.c")),
    ("string.c", include_str!("src/string.c")),
    ("strptime.c", include_str!("src/strptime.c")),
    ("strsignal.c", include_str!("src/strsignal.c")),
    ("strtod.c", include_str!("src/strtod.c")),
    ("strtol.c", include_str!("src/strtol.c")),
    ("sysconf.c", include_str!("src/sysconf.c")),
    ("system.c", include_str!("src/system.c")),
    ("sysv.c", include_str!("src/sysv.c")),
    ("temp.c", include_str!("src/temp.c")),
    ("time.c", include_str!("src/time.c")),
    ("timer.c", include_str!("src/timer.c")),
    ("tsearch.c", include_str!("src/tsearch.c")),
    ("tty.c", include_str!("src/tty.c")),
    ("tz.c", include_str!("src/tz.c")),
    ("ucontext.c", include_str!("src/ucontext.c")),
    ("utmp.c", include_str!("src/utmp.c")),
    ("vfork.c", include_str!("src/vfork.c")),
    ("wide/class.c", include_str!("src/wide/class.c")),
    ("wide/convert.c", include_str!("src/wide/convert.c")),
    ("wide/number.c", include_str!("src/wide/number.c")),
    ("wide/stdio.c", include_str!("src/wide/stdio.c")),
    ("wide/string.c", include_str!("src/wide/string.c")),
    ("wide/uchar.c", include_str!("src/wide/uchar.c")),
    ("wordexp.c", include_str!("src/wordexp.c")),
    ("zones.c", include_str!("src/zones.c")),
];

/// Macros that the sources of the library and of the programs in /bin are compiled with: they see all that the headers have.
pub const OWN_MACROS: &[(&str, &str)] = &[("_GNU_SOURCE", "1")];

/// The text of the header `name`, if the library has it.
pub fn header(name: &str) -> Option<&'static str> {
    let at = HEADERS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    Some(HEADERS[at].1)
}

#[cfg(test)]
mod tests {
    use super::{HEADERS, OWN_MACROS, SOURCES, header};
    use crate::cc::{NoFiles, Options, SourceFile, frontend};

    #[test]
    fn headers_are_sorted_and_unique() {
        assert!(HEADERS.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert!(SOURCES.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn every_included_header_exists() {
        for (name, text) in HEADERS.iter().chain(SOURCES) {
            for line in text.lines().filter_map(|line| line.strip_prefix("#include <")) {
                let wanted = line.split('>').next().unwrap_or("");
                assert!(header(wanted).is_some(), "{name} includes {wanted}");
            }
        }
    }

    /// What the compiler says about one file.
    fn messages(name: &str, text: &str, defines: &[(&str, &str)]) -> String {
        let file = SourceFile { name: name.into(), text: text.as_bytes().into() };
        let options = Options { headers: HEADERS, defines, ..Options::default() };
        let found = match frontend(&[file], &NoFiles, &options) {
            Ok((_, found)) | Err(found) => found,
        };
        found.render()
    }

    #[test]
    fn every_header_compiles_alone() {
        for (name, _) in HEADERS {
            assert_eq!(
                messages(
                    "x.c",
                    &format!(
                        "#include <{name}>
int main(void) {{ return 0; }}
"
                    ),
                    &[]
                ),
                ""
            );
        }
    }

    #[test]
    fn every_source_compiles_without_a_warning() {
        for (name, text) in SOURCES {
            assert_eq!(messages(name, text, OWN_MACROS), "");
        }
    }
}
