//! Waiting for several descriptors: poll(2), ppoll(2), select(2), pselect6(2).
//!
//! A call looks at all its descriptors. If none is ready it sleeps with a place in the queues of each, and looks again
//! when one of them is woken; a wake-up by itself says nothing. What select and poll leave in user memory follows
//! fs/select.c of Linux, down to the time left.

use super::poll::PollQueues;
use crate::Kernel;
use crate::abi::layout::{Timespec, Timeval};
use crate::abi::poll::PollMask;
use crate::abi::{Errno, Fd, FileId, SigSet, Syscall, Tid, UserAddr};
use crate::entry::{Blocked, Ctx, Restart, Sleep, Stop, SysResult};
use crate::proc::limits::RLIMIT_NOFILE;
use crate::sched::wait::WaitOn;

const SECOND: u64 = 1_000_000_000;
/// `sizeof (struct pollfd)`, and where `revents` is in it.
const POLLFD: usize = 8;
const REVENTS: u64 = 6;

/// What makes a descriptor readable, writable, exceptional for select(2) (POLLIN_SET and its like in fs/select.c).
const SELECT_SETS: [PollMask; 3] = [
    PollMask(PollMask::READ.0 | PollMask::RDBAND.0 | PollMask::UNASKED.0 | PollMask::NVAL.0),
    PollMask(PollMask::WRITE.0 | PollMask::WRBAND.0 | PollMask::ERR.0 | PollMask::NVAL.0),
    PollMask(PollMask::PRI.0 | PollMask::NVAL.0),
];

/// What a descriptor is asked for by being in each of the sets.
const WANTS: [PollMask; 3] = [PollMask::IN, PollMask::OUT, PollMask::PRI];

/// When a waiting call gives up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Patience {
    /// Never.
    Forever,
    /// At this virtual time.
    Until(u64),
    /// It does not wait at all.
    None,
}

impl Patience {
    /// For so many ns from now on.
    fn of(wait_ns: u64, now_ns: u64) -> Patience {
        if wait_ns == 0 { Patience::None } else { Patience::Until(now_ns.saturating_add(wait_ns)) }
    }

    /// For so many milliseconds, for ever if negative.
    pub(crate) fn of_ms(ms: i32, now_ns: u64) -> Patience {
        u64::try_from(ms).map_or(Patience::Forever, |ms| Patience::of(ms * 1_000_000, now_ns))
    }

    /// The deadline for its sleep; a call that would not wait has one only if it finds a signal.
    pub(crate) fn deadline(self, now_ns: u64) -> Option<u64> {
        match self {
            Patience::Forever => None,
            Patience::Until(at) => Some(at),
            Patience::None => Some(now_ns),
        }
    }
}

// The calls.
impl Kernel {
    /// poll(2).
    pub(crate) fn sys_poll(&mut self, ctx: &mut Ctx, fds: UserAddr, nfds: u32, timeout: i32) -> SysResult {
        let patience = self.patience(ctx, |kernel, _| Ok(Patience::of_ms(timeout, kernel.now_ns())))?;
        self.poll(ctx, fds, nfds, patience)
    }

    /// ppoll(2): with a timespec, and under another signal mask.
    pub(crate) fn sys_ppoll(
        &mut self,
        ctx: &mut Ctx,
        fds: UserAddr,
        nfds: u32,
        timeout: UserAddr,
        mask: UserAddr,
        size: u64,
    ) -> SysResult {
        let patience = self.patience_of_timespec(ctx, timeout)?;
        self.set_user_mask(ctx.tid, mask, size)?;
        let result = self.poll(ctx, fds, nfds, patience);
        self.finish_wait(ctx, patience, timeout, TimeLeft::Timespec, result)
    }

    /// select(2).
    pub(crate) fn sys_select(&mut self, ctx: &mut Ctx, nfds: i32, sets: [UserAddr; 3], timeout: UserAddr) -> SysResult {
        let patience = self.patience(ctx, |kernel, tid| {
            if timeout.is_null() {
                return Ok(Patience::Forever);
            }
            let mut bytes = [0; Timeval::SIZE];
            kernel.copy_in(tid, timeout, &mut bytes)?;
            let time = Timeval::decode(&bytes);
            let (secs, usecs) = (time.sec.saturating_add(time.usec / 1_000_000), time.usec % 1_000_000);
            if secs < 0 || usecs < 0 {
                return Err(Errno::EINVAL);
            }
            Ok(Patience::of((secs as u64).saturating_mul(SECOND).saturating_add(usecs as u64 * 1000), kernel.now_ns()))
        })?;
        let result = self.select(ctx, nfds, sets, patience);
        self.finish_wait(ctx, patience, timeout, TimeLeft::Timeval, result)
    }

    /// pselect6(2): with a timespec, and under another signal mask; the last argument points to it and its size.
    pub(crate) fn sys_pselect6(
        &mut self,
        ctx: &mut Ctx,
        nfds: i32,
        sets: [UserAddr; 3],
        timeout: UserAddr,
        sig: UserAddr,
    ) -> SysResult {
        let (mut mask, mut size) = (UserAddr::NULL, 0);
        if !sig.is_null() {
            mask = UserAddr(self.copy_in_u64(ctx.tid, sig)?);
            size = self.copy_in_u64(ctx.tid, sig.add(8))?;
        }
        let patience = self.patience_of_timespec(ctx, timeout)?;
        self.set_user_mask(ctx.tid, mask, size)?;
        let result = self.select(ctx, nfds, sets, patience);
        self.finish_wait(ctx, patience, timeout, TimeLeft::Timespec, result)
    }
}

/// How a call gives the time left back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum TimeLeft {
    Timeval,
    Timespec,
}

// What they have in common.
impl Kernel {
    /// How long the call waits: as its arguments say at first, and when it is tried again as it was then.
    pub(crate) fn patience(
        &mut self,
        ctx: &Ctx,
        of_arguments: impl FnOnce(&mut Kernel, Tid) -> Result<Patience, Errno>,
    ) -> Result<Patience, Errno> {
        match (ctx.slept, ctx.deadline_ns) {
            (false, _) => of_arguments(self, ctx.tid),
            (true, None) => Ok(Patience::Forever),
            (true, Some(at)) => Ok(Patience::Until(at)),
        }
    }

    /// The same for a `struct timespec *`, which may be null.
    pub(crate) fn patience_of_timespec(&mut self, ctx: &Ctx, timeout: UserAddr) -> Result<Patience, Errno> {
        self.patience(ctx, |kernel, tid| match timeout.is_null() {
            true => Ok(Patience::Forever),
            false => Ok(Patience::of(kernel.copy_in_timespec(tid, timeout)?, kernel.now_ns())),
        })
    }

    /// The mask for the time of the call (set_user_sigmask); null leaves the task's own.
    pub(crate) fn set_user_mask(&mut self, tid: Tid, mask: UserAddr, size: u64) -> Result<(), Errno> {
        if mask.is_null() {
            return Ok(());
        }
        if size != 8 {
            return Err(Errno::EINVAL);
        }
        let mask = SigSet(self.copy_in_u64(tid, mask)?);
        let task = self.procs.task_mut(tid);
        task.saved_mask.get_or_insert(task.mask);
        self.set_mask(tid, mask);
        Ok(())
    }

    /// A call that does not sleep puts the mask back itself (SEL-11, SEL-12); one that a signal ends leaves that to delivery.
    pub(crate) fn restore_user_mask(&mut self, tid: Tid) {
        if let Some(mask) = self.procs.task_mut(tid).saved_mask.take() {
            self.set_mask(tid, mask);
        }
    }

    /// The end of a call that does not sleep: the time left goes to the program (SEL-02).
    fn finish_wait(
        &mut self,
        ctx: &Ctx,
        patience: Patience,
        timeout: UserAddr,
        form: TimeLeft,
        result: SysResult,
    ) -> SysResult {
        if let Err(Stop::Block(_) | Stop::BlockOnAny(_)) = result {
            return result;
        }
        self.restore_user_mask(ctx.tid);
        if let Patience::Until(at) = patience {
            self.store_time_left(ctx.tid, timeout, at, form);
        }
        result
    }

    fn store_time_left(&mut self, tid: Tid, timeout: UserAddr, deadline_ns: u64, form: TimeLeft) {
        let left = deadline_ns.saturating_sub(self.clock.now_ns());
        let (sec, nsec) = ((left / SECOND) as i64, (left % SECOND) as i64);
        // A timeout in memory that can't be written is simply not updated.
        let _ = match form {
            TimeLeft::Timeval => self.copy_out(tid, timeout, &Timeval { sec, usec: nsec / 1000 }.encode()),
            TimeLeft::Timespec => self.copy_out(tid, timeout, &Timespec { sec, nsec }.encode()),
        };
    }

    /// A signal ends the call: the time left goes to the program all the same.
    pub(crate) fn store_poll_time_left(&mut self, blocked: &Blocked) {
        let (timeout, form) = match blocked.call {
            Syscall::Select { timeout, .. } => (timeout, TimeLeft::Timeval),
            Syscall::Pselect6 { timeout, .. } | Syscall::Ppoll { timeout, .. } => (timeout, TimeLeft::Timespec),
            _ => return,
        };
        if let (false, Some(deadline)) = (timeout.is_null(), blocked.ctx.deadline_ns) {
            self.store_time_left(blocked.ctx.tid, timeout, deadline, form);
        }
    }

    /// Nothing is ready: sleep in the queues of these files, or give up.
    fn wait_for_any(&mut self, ctx: &Ctx, patience: Patience, files: &[(FileId, PollMask)]) -> SysResult {
        // A signal that the call's own mask lets through ends even a call that would not wait (SEL-10).
        if (patience == Patience::None || ctx.timed_out) && !self.procs.task(ctx.tid).attention {
            return Ok(0);
        }
        let deadline_ns = patience.deadline(self.clock.now_ns());
        let queues: Vec<WaitOn> =
            files.iter().flat_map(|(id, asked)| self.queues_of_interest(*id, *asked)).flatten().collect();
        let sleep = Sleep { on: WaitOn::Poll, deadline_ns, restart: Restart::IfNoHandler };
        Err(Stop::BlockOnAny(Box::new((sleep, queues))))
    }

    /// The queues of a file that concern who asks for these events: of one for each direction only that one.
    fn queues_of_interest(&self, id: FileId, asked: PollMask) -> PollQueues {
        let queues = self.poll_queues(id);
        if queues.iter().flatten().nth(1).is_none() {
            return queues;
        }
        queues.map(|on| on.filter(|on| on.readiness().is_empty() || on.readiness().intersects(asked)))
    }
}

// poll and ppoll.
impl Kernel {
    fn poll(&mut self, ctx: &Ctx, fds: UserAddr, nfds: u32, patience: Patience) -> SysResult {
        let (limit, _) = self.procs.process_of(ctx.tid).rlimits[RLIMIT_NOFILE];
        if u64::from(nfds) > limit {
            return Err(Errno::EINVAL.into());
        }
        let mut entries = vec![0; nfds as usize * POLLFD];
        self.copy_in(ctx.tid, fds, &mut entries)?;
        let mut ready = 0;
        let mut answers = Vec::with_capacity(nfds as usize);
        let mut files = Vec::new();
        for (fd, events, _) in pollfds(&entries) {
            let mut answer = PollMask::NONE;
            if fd.0 >= 0 {
                // POLL-07, POLL-08: a closed descriptor is an answer, a negative one no question.
                answer = PollMask::NVAL;
                if let Ok((id, _)) = self.file_of(ctx.tid, fd) {
                    answer = self.file_poll(id) & (events | PollMask::UNASKED);
                    files.push((id, events));
                }
            }
            ready += u64::from(!answer.is_empty());
            answers.push(answer);
        }
        if ready == 0 {
            let result = self.wait_for_any(ctx, patience, &files);
            if matches!(result, Err(Stop::BlockOnAny(_))) {
                // Whatever ends the sleep, nothing was ready when it began; if that can't be written, the end will tell.
                let _ = self.store_answers(ctx.tid, fds, &entries, &answers);
                return result;
            }
        }
        self.store_answers(ctx.tid, fds, &entries, &answers)?;
        Ok(ready)
    }

    /// Writes `revents`, and no more than that; the first always, so that memory that can't be written is noticed.
    fn store_answers(&mut self, tid: Tid, fds: UserAddr, entries: &[u8], answers: &[PollMask]) -> Result<(), Errno> {
        for (n, ((_, _, old), new)) in pollfds(entries).zip(answers).enumerate() {
            if n == 0 || old != *new {
                let at = fds.add(n as u64 * POLLFD as u64 + REVENTS);
                self.copy_out(tid, at, &(new.0 as u16).to_le_bytes())?;
            }
        }
        Ok(())
    }
}

/// The entries of an array of `struct pollfd`: descriptor, events, revents.
fn pollfds(bytes: &[u8]) -> impl Iterator<Item = (Fd, PollMask, PollMask)> {
    bytes.chunks_exact(POLLFD).map(|entry| {
        let half = |at: usize| PollMask(u32::from(u16::from_le_bytes([entry[at], entry[at + 1]])));
        (Fd(i32::from_le_bytes([entry[0], entry[1], entry[2], entry[3]])), half(4), half(6))
    })
}

/// The three sets of a select(2), as words of 64 descriptors; an absent one is empty.
type Sets = [Vec<u64>; 3];

// select and pselect6.
impl Kernel {
    fn select(&mut self, ctx: &Ctx, nfds: i32, sets: [UserAddr; 3], patience: Patience) -> SysResult {
        let wanted = usize::try_from(nfds).map_err(|_| Errno::EINVAL)?;
        // Bits beyond the descriptor table's size are not looked at.
        let nfds = wanted.min(self.fds(ctx.tid).size());
        let asked = self.copy_in_sets(ctx.tid, nfds, sets)?;
        let mut found: Sets = std::array::from_fn(|_| vec![0; asked[0].len()]);
        let mut files = Vec::new();
        let mut ready = 0;
        for fd in asked_for(&asked, nfds) {
            // SEL-05, before anything else is decided.
            let wants = asked.iter().zip(WANTS).fold(PollMask::NONE, |all, (set, want)| all | want.when(has(set, fd)));
            files.push((self.fds(ctx.tid).get(Fd(fd as i32))?.file, wants));
        }
        for (fd, (id, _)) in asked_for(&asked, nfds).zip(&files) {
            let mask = self.file_poll(*id);
            for ((asked, found), set) in asked.iter().zip(&mut found).zip(SELECT_SETS) {
                if has(asked, fd) && mask.intersects(set) {
                    found[fd / 64] |= 1 << (fd % 64);
                    ready += 1;
                }
            }
        }
        if ready == 0 {
            self.wait_for_any(ctx, patience, &files)?;
        }
        for (addr, words) in sets.iter().zip(&found) {
            if !addr.is_null() {
                let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
                self.copy_out(ctx.tid, *addr, &bytes)?;
            }
        }
        Ok(ready)
    }

    fn copy_in_sets(&mut self, tid: Tid, nfds: usize, sets: [UserAddr; 3]) -> Result<Sets, Errno> {
        let mut words: Sets = std::array::from_fn(|_| vec![0; nfds.div_ceil(64)]);
        for (addr, words) in sets.iter().zip(&mut words) {
            if addr.is_null() {
                continue;
            }
            let mut bytes = vec![0; words.len() * 8];
            self.copy_in(tid, *addr, &mut bytes)?;
            for (word, bytes) in words.iter_mut().zip(bytes.chunks_exact(8)) {
                *word = bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
            }
        }
        Ok(words)
    }
}

fn has(set: &[u64], fd: usize) -> bool {
    set[fd / 64] >> (fd % 64) & 1 == 1
}

/// The descriptors below `nfds` that are in any of the sets (SEL-08), lowest first.
fn asked_for(sets: &Sets, nfds: usize) -> impl Iterator<Item = usize> {
    let words = (0..sets[0].len()).map(|n| sets[0][n] | sets[1][n] | sets[2][n]);
    words.enumerate().flat_map(|(n, word)| set_bits(word).map(move |bit| n * 64 + bit)).take_while(move |fd| *fd < nfds)
}

fn set_bits(mut word: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let bit = word.trailing_zeros() as usize;
        word &= word.wrapping_sub(1);
        (bit < 64).then_some(bit)
    })
}

// For reports.
impl Kernel {
    /// The descriptors that a task asleep in poll or select waits for, and what it wants of each.
    pub fn polled(&self, tid: Tid) -> Vec<(Fd, PollMask)> {
        let Some(blocked) = self.procs.find_task(tid).and_then(|task| task.blocked.as_ref()) else {
            return Vec::new();
        };
        let space = self.procs.task(tid).space;
        match blocked.call {
            Syscall::Poll { fds, nfds, .. } | Syscall::Ppoll { fds, nfds, .. } => {
                let mut entries = vec![0; (nfds as usize).min(1 << 20) * POLLFD];
                let got = self.mm.peek(space, fds.0, &mut entries);
                pollfds(&entries[..got]).filter(|(fd, ..)| fd.0 >= 0).map(|(fd, events, _)| (fd, events)).collect()
            }
            Syscall::Select { nfds, read, write, except, .. } | Syscall::Pselect6 { nfds, read, write, except, .. } => {
                let nfds = usize::try_from(nfds).unwrap_or(0).min(self.fds(tid).size());
                let sets: Sets = [read, write, except].map(|addr| {
                    let mut bytes = vec![0; nfds.div_ceil(64) * 8];
                    if !addr.is_null() {
                        self.mm.peek(space, addr.0, &mut bytes);
                    }
                    let word = |b: &[u8]| b.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
                    bytes.chunks_exact(8).map(word).collect()
                });
                let want = |fd| WANTS.iter().zip(&sets).fold(PollMask::NONE, |m, (w, set)| m | w.when(has(set, fd)));
                asked_for(&sets, nfds).map(|fd| (Fd(fd as i32), want(fd))).collect()
            }
            _ => Vec::new(),
        }
    }
}
