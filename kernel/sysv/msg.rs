//! System V message queues: msgget(2), msgsnd(2), msgrcv(2), msgctl(2). Follows Linux's ipc/msg.c.

use super::{
    IPC_INFO, IPC_NOWAIT, IPC_RMID, IPC_SET, IPC_STAT, READ, StatBy, WRITE, asker, existing, find, layout_of,
    stat_target,
};
use crate::Kernel;
use crate::abi::ids::IpcId;
use crate::abi::layout::{MsgInfo, MsqidDs};
use crate::abi::{Errno, Syscall, Tid, UserAddr};
use crate::entry::{Ctx, Restart, Sleep, Stop, SysResult};
use crate::ipc::msg::{Message, QUEUE_BYTES, QUEUES_MAX, Queue, TEXT_MAX, Want};
use crate::ipc::registry::{Found, Named};
use crate::sched::wait::WaitOn;

const MSG_NOERROR: i32 = 0o10000;
const MSG_EXCEPT: i32 = 0o20000;
const MSG_COPY: i32 = 0o40000;
const MSG_STAT: i32 = 11;
const MSG_INFO: i32 = 12;
const MSG_STAT_ANY: i32 = 13;
/// `struct msgbuf`: the text follows the type.
const TEXT_AT: u64 = 8;
/// Texts up to this length are handed over without a buffer of their own.
const SMALL: usize = 128;

impl Kernel {
    /// msgget(2).
    pub(crate) fn sys_msgget(&mut self, ctx: &mut Ctx, key: i32, flags: i32) -> SysResult {
        let now = self.ipc_now();
        let asker = asker(&self.procs.process_of(ctx.tid).cred);
        match find(&self.sysv.msgs, key, flags)? {
            Found::Existing(id) => existing(self.sysv.msgs.get(id)?.perm(), asker, id, flags),
            Found::Missing => Ok(self.sysv.msgs.insert(key, Queue::new(asker, flags as u32, now))?.0 as u64),
        }
    }

    /// msgsnd(2): waits while there is no room, unless IPC_NOWAIT.
    pub(crate) fn sys_msgsnd(&mut self, ctx: &mut Ctx, id: i32, msg: UserAddr, size: u64, flags: i32) -> SysResult {
        let kind = self.copy_in_u64(ctx.tid, msg)? as i64;
        // MSG-13 to MSG-15: type, size and id before the text is read.
        if size > TEXT_MAX || id < 0 || kind < 1 {
            return Err(Errno::EINVAL.into());
        }
        let (mut small, mut large) = ([0; SMALL], Vec::new());
        let text = match small.get_mut(..size as usize) {
            Some(text) => text,
            None => {
                large.resize(size as usize, 0);
                &mut large[..]
            }
        };
        self.copy_in(ctx.tid, msg.add(TEXT_AT), text)?;
        let id = IpcId(id);
        let queue = self.sysv.msgs.get_mut(id)?;
        queue.perm().permits(asker(&self.procs.process_of(ctx.tid).cred), WRITE)?;
        if !queue.fits(size) {
            if flags & IPC_NOWAIT != 0 {
                return Err(Errno::EAGAIN.into());
            }
            let place = queue.wait_to_send(ctx.tid.0, Message { kind, text: text.to_vec() });
            return Err(sleep(WaitOn::MessageRoom(id, place)));
        }
        self.send(id, ctx.tid, kind, text);
        Ok(0)
    }

    /// A message of `sender`'s goes to the longest waiting receiver that wants it, or else into the queue.
    fn send(&mut self, id: IpcId, sender: Tid, kind: i64, text: &[u8]) {
        let now = self.ipc_now();
        let pid = self.procs.task(sender).pid.0;
        loop {
            let Ok(queue) = self.sysv.msgs.get_mut(id) else { return };
            (queue.lspid, queue.stime) = (pid, now);
            let Some(receiver) = queue.receiver_for(kind) else {
                queue.push(Message { kind, text: text.to_vec() });
                return;
            };
            let who = Tid(receiver.who);
            if text.len() as u64 > receiver.room && !receiver.cuts {
                self.complete(who, -Errno::E2BIG.number());
                continue;
            }
            (queue.lrpid, queue.rtime) = (receiver.who, now);
            let result = self.hand_over(who, kind, text);
            self.complete(who, result);
            return;
        }
    }

    /// Stores a message where a receiver's call wants it; its result.
    fn hand_over(&mut self, receiver: Tid, kind: i64, text: &[u8]) -> i64 {
        let call = self.procs.task(receiver).blocked.as_ref().map(|blocked| blocked.call);
        let Some(Syscall::Msgrcv { msg, size, .. }) = call else { return -Errno::EINVAL.number() };
        self.store_message(receiver, msg, size, kind, text).unwrap_or_else(|errno| -errno.number())
    }

    /// Stores a message's type and as much of its text as there is room for; a message that can't be stored is lost.
    fn store_message(&mut self, tid: Tid, msg: UserAddr, room: u64, kind: i64, text: &[u8]) -> Result<i64, Errno> {
        let text = &text[..text.len().min(usize::try_from(room).unwrap_or(usize::MAX))];
        self.copy_out(tid, msg, &kind.to_le_bytes())?;
        self.copy_out(tid, msg.add(TEXT_AT), text)?;
        Ok(text.len() as i64)
    }

    /// Waiting senders whose messages fit now send them, longest waiting first.
    fn let_senders_in(&mut self, id: IpcId) {
        while let Ok(queue) = self.sysv.msgs.get_mut(id)
            && let Some(sender) = queue.sender_that_fits()
        {
            let who = Tid(sender.who);
            self.send(id, who, sender.message.kind, &sender.message.text);
            self.complete(who, 0);
        }
    }

    /// msgrcv(2): waits for a message of the type wanted, unless IPC_NOWAIT.
    pub(crate) fn sys_msgrcv(&mut self, ctx: &mut Ctx, call: Syscall) -> SysResult {
        let Syscall::Msgrcv { id, msg, size, kind, flags } = call else { return Err(Errno::EINVAL.into()) };
        if id < 0 || (size as i64) < 0 {
            return Err(Errno::EINVAL.into());
        }
        let id = IpcId(id);
        if flags & MSG_COPY != 0 {
            return self.msgrcv_copy(ctx, id, call);
        }
        let (want, cuts) = (Want::new(kind, flags & MSG_EXCEPT != 0), flags & MSG_NOERROR != 0);
        let gone = if ctx.slept { Errno::EIDRM } else { Errno::EINVAL };
        let queue = self.sysv.msgs.get_mut(id).map_err(|_| gone)?;
        queue.perm().permits(asker(&self.procs.process_of(ctx.tid).cred), READ)?;
        let Some(message) = queue.take(want, size, cuts)? else {
            if flags & IPC_NOWAIT != 0 {
                return Err(Errno::ENOMSG.into());
            }
            let place = queue.wait_to_receive(ctx.tid.0, want, size, cuts);
            return Err(sleep(WaitOn::Message(id, place)));
        };
        let now = (self.clock.realtime_ns() / 1_000_000_000) as i64;
        (queue.lrpid, queue.rtime) = (self.procs.task(ctx.tid).pid.0, now);
        self.let_senders_in(id);
        Ok(self.store_message(ctx.tid, msg, size, message.kind, &message.text)? as u64)
    }

    /// MSG_COPY: the message at position `kind`, which stays.
    fn msgrcv_copy(&mut self, ctx: &mut Ctx, id: IpcId, call: Syscall) -> SysResult {
        let Syscall::Msgrcv { msg, size, kind, flags, .. } = call else { return Err(Errno::EINVAL.into()) };
        if flags & MSG_EXCEPT != 0 || flags & IPC_NOWAIT == 0 {
            return Err(Errno::EINVAL.into());
        }
        let queue = self.sysv.msgs.get(id)?;
        queue.perm().permits(asker(&self.procs.process_of(ctx.tid).cred), READ)?;
        let nth = usize::try_from(kind).ok().and_then(|n| queue.peek(n)).ok_or(Errno::ENOMSG)?;
        if nth.text.len() as u64 > size {
            return Err(if flags & MSG_NOERROR == 0 { Errno::E2BIG } else { Errno::EINVAL }.into());
        }
        let message = nth.clone();
        Ok(self.store_message(ctx.tid, msg, size, message.kind, &message.text)? as u64)
    }

    /// msgctl(2).
    pub(crate) fn sys_msgctl(&mut self, ctx: &mut Ctx, id: i32, cmd: i32, buf: UserAddr) -> SysResult {
        if id < 0 || cmd < 0 {
            return Err(Errno::EINVAL.into());
        }
        match cmd {
            IPC_INFO | MSG_INFO => self.msg_info(ctx.tid, cmd, buf),
            IPC_STAT | MSG_STAT | MSG_STAT_ANY => self.msg_stat(ctx.tid, id, cmd, buf),
            IPC_SET => self.msg_set(ctx.tid, IpcId(id), buf),
            IPC_RMID => self.msg_remove(ctx.tid, IpcId(id)),
            _ => Err(Errno::EINVAL.into()),
        }
    }

    fn msg_info(&mut self, tid: Tid, cmd: i32, buf: UserAddr) -> SysResult {
        let msgs = &self.sysv.msgs;
        let mut info = MsgInfo {
            msgpool: 512_000,
            msgmap: QUEUE_BYTES as i32,
            msgmax: TEXT_MAX as i32,
            msgmnb: QUEUE_BYTES as i32,
            msgmni: QUEUES_MAX as i32,
            msgssz: 16,
            msgtql: QUEUE_BYTES as i32,
            msgseg: u16::MAX,
        };
        if cmd == MSG_INFO {
            info.msgpool = msgs.len() as i32;
            info.msgmap = msgs.iter().map(|(_, queue)| queue.len()).sum::<usize>() as i32;
            info.msgtql = msgs.iter().map(|(_, queue)| queue.bytes()).sum::<u64>() as i32;
        }
        let highest = msgs.highest_slot();
        self.copy_out(tid, buf, &info.encode())?;
        Ok(highest)
    }

    fn msg_stat(&mut self, tid: Tid, id: i32, cmd: i32, buf: UserAddr) -> SysResult {
        let by = match cmd {
            IPC_STAT => StatBy::Id,
            MSG_STAT => StatBy::Slot,
            _ => StatBy::SlotOfAny,
        };
        let (id, queue) = stat_target(&self.sysv.msgs, asker(&self.procs.process_of(tid).cred), id, by)?;
        let answer = MsqidDs {
            perm: layout_of(queue.perm()),
            stime: queue.stime,
            rtime: queue.rtime,
            ctime: queue.ctime,
            cbytes: queue.bytes(),
            qnum: queue.len() as u64,
            qbytes: queue.qbytes,
            lspid: queue.lspid as i32,
            lrpid: queue.lrpid as i32,
        };
        self.copy_out(tid, buf, &answer.encode())?;
        Ok(if cmd == IPC_STAT { 0 } else { id.0 as u64 })
    }

    /// IPC_SET: owner, mode and size. Those who wait look again: permissions and room may have changed.
    fn msg_set(&mut self, tid: Tid, id: IpcId, buf: UserAddr) -> SysResult {
        let mut bytes = [0; MsqidDs::SIZE];
        self.copy_in(tid, buf, &mut bytes)?;
        let new = MsqidDs::decode(&bytes);
        let now = self.ipc_now();
        let queue = self.sysv.msgs.get_mut(id)?;
        let asker = asker(&self.procs.process_of(tid).cred);
        queue.perm().controls(asker)?;
        if new.qbytes > QUEUE_BYTES && !asker.privileged {
            return Err(Errno::EPERM.into());
        }
        queue.perm_mut().update(new.perm.uid, new.perm.gid, new.perm.mode)?;
        (queue.qbytes, queue.ctime) = (new.qbytes, now);
        for receiver in queue.all_receivers() {
            self.end_sleep(Tid(receiver.who), crate::proc::task::Wakeup::Retry);
        }
        self.let_senders_in(id);
        Ok(0)
    }

    /// IPC_RMID: whoever waits gets EIDRM (MSG-22, MSG-24).
    fn msg_remove(&mut self, tid: Tid, id: IpcId) -> SysResult {
        self.sysv.msgs.get(id)?.perm().controls(asker(&self.procs.process_of(tid).cred))?;
        let mut queue = self.sysv.msgs.remove(id)?;
        for receiver in queue.all_receivers() {
            self.complete(Tid(receiver.who), -Errno::EIDRM.number());
        }
        for sender in queue.all_senders() {
            self.complete(Tid(sender.who), -Errno::EIDRM.number());
        }
        Ok(0)
    }
}

fn sleep(on: WaitOn) -> Stop {
    Stop::Block(Sleep { on, deadline_ns: None, restart: Restart::IfNoHandler })
}
