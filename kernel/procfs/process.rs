//! /proc/PID files (proc_pid_stat(5), proc_pid_status(5), proc_pid_maps(5), proc_pid_wchan(5), ...).

use super::node::Level;
use super::system::MOUNTS;
use crate::Kernel;
use crate::abi::{Errno, Fd, InodeId, SigSet, Tid};
use crate::entry::Restart;
use crate::mm::{AreaKind, Backing, PAGE_SIZE, Prot, STACK_TOP, Sharing, SpaceId, Vma};
use crate::proc::exit::INIT;
use crate::proc::process::Process;
use crate::proc::task::{Task, TaskState};
use crate::sched::time::ticks;
use crate::sched::wait::WaitOn;
use crate::vfs::file::FileKind;
use crate::vfs::inode::InodeKind;
use std::fmt::Write;

/// All capabilities that Linux 6 has: CAP_CHOWN to CAP_CHECKPOINT_RESTORE.
const ALL_CAPABILITIES: u64 = (1 << 41) - 1;

/// One letter and a word for what a process does.
fn state(process: &Process, task: Option<&Task>) -> (char, &'static str) {
    match task.map(|task| task.state) {
        // Also a first thread that has ended while others go on.
        None if process.pid != INIT => ('Z', "zombie"),
        Some(TaskState::Running | TaskState::Ready) => ('R', "running"),
        Some(TaskState::Stopped) => ('T', "stopped"),
        Some(TaskState::Dead) => ('X', "dead"),
        // No signal but SIGKILL wakes it, which Linux shows as a wait for a disk.
        Some(TaskState::Blocked) if task.is_some_and(is_deaf) => ('D', "disk sleep"),
        Some(TaskState::Blocked) | None => ('S', "sleeping"),
    }
}

/// How many threads it has, a first one that has ended included.
fn threads(process: &Process) -> usize {
    process.tasks().count() + usize::from(process.leader.is_none())
}

fn is_deaf(task: &Task) -> bool {
    task.blocked.as_ref().is_some_and(|blocked| blocked.restart == Restart::Uninterruptible)
}

/// What it waits for in sigwait(3) is let through meanwhile.
fn blocked_signals(task: &Task) -> SigSet {
    SigSet(task.mask.0 & !task.waiting_for.0)
}

/// A thread's own name, if it has one, or its process's.
fn task_name(process: &Process, task: Option<&Task>) -> String {
    match task.and_then(|task| task.name) {
        Some(name) => String::from_utf8_lossy(name.split(|b| *b == 0).next().unwrap_or_default()).into_owned(),
        None => process.name().to_string(),
    }
}

/// A signal set as /proc shows it.
fn hex(set: SigSet) -> String {
    format!("{:016x}", set.0)
}

impl Kernel {
    /// A file of /proc/PID or /proc/PID/task/TID; ESRCH when the process is gone.
    pub(super) fn process_text(&self, number: u32, name: &str, level: Level) -> Result<Vec<u8>, Errno> {
        let process = self.proc_process(number).ok_or(Errno::ESRCH)?;
        let tid = match level {
            Level::Task => Some(Tid(number)),
            Level::Process => process.leader,
        };
        let task = tid.and_then(|tid| self.procs.find_task(tid));
        Ok(match name {
            "comm" => format!("{}\n", task_name(process, task)).into_bytes(),
            "cmdline" if task.is_none() => Vec::new(),
            "cmdline" => process.image.cmdline.clone(),
            "environ" if task.is_none() => Vec::new(),
            "environ" => process.image.environ.clone(),
            "stat" => self.stat_text(process, task, number).into_bytes(),
            "statm" => self.statm_text(task).into_bytes(),
            "status" => self.status_text(process, task, number).into_bytes(),
            "maps" => task.map(|task| self.maps_text(process, task.space)).unwrap_or_default().into_bytes(),
            // Nobody is killed for want of memory here, and the preference can't be changed.
            "oom_score_adj" => b"0\n".to_vec(),
            // Of one that takes next to nothing of the memory.
            "oom_score" => b"666\n".to_vec(),
            "limits" => limits_text(process).into_bytes(),
            "mounts" => MOUNTS.as_bytes().to_vec(),
            "wchan" => task.map_or("0", wchan).as_bytes().to_vec(),
            _ => return Err(Errno::EINVAL),
        })
    }

    /// Virtual bytes and resident pages.
    fn sizes(&self, task: Option<&Task>) -> (u64, u64) {
        let Some(task) = task else { return (0, 0) };
        let virtual_bytes = self.mm.areas(task.space).iter().map(|area| area.end - area.start).sum();
        (virtual_bytes, self.mm.resident(task.space).len() as u64)
    }

    fn statm_text(&self, task: Option<&Task>) -> String {
        let (bytes, resident) = self.sizes(task);
        let pages = |kind: AreaKind| {
            let areas = task.map_or(&[][..], |task| self.mm.areas(task.space));
            areas.iter().filter(|a| a.kind == kind).map(|a| (a.end - a.start) / PAGE_SIZE as u64).sum::<u64>()
        };
        let data = bytes / PAGE_SIZE as u64 - pages(AreaKind::Image);
        format!("{} {resident} 0 {} 0 {data} 0\n", bytes / PAGE_SIZE as u64, pages(AreaKind::Image))
    }

    fn stat_text(&self, process: &Process, task: Option<&Task>, number: u32) -> String {
        let (letter, _) = state(process, task);
        let tty = process.ctty.and_then(|id| self.ttys.get(id));
        let (tty_number, foreground) = match tty {
            Some(tty) => {
                (((136 + tty.number / 256) << 8) + tty.number % 256, tty.foreground.map_or(-1, |group| group.0 as i32))
            }
            None => (0, -1),
        };
        let usage = self.own_usage(process);
        let (bytes, resident) = self.sizes(task);
        let nice = task.map_or(process.nice, |task| task.nice);
        let threads = threads(process);
        let mask = |set: SigSet| set.0 & 0x7fff_ffff;
        let pending = task.map_or(SigSet::EMPTY, |task| task.pending.set());
        let blocked = task.map_or(process.leader_mask, blocked_signals);
        let waits = u8::from(task.is_some_and(|task| task.state == TaskState::Blocked));
        let exit_signal = process.exit_signal.map_or(0, |signal| signal.number());
        format!(
            "{number} ({}) {letter} {} {} {} {tty_number} {foreground} 4194304 0 0 0 0 {} {} {} {} {} {nice} {threads} 0 {} \
             {bytes} {resident} {} 0 0 {STACK_TOP} 0 0 {} {} {} {} {waits} 0 0 {exit_signal} 0 0 0 0 0 0 0 0 0 0 0 0 0 {}\n",
            task_name(process, task),
            process.parent,
            process.pgid,
            process.sid,
            ticks(usage.user_ns),
            ticks(usage.system_ns),
            ticks(process.children_usage.user_ns),
            ticks(process.children_usage.system_ns),
            20 + i32::from(nice),
            ticks(process.start_ns),
            process.rlimits[crate::abi::flags::RLIMIT_RSS as usize].0,
            mask(pending),
            mask(blocked),
            mask(process.actions.ignored()),
            mask(process.actions.caught()),
            process.exit_status.unwrap_or(0),
        )
    }

    fn status_text(&self, process: &Process, task: Option<&Task>, number: u32) -> String {
        let (letter, word) = state(process, task);
        let cred = &process.cred;
        let groups: String = cred.groups.iter().map(|group| format!("{} ", group.0)).collect();
        let mut text = format!("Name:\t{}\n", process.name());
        if task.is_some() {
            let _ = writeln!(text, "Umask:\t{:04o}", process.umask);
        }
        let fds = task.map_or(0, |task| self.fds(task.tid).size().next_multiple_of(64).max(64));
        let _ = write!(
            text,
            "State:\t{letter} ({word})\nTgid:\t{}\nNgid:\t0\nPid:\t{number}\nPPid:\t{}\nTracerPid:\t0\n\
             Uid:\t{}\t{}\t{}\t{}\nGid:\t{}\t{}\t{}\t{}\nFDSize:\t{fds}\nGroups:\t{groups}\nNStgid:\t{}\nNSpid:\t{number}\n\
             NSpgid:\t{}\nNSsid:\t{}\nKthread:\t0\n",
            process.pid,
            process.parent,
            cred.uid.0,
            cred.euid.0,
            cred.suid.0,
            cred.euid.0,
            cred.gid.0,
            cred.egid.0,
            cred.sgid.0,
            cred.egid.0,
            process.pid,
            process.pgid,
            process.sid,
        );
        if let Some(task) = task {
            let (bytes, resident) = self.sizes(Some(task));
            let kib = |kind: AreaKind| {
                let areas = self.mm.areas(task.space).iter().filter(|area| area.kind == kind);
                areas.map(|area| area.end - area.start).sum::<u64>() / 1024
            };
            let resident = resident * PAGE_SIZE as u64 / 1024;
            let shared = self.mm.resident(task.space).into_iter().filter(|(addr, _)| {
                self.mm.area_at(task.space, *addr).is_some_and(|area| area.sharing == Sharing::Shared)
            });
            let shared = shared.count() as u64 * PAGE_SIZE as u64 / 1024;
            // Nothing remembers the most there has been: the peaks are what is now.
            for (name, value) in [
                ("VmPeak", bytes / 1024),
                ("VmSize", bytes / 1024),
                ("VmLck", 0),
                ("VmPin", 0),
                ("VmHWM", resident),
                ("VmRSS", resident),
                ("RssAnon", resident - shared.min(resident)),
                ("RssFile", 0),
                ("RssShmem", shared),
                ("VmData", kib(AreaKind::Heap) + kib(AreaKind::Map)),
                ("VmStk", kib(AreaKind::Stack)),
                ("VmExe", kib(AreaKind::Image)),
                ("VmLib", 0),
                ("VmPTE", 4 * (1 + bytes / PAGE_SIZE as u64 / 512)),
                ("VmSwap", 0),
                ("HugetlbPages", 0),
            ] {
                let _ = writeln!(text, "{name}:\t{value:>8} kB");
            }
            text += "CoreDumping:\t0\nTHP_enabled:\t0\nuntag_mask:\t0xffffffffffffffff\n";
        }
        let pending = task.map_or(SigSet::EMPTY, |task| task.pending.set());
        let blocked = task.map_or(process.leader_mask, blocked_signals);
        let usage = self.own_usage(process);
        // Root has all, anybody else none (capabilities(7), "Effect of user ID changes on capabilities").
        let permitted = [cred.uid, cred.euid, cred.suid].iter().any(|uid| uid.0 == 0);
        let _ = write!(
            text,
            "Threads:\t{}\nSigQ:\t{}/{}\nSigPnd:\t{}\nShdPnd:\t{}\nSigBlk:\t{}\nSigIgn:\t{}\nSigCgt:\t{}\n\
             CapInh:\t{:016x}\nCapPrm:\t{:016x}\nCapEff:\t{:016x}\nCapBnd:\t{:016x}\nCapAmb:\t{:016x}\nNoNewPrivs:\t0\n\
             Seccomp:\t0\nSeccomp_filters:\t0\nCpus_allowed:\t1\nCpus_allowed_list:\t0\nMems_allowed:\t1\nMems_allowed_list:\t0\n\
             voluntary_ctxt_switches:\t{}\nnonvoluntary_ctxt_switches:\t{}\n",
            threads(process),
            self.queued_signals.of(process.cred.uid),
            process.rlimits[crate::abi::flags::RLIMIT_SIGPENDING as usize].0,
            hex(pending),
            hex(process.pending.set()),
            hex(blocked),
            hex(process.actions.ignored()),
            hex(process.actions.caught()),
            0,
            if permitted { ALL_CAPABILITIES } else { 0 },
            if cred.euid.0 == 0 { ALL_CAPABILITIES } else { 0 },
            ALL_CAPABILITIES,
            0,
            usage.voluntary_switches,
            usage.involuntary_switches,
        );
        text
    }

    fn maps_text(&self, process: &Process, space: SpaceId) -> String {
        self.mm.areas(space).iter().map(|area| map_line(area, &self.area_name(area, process))).collect()
    }

    /// What is mapped there: a file's path, a System V segment by its key, shared memory without a name.
    fn area_name(&self, area: &Vma, process: &Process) -> String {
        let object = match (area.kind, area.backing) {
            (AreaKind::Heap, _) => return "[heap]".into(),
            (AreaKind::Stack, _) => return "[stack]".into(),
            (AreaKind::Image, _) => return String::from_utf8_lossy(&process.image.path).into_owned(),
            (AreaKind::Map, Backing::Anonymous) => return String::new(),
            (AreaKind::Map, Backing::Object { id, .. }) => id,
        };
        let mut files = self.vfs.inodes.iter();
        let file =
            files.find(|(_, inode)| matches!(inode.kind, InodeKind::Regular { object: own, .. } if own == object));
        if let Some((key, _)) = file {
            return String::from_utf8_lossy(&self.inode_path(InodeId(key)).unwrap_or_default()).into_owned();
        }
        match self.sysv.shms.iter().find(|(_, segment)| segment.object == object) {
            Some((_, segment)) => format!("/SYSV{:08x} (deleted)", segment.made_as),
            None => "/dev/zero (deleted)".into(),
        }
    }

    /// /proc/PID/fdinfo/N.
    pub(super) fn fdinfo_text(&self, pid: u32, fd: u32) -> Result<Vec<u8>, Errno> {
        let file = self.vfs.file(self.proc_file(pid, fd).ok_or(Errno::ENOENT)?)?;
        let task = self.proc_process(pid).and_then(|process| process.tasks().next()).ok_or(Errno::ENOENT)?;
        let cloexec = self.fds(task).get(Fd(fd as i32))?.cloexec;
        let flags = file.flags | if cloexec { crate::abi::flags::O_CLOEXEC } else { 0 };
        let ino = self.stat_of(file.inode)?.ino;
        let mut text = format!("pos:\t{}\nflags:\t0{flags:o}\nmnt_id:\t1\nino:\t{ino}\n", file.offset);
        if let FileKind::Eventfd(id) = file.kind
            && let Some(eventfd) = self.vfs.eventfds.get(id.0)
        {
            let (count, number, semaphore) = (eventfd.count, id.0, u8::from(eventfd.semaphore));
            let _ = write!(text, "eventfd-count: {count:16x}\neventfd-id: {number}\neventfd-semaphore: {semaphore}\n");
        }
        Ok(text.into_bytes())
    }
}

fn map_line(area: &Vma, name: &str) -> String {
    let bit = |prot: Prot, letter: char| if area.prot.contains(prot) { letter } else { '-' };
    let (r, w, x) = (bit(Prot::READ, 'r'), bit(Prot::WRITE, 'w'), bit(Prot::EXEC, 'x'));
    let sharing = if area.sharing == Sharing::Shared { 's' } else { 'p' };
    let (offset, object) = match area.backing {
        Backing::Anonymous => (0, 0),
        Backing::Object { id, offset } => (offset, u64::from(id.0)),
    };
    let line = format!("{:08x}-{:08x} {r}{w}{x}{sharing} {offset:08x} 00:00 {object} ", area.start, area.end);
    if name.is_empty() { format!("{line}\n") } else { format!("{line:<72} {name}\n") }
}

/// The kernel function of Linux in which such a call sleeps.
fn wchan(task: &Task) -> &'static str {
    let Some(blocked) = task.blocked.as_ref().filter(|_| task.state == TaskState::Blocked) else {
        return if task.state == TaskState::Stopped { "do_signal_stop" } else { "0" };
    };
    match blocked.on {
        WaitOn::PipeReadable(_) => return "anon_pipe_read",
        WaitOn::PipeWritable(_) => return "anon_pipe_write",
        WaitOn::FifoReader(_) | WaitOn::FifoWriter(_) => return "wait_for_partner",
        WaitOn::TtyInput(_) | WaitOn::TtyOutput(_) | WaitOn::PtyReadable(_) | WaitOn::PtyWritable(_) => {
            return "wait_woken";
        }
        WaitOn::Child => return "do_wait",
        _ => {}
    }
    match blocked.call.name() {
        "nanosleep" | "clock_nanosleep" => "hrtimer_nanosleep",
        "pause" => "do_sys_pause",
        "rt_sigsuspend" => "sigsuspend",
        "rt_sigtimedwait" => "do_sigtimedwait",
        "poll" | "ppoll" | "select" | "pselect6" => "poll_schedule_timeout",
        "epoll_wait" | "epoll_pwait" | "epoll_pwait2" => "do_epoll_wait",
        "accept" | "accept4" | "recvfrom" | "recvmsg" => "skb_wait_for_more_packets",
        "read" | "readv" => "unix_stream_read_generic",
        "connect" => "unix_stream_connect",
        "sendto" | "sendmsg" | "write" | "writev" => "sock_alloc_send_pskb",
        "msgrcv" => "do_msgrcv",
        "msgsnd" => "do_msgsnd",
        "semop" | "semtimedop" => "__do_semtimedop",
        "mq_timedreceive" | "mq_timedsend" => "wq_sleep",
        "futex" => "futex_do_wait",
        "fcntl" => "fcntl_setlk",
        "flock" => "locks_lock_inode_wait",
        "vfork" | "clone" => "kernel_clone",
        _ => "schedule",
    }
}

fn limits_text(process: &Process) -> String {
    const ROWS: [(&str, &str); 16] = [
        ("Max cpu time", "seconds"),
        ("Max file size", "bytes"),
        ("Max data size", "bytes"),
        ("Max stack size", "bytes"),
        ("Max core file size", "bytes"),
        ("Max resident set", "bytes"),
        ("Max processes", "processes"),
        ("Max open files", "files"),
        ("Max locked memory", "bytes"),
        ("Max address space", "bytes"),
        ("Max file locks", "locks"),
        ("Max pending signals", "signals"),
        ("Max msgqueue size", "bytes"),
        ("Max nice priority", ""),
        ("Max realtime priority", ""),
        ("Max realtime timeout", "us"),
    ];
    let shown = |limit: u64| if limit == u64::MAX { "unlimited".to_string() } else { limit.to_string() };
    let mut text = format!("{:<25} {:<20} {:<20} {:<10}\n", "Limit", "Soft Limit", "Hard Limit", "Units");
    for ((name, unit), (soft, hard)) in ROWS.iter().zip(process.rlimits) {
        let _ = writeln!(text, "{name:<25} {:<20} {:<20} {unit:<10}", shown(soft), shown(hard));
    }
    text
}
