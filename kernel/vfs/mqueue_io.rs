//! POSIX message queues as processes use them: mq_open(2), mq_unlink(2), mq_timedsend(2), mq_timedreceive(2),
//! mq_notify(2), mq_getsetattr(2). Follows Linux's ipc/mqueue.c. What a queue holds is in [`crate::ipc::mqueue`].
//!
//! A queue is an inode in a directory of its own (/dev/mqueue), a queue descriptor an ordinary descriptor. As with
//! System V messages, whoever makes a waiting call possible completes it.

use super::file::FileKind;
use super::inode::{Access, InodeKind};
use super::namei::{Last, Walked};
use super::rw::At;
use super::uio::UserMemory;
use crate::Kernel;
use crate::abi::flags::*;
use crate::abi::ids::{FdTableId, MqueueId};
use crate::abi::layout::{MqAttr, SigEvent};
use crate::abi::poll::PollMask;
use crate::abi::siginfo::{Origin, SI_MESGQ};
use crate::abi::{Errno, Fd, FileId, InodeId, Pid, SigInfo, Signal, Syscall, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::ipc::mqueue::{HARD, Message, Mqueue, Notify, ORDINARY, PRIORITIES, QUEUES_MAX, Side};
use crate::sched::wait::WaitOn;

const SIGEV_SIGNAL: i32 = 0;
const SIGEV_NONE: i32 = 1;
/// `st_size` of a queue's file.
const QUEUE_FILE_SIZE: u64 = 80;

impl Kernel {
    /// mq_open(2): the name comes without its leading slash.
    pub(crate) fn sys_mq_open(
        &mut self,
        ctx: &mut Ctx,
        name: UserAddr,
        flags: i32,
        mode: u32,
        attr: UserAddr,
    ) -> SysResult {
        let tid = ctx.tid;
        let wanted = match attr.is_null() {
            true => None,
            false => {
                let mut bytes = [0; MqAttr::SIZE];
                self.copy_in(tid, attr, &mut bytes)?;
                Some(MqAttr::decode(&bytes))
            }
        };
        let name = self.copy_in_path(tid, name)?;
        self.fds(tid).lowest_free(0, self.nofile_limit(tid))?;
        self.vfs.check_room(1)?;
        let inode = match self.mqueue_named(tid, &name)? {
            Some(inode) => {
                self.may_open_mqueue(tid, inode, flags)?;
                inode
            }
            None if flags & O_CREAT != 0 => self.mqueue_create(tid, name, mode, wanted)?,
            None => return Err(Errno::ENOENT.into()),
        };
        let InodeKind::MessageQueue(queue) = self.vfs.inode(inode)?.kind else { return Err(Errno::EACCES.into()) };
        self.vfs.inode_get(inode);
        let status = flags & !(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_CLOEXEC);
        let file = self.vfs.file_new(FileKind::MessageQueue(queue), inode, status);
        // MQ-04: always closed by exec.
        match self.fd_install(tid, file, true) {
            Ok(fd) => Ok(fd.0 as u64),
            Err(errno) => {
                self.file_put(file);
                Err(errno.into())
            }
        }
    }

    /// The queue of this name: EACCES with a slash in it (MQ-02), ENOENT without any (MQ-03b).
    fn mqueue_named(&self, tid: Tid, name: &[u8]) -> Result<Option<InodeId>, Errno> {
        if name.is_empty() {
            return Err(Errno::ENOENT);
        }
        if name.contains(&b'/') || name == b"." || name == b".." {
            return Err(Errno::EACCES);
        }
        if name.len() > NAME_MAX {
            return Err(Errno::ENAMETOOLONG);
        }
        let dir = self.vfs.inode(self.vfs.mqueues)?;
        dir.permits_cred(&self.process_of(tid).cred, Access::EXEC)?;
        match &dir.kind {
            InodeKind::Directory(names) => Ok(names.get(name)),
            _ => Err(Errno::ENOENT),
        }
    }

    fn may_open_mqueue(&self, tid: Tid, inode: InodeId, flags: i32) -> Result<(), Errno> {
        if flags & (O_CREAT | O_EXCL) == O_CREAT | O_EXCL {
            return Err(Errno::EEXIST);
        }
        let want = match flags & O_ACCMODE {
            O_RDONLY => Access::READ,
            O_WRONLY => Access::WRITE,
            O_RDWR => Access(6),
            _ => return Err(Errno::EINVAL),
        };
        self.vfs.inode(inode)?.permits_cred(&self.process_of(tid).cred, want)
    }

    /// Makes a queue: EINVAL beyond the limits (MQ-08, MQ-09), EMFILE when its user may not have so many bytes.
    fn mqueue_create(&mut self, tid: Tid, name: Vec<u8>, mode: u32, wanted: Option<MqAttr>) -> Result<InodeId, Errno> {
        let dir = self.vfs.mqueues;
        self.may_create(tid, dir)?;
        let process = self.process_of(tid);
        let (root, owner) = (process.cred.is_root(), process.cred.euid);
        if self.mqueues.len() >= QUEUES_MAX && !root {
            return Err(Errno::ENOSPC);
        }
        let (most, longest) = if root { HARD } else { ORDINARY };
        let (count, size) = wanted.map_or(ORDINARY, |attr| (attr.maxmsg, attr.msgsize));
        if !(1..=most).contains(&count) || !(1..=longest).contains(&size) {
            return Err(Errno::EINVAL);
        }
        let limit = process.rlimits[RLIMIT_MSGQUEUE as usize].0;
        let used: u64 = self
            .vfs
            .inodes
            .iter()
            .filter_map(|(_, inode)| match inode.kind {
                InodeKind::MessageQueue(id) if inode.uid == owner => self.mqueues.get(id.0).map(|queue| queue.charged),
                _ => None,
            })
            .sum();
        if used.saturating_add(Mqueue::cost(count, size)) > limit {
            return Err(Errno::EMFILE);
        }
        let id = MqueueId(self.mqueues.insert(Mqueue::new(count, size)));
        let walked = Walked { dir, name, inode: None, last: Last::Name, slash: false };
        let made = self.make_node(tid, &walked, InodeKind::MessageQueue(id), mode & 0o7777);
        if made.is_err() {
            self.mqueues.remove(id.0);
        }
        made
    }

    /// mq_unlink(2): the queue lives on until its last descriptor is closed (MQ-36).
    pub(crate) fn sys_mq_unlink(&mut self, ctx: &mut Ctx, name: UserAddr) -> SysResult {
        let name = self.copy_in_path(ctx.tid, name)?;
        let inode = self.mqueue_named(ctx.tid, &name)?;
        let walked = Walked { dir: self.vfs.mqueues, name, inode, last: Last::Name, slash: false };
        self.remove_name(ctx.tid, &walked)?;
        Ok(0)
    }

    /// The queue behind a descriptor (EBADF for other files), and whether calls on it wait.
    fn mqueue_of(&self, tid: Tid, fd: Fd, access: Access) -> Result<(MqueueId, bool), Errno> {
        let (_, file) = self.file_of(tid, fd)?;
        let FileKind::MessageQueue(id) = file.kind else { return Err(Errno::EBADF) };
        let allowed = (access.0 & 4 == 0 || file.readable()) && (access.0 & 2 == 0 || file.writable());
        if allowed { Ok((id, file.nonblocking())) } else { Err(Errno::EBADF) }
    }

    /// The absolute time of day at which a call gives up, as virtual time; a bad one is EINVAL at once (MQ-24).
    fn mqueue_deadline(&mut self, ctx: &Ctx, timeout: UserAddr) -> Result<Option<u64>, Errno> {
        if timeout.is_null() {
            return Ok(None);
        }
        let at = self.copy_in_timespec(ctx.tid, timeout)?;
        Ok(Some(at.saturating_sub(self.clock.epoch_ns())))
    }

    fn sleep_at_mqueue(&self, on: WaitOn, deadline_ns: Option<u64>) -> Stop {
        Stop::Block(Sleep { on, deadline_ns, restart: Restart::IfSaRestart })
    }

    /// mq_timedsend(2), and mq_send(3) without a timeout.
    pub(crate) fn sys_mq_timedsend(&mut self, ctx: &mut Ctx, call: Syscall) -> SysResult {
        let Syscall::MqTimedsend { fd, msg, size, priority, timeout } = call else { return Err(Errno::EINVAL.into()) };
        let deadline = self.mqueue_deadline(ctx, timeout)?;
        if priority >= PRIORITIES {
            return Err(Errno::EINVAL.into());
        }
        let (id, nonblocking) = self.mqueue_of(ctx.tid, fd, Access::WRITE)?;
        if size > self.mqueues[id.0].message_size as u64 {
            return Err(Errno::EMSGSIZE.into());
        }
        let mut bytes = vec![0; size as usize];
        self.copy_in(ctx.tid, msg, &mut bytes)?;
        let message = Message { priority, bytes };
        if self.mqueues[id.0].is_full() {
            if nonblocking {
                return Err(Errno::EAGAIN.into());
            }
            if ctx.timed_out || deadline.is_some_and(|at| at <= self.clock.now_ns()) {
                return Err(Errno::ETIMEDOUT.into());
            }
            let nice = self.procs.task(ctx.tid).nice;
            let place = self.mqueues[id.0].wait(ctx.tid.0, Side::Send, nice, Some(message));
            return Err(self.sleep_at_mqueue(WaitOn::MqueueRoom(id, place), deadline));
        }
        self.mqueue_accept(id, ctx.tid, message);
        Ok(0)
    }

    /// A message goes to the first waiting receiver, or into the queue; then whoever asked for it is told.
    fn mqueue_accept(&mut self, id: MqueueId, sender: Tid, message: Message) {
        if let Some(receiver) = self.mqueues[id.0].first_waiter(Side::Receive) {
            let who = Tid(receiver.who);
            let call = self.procs.task(who).blocked.as_ref().map(|blocked| blocked.call);
            let result = match call {
                Some(call) => self.mqueue_store(who, call, &message),
                None => Err(Errno::EINVAL),
            };
            self.complete(who, result.unwrap_or_else(|errno| -errno.number()));
            return;
        }
        let queue = &mut self.mqueues[id.0];
        queue.push(message);
        if queue.len() == 1 {
            self.mqueue_notify(id, sender);
        }
        self.wake_pollers(WaitOn::MqueueReadable(id));
    }

    /// A message came into the empty queue: the process that registered is told, once (MQ-29, MQ-30).
    fn mqueue_notify(&mut self, id: MqueueId, sender: Tid) {
        let Some(notify) = self.mqueues[id.0].notify.take() else { return };
        let Some(signal) = notify.signal.and_then(|n| Signal::new(n.into())) else { return };
        let from = self.process_of(sender);
        let origin = Origin::Queued { pid: from.pid, uid: from.cred.uid, value: notify.value };
        self.post_to_process(Pid(notify.pid), SigInfo { signal, code: SI_MESGQ, origin });
    }

    /// Stores a message where a receiving call wants it; the length.
    fn mqueue_store(&mut self, tid: Tid, call: Syscall, message: &Message) -> Result<i64, Errno> {
        let Syscall::MqTimedreceive { msg, priority, .. } = call else { return Err(Errno::EINVAL) };
        if !priority.is_null() {
            self.copy_out(tid, priority, &message.priority.to_le_bytes())?;
        }
        self.copy_out(tid, msg, &message.bytes)?;
        Ok(message.bytes.len() as i64)
    }

    /// mq_timedreceive(2), and mq_receive(3) without a timeout. The buffer must have room for the longest message.
    pub(crate) fn sys_mq_timedreceive(&mut self, ctx: &mut Ctx, call: Syscall) -> SysResult {
        let Syscall::MqTimedreceive { fd, size, timeout, .. } = call else { return Err(Errno::EINVAL.into()) };
        let deadline = self.mqueue_deadline(ctx, timeout)?;
        let (id, nonblocking) = self.mqueue_of(ctx.tid, fd, Access::READ)?;
        if size < self.mqueues[id.0].message_size as u64 {
            return Err(Errno::EMSGSIZE.into());
        }
        let Some(message) = self.mqueues[id.0].pop() else {
            if nonblocking {
                return Err(Errno::EAGAIN.into());
            }
            if ctx.timed_out || deadline.is_some_and(|at| at <= self.clock.now_ns()) {
                return Err(Errno::ETIMEDOUT.into());
            }
            let nice = self.procs.task(ctx.tid).nice;
            let place = self.mqueues[id.0].wait(ctx.tid.0, Side::Receive, nice, None);
            return Err(self.sleep_at_mqueue(WaitOn::MqueueMessage(id, place), deadline));
        };
        // The room goes to the first waiting sender; without one pollers may want it.
        match self.mqueues[id.0].first_waiter(Side::Send) {
            Some(sender) => {
                if let Some(message) = sender.message {
                    self.mqueues[id.0].push(message);
                }
                self.complete(Tid(sender.who), 0);
            }
            None => self.wake_pollers(WaitOn::MqueueWritable(id)),
        }
        Ok(self.mqueue_store(ctx.tid, call, &message)? as u64)
    }

    /// mq_notify(2). Not supported: SIGEV_THREAD (ENOSYS), which needs a helper of the C library.
    pub(crate) fn sys_mq_notify(&mut self, ctx: &mut Ctx, fd: Fd, event: UserAddr) -> SysResult {
        let mut wanted = None;
        if !event.is_null() {
            let mut bytes = [0; SigEvent::SIZE];
            self.copy_in(ctx.tid, event, &mut bytes)?;
            let event = SigEvent::decode(&bytes);
            let signal = match event.notify {
                SIGEV_NONE => None,
                SIGEV_SIGNAL if (0..=64).contains(&event.signo) => Some(event.signo as u8),
                2 => return Err(Errno::ENOSYS.into()),
                _ => return Err(Errno::EINVAL.into()),
            };
            wanted = Some((signal, event.value));
        }
        let (id, _) = self.mqueue_of(ctx.tid, fd, Access(0))?;
        let task = self.procs.task(ctx.tid);
        let (pid, table) = (task.pid.0, task.fds);
        let queue = &mut self.mqueues[id.0];
        match (wanted, queue.notify) {
            (None, Some(old)) if old.pid == pid => queue.notify = None,
            (None, _) => {}
            (Some(_), Some(_)) => return Err(Errno::EBUSY.into()),
            (Some((signal, value)), None) => queue.notify = Some(Notify { pid, table, signal, value }),
        }
        Ok(0)
    }

    /// mq_getsetattr(2): only O_NONBLOCK of the description can be changed (MQ-25).
    pub(crate) fn sys_mq_getsetattr(&mut self, ctx: &mut Ctx, fd: Fd, new: UserAddr, old: UserAddr) -> SysResult {
        let mut wanted = None;
        if !new.is_null() {
            let mut bytes = [0; MqAttr::SIZE];
            self.copy_in(ctx.tid, new, &mut bytes)?;
            let flags = MqAttr::decode(&bytes).flags;
            if flags & !i64::from(O_NONBLOCK) != 0 {
                return Err(Errno::EINVAL.into());
            }
            wanted = Some(flags as i32);
        }
        let (id, _) = self.mqueue_of(ctx.tid, fd, Access(0))?;
        let (file, _) = self.file_of(ctx.tid, fd)?;
        let description = self.vfs.file_mut(file)?;
        let before = i64::from(description.flags & O_NONBLOCK);
        if let Some(flags) = wanted {
            description.flags = description.flags & !O_NONBLOCK | flags;
        }
        if !old.is_null() {
            let queue = &self.mqueues[id.0];
            let answer = MqAttr {
                flags: before,
                maxmsg: queue.max_messages,
                msgsize: queue.message_size,
                curmsgs: queue.len() as i64,
            };
            self.copy_out(ctx.tid, old, &answer.encode())?;
        }
        Ok(0)
    }

    /// A descriptor of a queue is closed: a registration of its process ends.
    pub(crate) fn mqueue_descriptor_closed(&mut self, table: FdTableId, id: MqueueId) {
        if let Some(queue) = self.mqueues.get_mut(id.0)
            && queue.notify.is_some_and(|notify| notify.table == table)
        {
            queue.notify = None;
        }
    }

    /// What reading a queue's file gives (mq_overview(7)).
    pub(crate) fn mqueue_status(&self, id: MqueueId) -> Vec<u8> {
        let Some(queue) = self.mqueues.get(id.0) else { return Vec::new() };
        let (how, signo, pid) = match queue.notify {
            None => (0, 0, 0),
            Some(Notify { signal: Some(signal), pid, .. }) => (SIGEV_SIGNAL, signal, pid),
            Some(Notify { signal: None, pid, .. }) => (SIGEV_NONE, 0, pid),
        };
        format!("QSIZE:{:<10} NOTIFY:{how:<5} SIGNO:{signo:<5} NOTIFY_PID:{pid:<6}\n", queue.bytes()).into_bytes()
    }

    /// read(2) of a queue's file.
    pub(crate) fn mqueue_read(&mut self, file: FileId, id: MqueueId, mut user: impl UserMemory, at: At) -> SysResult {
        let text = self.mqueue_status(id);
        let offset = match at {
            At::Offset => self.vfs.file(file)?.offset,
            At::Position(offset) => offset,
        };
        let rest = text.get(usize::try_from(offset).unwrap_or(usize::MAX)..).unwrap_or_default();
        let n = (user.len().min(rest.len() as u64)) as usize;
        user.store(&mut self.mm, &rest[..n]).map_err(|_| Errno::EFAULT)?;
        if at == At::Offset {
            self.vfs.file_mut(file)?.offset = offset + n as u64;
        }
        Ok(n as u64)
    }

    /// MQ-38.
    pub(crate) fn mqueue_poll(&self, id: MqueueId) -> PollMask {
        let Some(queue) = self.mqueues.get(id.0) else { return PollMask::NVAL };
        PollMask::READ.when(!queue.is_empty()) | PollMask::WRITE.when(!queue.is_full())
    }

    /// `st_size` of a queue's file.
    pub(crate) fn mqueue_file_size(&self) -> u64 {
        QUEUE_FILE_SIZE
    }

    /// Queues and inodes belong together, and those who wait in a queue sleep for it.
    pub(crate) fn check_mqueues(&self) -> Result<(), String> {
        let mut named = 0;
        for (_, inode) in self.vfs.inodes.iter() {
            if let InodeKind::MessageQueue(id) = inode.kind {
                named += 1;
                let queue = self.mqueues.get(id.0).ok_or_else(|| format!("{id:?} is gone, its inode is not"))?;
                queue.check()?;
                for (place, waiter) in queue.waiters() {
                    let on = match waiter.side {
                        Side::Receive => WaitOn::MqueueMessage(id, place),
                        Side::Send => WaitOn::MqueueRoom(id, place),
                    };
                    let asleep = self.procs.find_task(Tid(waiter.who)).and_then(|task| task.blocked.as_ref());
                    if asleep.map(|blocked| blocked.on) != Some(on) {
                        return Err(format!("{} has a place in {id:?} and is not asleep there", waiter.who));
                    }
                }
            }
        }
        match named == self.mqueues.len() {
            true => Ok(()),
            false => Err(format!("{} message queues, {named} with an inode", self.mqueues.len())),
        }
    }
}
