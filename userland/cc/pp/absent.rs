//! Headers that Linux has and the simulator hasn't, and what it lacks.
//!
//! Entry point: `lacks`.

/// Header, and what a program that includes it wants to do.
const ABSENT: &[(&str, &str)] = &[
    ("acl/libacl.h", "access control lists"),
    ("argp.h", "argp's parser of options (getopt_long is there)"),
    ("attr/xattr.h", "extended attributes"),
    ("cpuid.h", "instructions of one processor"),
    ("crypt.h", "encrypted passwords"),
    ("curses.h", "ncurses: screens drawn by a library"),
    ("dlfcn.h", "libraries loaded at run time"),
    ("elf.h", "ELF files: programs are not machine code here"),
    ("iconv.h", "conversion of character sets"),
    ("immintrin.h", "vector instructions"),
    ("link.h", "libraries loaded at run time"),
    ("linux/audit.h", "seccomp"),
    ("linux/bpf.h", "programs in the kernel"),
    ("linux/capability.h", "capabilities"),
    ("linux/filter.h", "programs in the kernel"),
    ("linux/fs.h", "file systems' own ioctls"),
    ("linux/if_link.h", "netlink sockets"),
    ("linux/if_packet.h", "packet sockets"),
    ("linux/if_tun.h", "network devices"),
    ("linux/io_uring.h", "io_uring"),
    ("linux/netlink.h", "netlink sockets"),
    ("linux/reboot.h", "reboot"),
    ("linux/rtnetlink.h", "netlink sockets"),
    ("linux/seccomp.h", "seccomp"),
    ("linux/securebits.h", "capabilities"),
    ("mcheck.h", "checks of the heap by glibc"),
    ("mntent.h", "tables of mounted file systems"),
    ("ncurses.h", "ncurses: screens drawn by a library"),
    ("netinet/if_ether.h", "packet sockets"),
    ("netinet/ip_icmp.h", "raw sockets"),
    ("netpacket/packet.h", "packet sockets"),
    ("obstack.h", "obstacks"),
    ("omp.h", "OpenMP"),
    ("openssl/ssl.h", "the OpenSSL library"),
    ("pcap.h", "the pcap library (`sim trace --format pcap` writes its files)"),
    ("printf.h", "conversions of one's own for printf"),
    ("readline/history.h", "the readline library"),
    ("readline/readline.h", "the readline library"),
    ("resolv.h", "requests to name servers"),
    ("rpc/rpc.h", "remote procedure calls"),
    ("shadow.h", "encrypted passwords"),
    ("sqlite3.h", "the SQLite library"),
    ("stropts.h", "STREAMS"),
    ("sys/acct.h", "accounting of processes"),
    ("sys/acl.h", "access control lists"),
    ("sys/capability.h", "capabilities"),
    ("sys/fsuid.h", "user ids for files alone"),
    ("sys/mount.h", "mounting of file systems"),
    ("sys/personality.h", "personalities"),
    ("sys/ptrace.h", "ptrace: a program that traces another one (`sim strace` and `sim step` do)"),
    ("sys/quota.h", "disk quotas"),
    ("sys/reboot.h", "reboot"),
    ("sys/reg.h", "ptrace: a program that traces another one (`sim strace` and `sim step` do)"),
    ("sys/swap.h", "swapping"),
    ("sys/timex.h", "adjustment of the clock"),
    ("sys/user.h", "ptrace: a program that traces another one (`sim strace` and `sim step` do)"),
    ("sys/xattr.h", "extended attributes"),
    ("term.h", "ncurses: screens drawn by a library"),
    ("termcap.h", "ncurses: screens drawn by a library"),
    ("uuid/uuid.h", "the uuid library"),
    ("x86intrin.h", "instructions of one processor"),
    ("xmmintrin.h", "vector instructions"),
    ("zlib.h", "the zlib library"),
];

/// What the simulator lacks where a header of Linux is not to be had; `None` if Linux has no such header either.
pub fn lacks(header: &str) -> Option<&'static str> {
    ABSENT.binary_search_by_key(&header, |(name, _)| name).ok().map(|i| ABSENT[i].1)
}

#[test]
fn sorted_and_not_there() {
    assert!(ABSENT.windows(2).all(|pair| pair[0].0 < pair[1].0));
    assert!(ABSENT.iter().all(|(name, _)| crate::libc::header(name).is_none()));
}
