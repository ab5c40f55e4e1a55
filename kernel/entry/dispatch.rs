//! Which handler does which call. One arm a call, in the order of `abi::syscall`.

use super::{Ctx, SysResult};
use crate::Kernel;
use crate::abi::{Syscall, UserAddr};

impl Kernel {
    /// Does the call, once. It may be tried again later, with what `ctx` remembers. Here are those that are made most.
    #[inline(always)]
    pub(super) fn dispatch(&mut self, ctx: &mut Ctx, sp: UserAddr, call: &Syscall) -> SysResult {
        use Syscall::*;
        match *call {
            Read { fd, buf, count } => self.sys_read(ctx, fd, buf, count),
            Write { fd, buf, count } => self.sys_write(ctx, fd, buf, count),
            Getpid {} => Ok(self.procs.task(ctx.tid).pid.0.into()),
            Gettid {} => Ok(ctx.tid.0.into()),
            Kill { pid, sig } => self.sys_kill(ctx, pid, sig),
            RtSigprocmask { how, set, oldset, sigsetsize } => {
                self.sys_rt_sigprocmask(ctx, how, set, oldset, sigsetsize)
            }
            Msgsnd { id, msg, size, flags } => self.sys_msgsnd(ctx, id, msg, size, flags),
            Msgrcv { .. } => self.sys_msgrcv(ctx, *call),
            Semtimedop { id, sops, nsops, timeout } => self.sys_semtimedop(ctx, id, sops, nsops, timeout),
            RtSigsuspend { mask, sigsetsize } => self.sys_rt_sigsuspend(ctx, mask, sigsetsize),
            _ => self.dispatch_other(ctx, sp, *call),
        }
    }

    /// Does any call.
    #[inline(never)]
    pub(super) fn dispatch_other(&mut self, ctx: &mut Ctx, sp: UserAddr, call: Syscall) -> SysResult {
        use Syscall::*;
        match call {
            Read { fd, buf, count } => self.sys_read(ctx, fd, buf, count),
            Write { fd, buf, count } => self.sys_write(ctx, fd, buf, count),
            Open { path, flags, mode } => self.sys_open(ctx, path, flags, mode),
            Close { fd } => self.sys_close(ctx, fd),
            Stat { path, buf } => self.sys_stat(ctx, path, buf),
            Fstat { fd, buf } => self.sys_fstat(ctx, fd, buf),
            Lstat { path, buf } => self.sys_lstat(ctx, path, buf),
            Poll { fds, nfds, timeout } => self.sys_poll(ctx, fds, nfds, timeout),
            Lseek { fd, offset, whence } => self.sys_lseek(ctx, fd, offset, whence),
            Mmap { .. } => self.sys_mmap(ctx, call),
            Mprotect { addr, length, prot } => self.sys_mprotect(ctx, addr, length, prot),
            Munmap { addr, length } => self.sys_munmap(ctx, addr, length),
            Brk { addr } => self.sys_brk(ctx, addr),
            RtSigaction { signum, act, oldact, sigsetsize } => {
                self.sys_rt_sigaction(ctx, signum, act, oldact, sigsetsize)
            }
            RtSigprocmask { how, set, oldset, sigsetsize } => {
                self.sys_rt_sigprocmask(ctx, how, set, oldset, sigsetsize)
            }
            Ioctl { fd, request, arg } => self.sys_ioctl(ctx, fd, request, arg),
            Pread { fd, buf, count, offset } => self.sys_pread(ctx, fd, buf, count, offset),
            Pwrite { fd, buf, count, offset } => self.sys_pwrite(ctx, fd, buf, count, offset),
            Readv { fd, iov, iovcnt } => self.sys_readv(ctx, fd, iov, iovcnt),
            Writev { fd, iov, iovcnt } => self.sys_writev(ctx, fd, iov, iovcnt),
            Access { path, mode } => self.sys_access(ctx, path, mode),
            Pipe { fds } => self.sys_pipe(ctx, fds),
            Select { nfds, read, write, except, timeout } => self.sys_select(ctx, nfds, [read, write, except], timeout),
            SchedYield {} => {
                self.yield_now();
                Ok(0)
            }
            Mremap { .. } => self.sys_mremap(ctx, call),
            Msync { addr, length, flags } => self.sys_msync(ctx, addr, length, flags),
            Mincore { addr, length, vec } => self.sys_mincore(ctx, addr, length, vec),
            Madvise { addr, length, advice } => self.sys_madvise(ctx, addr, length, advice),
            Shmget { key, size, flags } => self.sys_shmget(ctx, key, size, flags),
            Shmat { id, addr, flags } => self.sys_shmat(ctx, id, addr, flags),
            Shmctl { id, cmd, buf } => self.sys_shmctl(ctx, id, cmd, buf),
            Dup { fd } => self.sys_dup(ctx, fd),
            Dup2 { old, new } => self.sys_dup2(ctx, old, new),
            Pause {} => self.sys_pause(ctx),
            Nanosleep { request, .. } => self.sys_nanosleep(ctx, request),
            Getitimer { which, value } => self.sys_getitimer(ctx, which, value),
            Alarm { seconds } => self.sys_alarm(ctx, seconds),
            Setitimer { which, new, old } => self.sys_setitimer(ctx, which, new, old),
            Getpid {} => Ok(self.procs.task(ctx.tid).pid.0.into()),
            Sendfile { to, from, offset, count } => self.sys_sendfile(ctx, to, from, offset, count),
            Socket { domain, kind, protocol } => self.sys_socket(ctx, domain, kind, protocol),
            Connect { fd, addr, len } => self.sys_connect(ctx, fd, addr, len),
            Accept { fd, addr, len } => self.sys_accept(ctx, fd, addr, len),
            Sendto { fd, buf, count, flags, addr, addrlen } => {
                self.sys_sendto(ctx, fd, (buf, count), flags, addr, addrlen)
            }
            Recvfrom { fd, buf, count, flags, addr, addrlen } => {
                self.sys_recvfrom(ctx, fd, (buf, count), flags, addr, addrlen)
            }
            Sendmsg { fd, msg, flags } => self.sys_sendmsg(ctx, fd, msg, flags),
            Recvmsg { fd, msg, flags } => self.sys_recvmsg(ctx, fd, msg, flags),
            Shutdown { fd, how } => self.sys_shutdown(ctx, fd, how),
            Bind { fd, addr, len } => self.sys_bind(ctx, fd, addr, len),
            Listen { fd, backlog } => self.sys_listen(ctx, fd, backlog),
            Getsockname { fd, addr, len } => self.sys_getsockname(ctx, fd, addr, len),
            Getpeername { fd, addr, len } => self.sys_getpeername(ctx, fd, addr, len),
            Socketpair { domain, kind, protocol, fds } => self.sys_socketpair(ctx, domain, kind, protocol, fds),
            Setsockopt { fd, level, name, value, len } => self.sys_setsockopt(ctx, fd, level, name, value, len),
            Getsockopt { fd, level, name, value, len } => self.sys_getsockopt(ctx, fd, level, name, value, len),
            Clone { .. } => self.sys_clone(ctx, call),
            Fork {} => self.sys_fork(ctx),
            Vfork {} => self.sys_vfork(ctx),
            Execve { path, argv, envp } => self.sys_execve(ctx, path, argv, envp),
            Exit { status } => self.sys_exit(ctx, status),
            Wait4 { pid, status, options, rusage } => self.sys_wait4(ctx, pid, status, options, rusage),
            Kill { pid, sig } => self.sys_kill(ctx, pid, sig),
            Uname { buf } => self.sys_uname(ctx, buf),
            Semget { key, nsems, flags } => self.sys_semget(ctx, key, nsems, flags),
            Semop { id, sops, nsops } => self.sys_semtimedop(ctx, id, sops, nsops, UserAddr::NULL),
            Semctl { id, semnum, cmd, arg } => self.sys_semctl(ctx, id, semnum, cmd, arg),
            Shmdt { addr } => self.sys_shmdt(ctx, addr),
            Msgget { key, flags } => self.sys_msgget(ctx, key, flags),
            Msgsnd { id, msg, size, flags } => self.sys_msgsnd(ctx, id, msg, size, flags),
            Msgrcv { .. } => self.sys_msgrcv(ctx, call),
            Msgctl { id, cmd, buf } => self.sys_msgctl(ctx, id, cmd, buf),
            Fcntl { fd, cmd, arg } => self.sys_fcntl(ctx, fd, cmd, arg),
            Flock { fd, operation } => self.sys_flock(ctx, fd, operation),
            Fsync { fd } => self.sys_fsync(ctx, fd),
            Fdatasync { fd } => self.sys_fdatasync(ctx, fd),
            Truncate { path, length } => self.sys_truncate(ctx, path, length),
            Ftruncate { fd, length } => self.sys_ftruncate(ctx, fd, length),
            Getcwd { buf, size } => self.sys_getcwd(ctx, buf, size),
            Chdir { path } => self.sys_chdir(ctx, path),
            Fchdir { fd } => self.sys_fchdir(ctx, fd),
            Rename { old, new } => self.sys_rename(ctx, old, new),
            Mkdir { path, mode } => self.sys_mkdir(ctx, path, mode),
            Rmdir { path } => self.sys_rmdir(ctx, path),
            Creat { path, mode } => self.sys_creat(ctx, path, mode),
            Link { old, new } => self.sys_link(ctx, old, new),
            Unlink { path } => self.sys_unlink(ctx, path),
            Symlink { target, path } => self.sys_symlink(ctx, target, path),
            Readlink { path, buf, size } => self.sys_readlink(ctx, path, buf, size),
            Chmod { path, mode } => self.sys_chmod(ctx, path, mode),
            Fchmod { fd, mode } => self.sys_fchmod(ctx, fd, mode),
            Chown { path, uid, gid } => self.sys_chown(ctx, path, uid, gid),
            Fchown { fd, uid, gid } => self.sys_fchown(ctx, fd, uid, gid),
            Lchown { path, uid, gid } => self.sys_lchown(ctx, path, uid, gid),
            Umask { mask } => self.sys_umask(ctx, mask),
            Gettimeofday { tv, tz } => self.sys_gettimeofday(ctx, tv, tz),
            Getrlimit { resource, limit } => self.sys_getrlimit(ctx, resource, limit),
            Getrusage { who, usage } => self.sys_getrusage(ctx, who, usage),
            Sysinfo { info } => self.sys_sysinfo(ctx, info),
            Times { buf } => self.sys_times(ctx, buf),
            Getuid {} => Ok(self.procs.process_of(ctx.tid).cred.uid.0.into()),
            Getgid {} => Ok(self.procs.process_of(ctx.tid).cred.gid.0.into()),
            Setuid { uid } => self.sys_setuid(ctx, uid),
            Setgid { gid } => self.sys_setgid(ctx, gid),
            Geteuid {} => Ok(self.procs.process_of(ctx.tid).cred.euid.0.into()),
            Getegid {} => Ok(self.procs.process_of(ctx.tid).cred.egid.0.into()),
            Setpgid { pid, pgid } => self.sys_setpgid(ctx, pid, pgid),
            Getppid {} => Ok(self.procs.process_of(ctx.tid).parent.0.into()),
            Getpgrp {} => Ok(self.procs.process_of(ctx.tid).pgid.0.into()),
            Setsid {} => self.sys_setsid(ctx),
            Setreuid { ruid, euid } => self.sys_setreuid(ctx, ruid, euid),
            Setregid { rgid, egid } => self.sys_setregid(ctx, rgid, egid),
            Getgroups { size, list } => self.sys_getgroups(ctx, size, list),
            Setgroups { size, list } => self.sys_setgroups(ctx, size, list),
            Setresuid { ruid, euid, suid } => self.sys_setresuid(ctx, ruid, euid, suid),
            Getresuid { ruid, euid, suid } => self.sys_getresuid(ctx, ruid, euid, suid),
            Setresgid { rgid, egid, sgid } => self.sys_setresgid(ctx, rgid, egid, sgid),
            Getresgid { rgid, egid, sgid } => self.sys_getresgid(ctx, rgid, egid, sgid),
            Getpgid { pid } => self.sys_getpgid(ctx, pid),
            Getsid { pid } => self.sys_getsid(ctx, pid),
            RtSigpending { set, sigsetsize } => self.sys_rt_sigpending(ctx, set, sigsetsize),
            RtSigtimedwait { set, info, timeout, sigsetsize } => {
                self.sys_rt_sigtimedwait(ctx, set, info, timeout, sigsetsize)
            }
            RtSigqueueinfo { pid, sig, info } => self.sys_rt_sigqueueinfo(ctx, pid, sig, info),
            RtSigsuspend { mask, sigsetsize } => self.sys_rt_sigsuspend(ctx, mask, sigsetsize),
            Sigaltstack { new, old } => self.sys_sigaltstack(ctx, sp, new, old),
            Mknod { path, mode, dev } => self.sys_mknod(ctx, path, mode, dev),
            Getpriority { which, who } => self.sys_getpriority(ctx, which, who),
            Setpriority { which, who, prio } => self.sys_setpriority(ctx, which, who, prio),
            SchedSetparam { pid, param } => self.sys_sched_setparam(ctx, pid, param),
            SchedGetparam { pid, param } => self.sys_sched_getparam(ctx, pid, param),
            SchedRrGetInterval { pid, interval } => self.sys_sched_rr_get_interval(ctx, pid, interval),
            SchedSetscheduler { pid, policy, param } => self.sys_sched_setscheduler(ctx, pid, policy, param),
            SchedGetscheduler { pid } => self.sys_sched_getscheduler(ctx, pid),
            SchedGetPriorityMax { policy } => self.sys_sched_priority_bound(policy, 99),
            SchedGetPriorityMin { policy } => self.sys_sched_priority_bound(policy, 1),
            SchedSetaffinity { pid, size, mask } => self.sys_sched_setaffinity(ctx, pid, size, mask),
            SchedGetaffinity { pid, size, mask } => self.sys_sched_getaffinity(ctx, pid, size, mask),
            Getcpu { cpu, node } => self.sys_getcpu(ctx, cpu, node),
            Mlock { addr, length } => self.sys_mlock(ctx, addr, length),
            Munlock { addr, length } => self.sys_munlock(ctx, addr, length),
            Mlockall { flags } => self.sys_mlockall(ctx, flags),
            Munlockall {} => Ok(0),
            Prctl { option, arg2, arg3, arg4, arg5 } => self.sys_prctl(ctx, option, arg2, [arg3, arg4, arg5]),
            Setrlimit { resource, limit } => self.sys_setrlimit(ctx, resource, limit),
            Gettid {} => Ok(ctx.tid.0.into()),
            Tkill { tid, sig } => self.sys_tkill(ctx, tid, sig),
            Time { t } => self.sys_time(ctx, t),
            EpollCreate { size } => self.sys_epoll_create(ctx, size),
            Getdents64 { fd, buf, size } => self.sys_getdents64(ctx, fd, buf, size),
            SetTidAddress { tid } => self.sys_set_tid_address(ctx, tid),
            TimerCreate { clock, event, timer } => self.sys_timer_create(ctx, clock, event, timer),
            TimerSettime { timer, flags, new, old } => self.sys_timer_settime(ctx, timer, flags, new, old),
            TimerGettime { timer, value } => self.sys_timer_gettime(ctx, timer, value),
            TimerGetoverrun { timer } => self.sys_timer_getoverrun(ctx, timer),
            TimerDelete { timer } => self.sys_timer_delete(ctx, timer),
            ClockGettime { clock, tp } => self.sys_clock_gettime(ctx, clock, tp),
            ClockGetres { clock, res } => self.sys_clock_getres(ctx, clock, res),
            ClockNanosleep { clock, flags, request, .. } => self.sys_clock_nanosleep(ctx, clock, flags, request),
            Futex { .. } => self.sys_futex(ctx, call),
            GetRobustList { pid, head, len } => self.sys_get_robust_list(ctx, pid, head, len),
            SetRobustList { head, len } => self.sys_set_robust_list(ctx, head, len),
            Clone3 { args, size } => self.sys_clone3(ctx, call, args, size),
            ExitGroup { status } => self.sys_exit_group(ctx, status),
            EpollWait { epfd, events, max, timeout } => self.sys_epoll_wait(ctx, epfd, events, max, timeout),
            EpollCtl { epfd, op, fd, event } => self.sys_epoll_ctl(ctx, epfd, op, fd, event),
            Tgkill { tgid, tid, sig } => self.sys_tgkill(ctx, tgid, tid, sig),
            MqOpen { name, flags, mode, attr } => self.sys_mq_open(ctx, name, flags, mode, attr),
            MqUnlink { name } => self.sys_mq_unlink(ctx, name),
            MqTimedsend { .. } => self.sys_mq_timedsend(ctx, call),
            MqTimedreceive { .. } => self.sys_mq_timedreceive(ctx, call),
            MqNotify { fd, event } => self.sys_mq_notify(ctx, fd, event),
            MqGetsetattr { fd, new, old } => self.sys_mq_getsetattr(ctx, fd, new, old),
            Waitid { idtype, id, info, options, rusage } => self.sys_waitid(ctx, (idtype, id), info, options, rusage),
            InotifyInit {} => self.sys_inotify_init1(ctx, 0),
            InotifyInit1 { flags } => self.sys_inotify_init1(ctx, flags),
            InotifyAddWatch { fd, path, mask } => self.sys_inotify_add_watch(ctx, fd, path, mask),
            InotifyRmWatch { fd, wd } => self.sys_inotify_rm_watch(ctx, fd, wd),
            Splice { from, from_offset, to, to_offset, len, flags } => {
                self.sys_splice(ctx, (from, from_offset), (to, to_offset), len, flags)
            }
            Tee { from, to, len, flags } => self.sys_tee(ctx, from, to, len, flags),
            Vmsplice { fd, iov, count, flags } => self.sys_vmsplice(ctx, fd, iov, count, flags),
            CopyFileRange { from, from_offset, to, to_offset, len, flags } => {
                self.sys_copy_file_range(ctx, (from, from_offset), (to, to_offset), len, flags)
            }
            PidfdSendSignal { fd, sig, info, flags } => self.sys_pidfd_send_signal(ctx, fd, sig, info, flags),
            PidfdOpen { pid, flags } => self.sys_pidfd_open(ctx, pid, flags),
            Openat { dir, path, flags, mode } => self.sys_openat(ctx, dir, path, flags, mode),
            Mkdirat { dir, path, mode } => self.sys_mkdirat(ctx, dir, path, mode),
            Mknodat { dir, path, mode, dev } => self.sys_mknodat(ctx, dir, path, mode, dev),
            Newfstatat { dir, path, buf, flags } => self.sys_newfstatat(ctx, dir, path, buf, flags),
            Unlinkat { dir, path, flags } => self.sys_unlinkat(ctx, dir, path, flags),
            Renameat { old_dir, old, new_dir, new } => self.sys_renameat(ctx, old_dir, old, new_dir, new),
            Linkat { old_dir, old, new_dir, new, flags } => self.sys_linkat(ctx, old_dir, old, new_dir, new, flags),
            Symlinkat { target, dir, path } => self.sys_symlinkat(ctx, target, dir, path),
            Readlinkat { dir, path, buf, size } => self.sys_readlinkat(ctx, dir, path, buf, size),
            Fchmodat { dir, path, mode } => self.sys_fchmodat(ctx, dir, path, mode),
            Faccessat { dir, path, mode } => self.sys_faccessat(ctx, dir, path, mode),
            Pselect6 { nfds, read, write, except, timeout, sig } => {
                self.sys_pselect6(ctx, nfds, [read, write, except], timeout, sig)
            }
            Ppoll { fds, nfds, timeout, mask, size } => self.sys_ppoll(ctx, fds, nfds, timeout, mask, size),
            Utimensat { dir, path, times, flags } => self.sys_utimensat(ctx, dir, path, times, flags),
            EpollPwait { epfd, events, max, timeout, mask, size } => {
                self.sys_epoll_pwait(ctx, epfd, events, max, timeout, mask, size)
            }
            Signalfd { fd, mask, size } => self.sys_signalfd(ctx, fd, mask, size),
            TimerfdCreate { clock, flags } => self.sys_timerfd_create(ctx, clock, flags),
            Eventfd { count } => self.sys_eventfd(ctx, count),
            TimerfdSettime { fd, flags, new, old } => self.sys_timerfd_settime(ctx, fd, flags, new, old),
            TimerfdGettime { fd, value } => self.sys_timerfd_gettime(ctx, fd, value),
            Accept4 { fd, addr, len, flags } => self.sys_accept4(ctx, fd, addr, len, flags),
            Signalfd4 { fd, mask, size, flags } => self.sys_signalfd4(ctx, fd, mask, size, flags),
            Eventfd2 { count, flags } => self.sys_eventfd2(ctx, count, flags),
            EpollCreate1 { flags } => self.sys_epoll_create1(ctx, flags),
            Recvmmsg { fd, msgs, count, flags, timeout } => self.sys_recvmmsg(ctx, fd, msgs, count, flags, timeout),
            Sendmmsg { fd, msgs, count, flags } => self.sys_sendmmsg(ctx, fd, msgs, count, flags),
            Dup3 { old, new, flags } => self.sys_dup3(ctx, old, new, flags),
            Pipe2 { fds, flags } => self.sys_pipe2(ctx, fds, flags),
            RtTgsigqueueinfo { tgid, tid, sig, info } => self.sys_rt_tgsigqueueinfo(ctx, tgid, tid, sig, info),
            Prlimit64 { pid, resource, new, old } => self.sys_prlimit64(ctx, pid, resource, new, old),
            Renameat2 { old_dir, old, new_dir, new, flags } => {
                self.sys_renameat2(ctx, old_dir, old, new_dir, new, flags)
            }
            Statfs { path, buf } => self.sys_statfs(ctx, path, buf),
            Fstatfs { fd, buf } => self.sys_fstatfs(ctx, fd, buf),
            Sync {} => Ok(0),
            Syncfs { fd } => self.sys_syncfs(ctx, fd),
            Semtimedop { id, sops, nsops, timeout } => self.sys_semtimedop(ctx, id, sops, nsops, timeout),
            Fadvise64 { fd, offset: _, length, advice } => self.sys_fadvise64(ctx, fd, length, advice),
            Fchownat { dir, path, uid, gid, flags } => self.sys_fchownat(ctx, dir, path, uid, gid, flags),
            Preadv { fd, iov, iovcnt, offset } => self.sys_preadv(ctx, fd, iov, iovcnt, offset),
            Pwritev { fd, iov, iovcnt, offset } => self.sys_pwritev(ctx, fd, iov, iovcnt, offset),
            CloseRange { first, last, flags } => self.sys_close_range(ctx, first, last, flags),
            MemfdCreate { name, flags } => self.sys_memfd_create(ctx, name, flags),
            Getrandom { buf, size, flags } => self.sys_getrandom(ctx, buf, size, flags),
            Faccessat2 { dir, path, mode, flags } => self.sys_faccessat2(ctx, dir, path, mode, flags),
            EpollPwait2 { epfd, events, max, timeout, mask, size } => {
                self.sys_epoll_pwait2(ctx, epfd, events, max, timeout, mask, size)
            }
        }
    }
}
