//! What system calls, births and handlers do to the labels of [`Lineage`].

use super::*;

impl Lineage {
    pub(super) fn events(&mut self, machine: &Machine, events: &[Event]) {
        if events.is_empty() {
            return;
        }
        self.flows.watch(machine, events);
        for event in events {
            let tid = event.tid;
            match &event.kind {
                EventKind::Enter { call, .. } => {
                    self.calls.insert(tid, *call);
                    self.sends(machine, tid, call);
                }
                EventKind::Exit { call, outcome: Outcome::Value(n @ 0..), .. } => {
                    self.ended(machine, tid, call, *n as u64)
                }
                EventKind::Forked { child } => self.forked(machine, tid, *child),
                EventKind::Exec { .. } => {
                    self.registers.remove(&tid);
                    if let Some(task) = machine.kernel.procs.find_task(tid) {
                        self.private.remove(&task.space);
                    }
                }
                EventKind::Exited { .. } | EventKind::Killed { .. } => {
                    self.registers.remove(&tid);
                }
                EventKind::Signal { info, disposition: Disposition::Caught } => self.handler(machine, tid, info),
                _ => {}
            }
        }
        let movers: BTreeSet<Tid> = events.iter().map(|event| event.tid).chain(self.calls.keys().copied()).collect();
        for tid in movers {
            self.moved(machine, tid);
        }
        for event in events {
            if matches!(event.kind, EventKind::Exit { .. } | EventKind::Exited { .. } | EventKind::Killed { .. }) {
                self.calls.remove(&event.tid);
            }
        }
    }

    /// What the kernel has stored into user memory is its own, until more is known of it.
    pub(super) fn stored(&mut self, machine: &Machine, stores: &[Stored], events: &[Event]) {
        for stored in stores {
            let of_space =
                |tid: Tid| machine.kernel.procs.find_task(tid).is_some_and(|task| task.space == stored.space);
            let ended = events.iter().find_map(|event| match event.kind {
                EventKind::Exit { call, .. } if of_space(event.tid) => Some((event.tid, call)),
                _ => None,
            });
            let sleeps = || self.calls.iter().find(|(tid, _)| of_space(**tid)).map(|(tid, call)| (*tid, *call));
            // What a new image begins with is no call's.
            let Some((tid, call)) = ended.or_else(sleeps).filter(|(_, call)| call.name() != "execve") else { continue };
            let label = self.label(Step::Kernel(self.who(machine, tid), call.name()));
            self.put_at(machine, tid, stored.addr, &vec![label; stored.len as usize]);
        }
    }

    /// Process and line of a task whose call has ended.
    fn who(&self, machine: &Machine, tid: Tid) -> Who {
        who(machine, tid, self.entered.get(&tid).copied().unwrap_or(0))
    }

    /// Bytes that went into channels and came out of them.
    fn moved(&mut self, machine: &Machine, tid: Tid) {
        let flows = self.flows.of(tid);
        let Some(call) = self.calls.get(&tid).copied().filter(|_| !flows.is_empty()) else { return };
        let Some(space) = machine.kernel.procs.find_task(tid).map(|task| task.space) else { return };
        let by = self.who(machine, tid);
        if let Some(transfer) = port::transfer(&call) {
            return self.transferred(machine, tid, &call, transfer, &flows);
        }
        self.type_moved(machine, tid, &call, by, &flows);
        let addresses = Addresses(port::user_ranges(machine, tid, &call, u64::MAX));
        for flow in flows.into_iter().filter(flow::Flowed::drains) {
            let n = flow.bytes.1 - flow.bytes.0;
            for i in 0..n {
                let Some(addr) = addresses.at(flow.at + i) else { break };
                let number = flow.bytes.0 + i;
                let mut byte = [0];
                machine.kernel.mm.peek(space, addr, &mut byte);
                match flow.direction {
                    Direction::In => {
                        let from = self.memory(machine, tid, addr);
                        let label = self.label(Step::Written(by, call.name(), flow.channel.clone(), from));
                        self.channels.entry(flow.channel_key).or_default().push(number, label, byte[0]);
                    }
                    Direction::Out => {
                        let gone = self.channels.get(&flow.channel_key);
                        let known =
                            gone.and_then(|gone| Some((gone.label(number)?, *gone.bytes.get(number as usize)?)));
                        let from = known.filter(|(_, sent)| *sent == byte[0]).map(|(label, _)| label);
                        self.misfits += u64::from(known.is_some() && from.is_none());
                        let from = from.unwrap_or_else(|| self.label(Step::Outside("somebody not seen".to_string())));
                        let label = self.label(Step::Read(by, call.name(), flow.channel.clone(), from));
                        self.put_at(machine, tid, addr, &[label]);
                    }
                }
            }
        }
    }

    /// The type of a message of a System V queue, which stands before its bytes.
    fn type_moved(&mut self, machine: &Machine, tid: Tid, call: &Syscall, by: Who, flows: &[flow::Flowed]) {
        let (Syscall::Msgsnd { msg, .. } | Syscall::Msgrcv { msg, .. }) = *call else { return };
        let Some(flow) = flows.first() else { return };
        let key = (flow.channel_key, flow.bytes.0);
        match flow.direction {
            Direction::In => {
                let from: Word = std::array::from_fn(|n| self.memory(machine, tid, msg.0.wrapping_add(n as u64)));
                let gone = from.map(|from| self.label(Step::Written(by, call.name(), flow.channel.clone(), from)));
                self.types.insert(key, gone);
            }
            Direction::Out => {
                let Some(gone) = self.types.get(&key).copied() else { return };
                let labels = gone.map(|from| self.label(Step::Read(by, call.name(), flow.channel.clone(), from)));
                self.put_at(machine, tid, msg.0, &labels);
            }
        }
    }

    /// Bytes that went from one descriptor to another.
    fn transferred(
        &mut self,
        machine: &Machine,
        tid: Tid,
        call: &Syscall,
        transfer: port::Transfer,
        flows: &[flow::Flowed],
    ) {
        let by = self.who(machine, tid);
        let find = |direction| flows.iter().find(|flow| flow.direction == direction);
        let Some(into) = find(Direction::In) else { return };
        let (n, done) = (into.bytes.1 - into.bytes.0, into.at);
        let place = |fd, offset| port::transfer_place(machine, tid, fd, offset, done + n);
        let file = regular(machine, tid, transfer.from).zip(place(transfer.from, transfer.from_offset));
        let target = regular(machine, tid, transfer.to).zip(place(transfer.to, transfer.to_offset));
        let source = find(Direction::Out).cloned();
        let source_name = match (&source, file) {
            (Some(source), _) => source.channel.clone(),
            (None, Some((object, _))) => self.file_name(machine, tid, transfer.from, object),
            (None, None) => "a descriptor".to_string(),
        };
        for i in 0..n {
            let mut byte = [0];
            let from = match (file, &source) {
                (Some((object, start)), _) => {
                    machine.kernel.mm.object_read(object, start + done + i, &mut byte);
                    Some(of_pages(self.shared.get(&object), start + done + i))
                }
                (None, Some(source)) => self.channels.get(&source.channel_key).and_then(|gone| {
                    let number = source.bytes.0 + done + i;
                    byte[0] = *gone.bytes.get(number as usize)?;
                    gone.label(number)
                }),
                (None, None) => None,
            };
            let from = from.unwrap_or_else(|| self.label(Step::Outside("somebody not seen".to_string())));
            let read = self.label(Step::Read(by, call.name(), source_name.clone(), from));
            let written = self.label(Step::Written(by, call.name(), into.channel.clone(), read));
            match target {
                Some((object, start)) => set_page(self.shared.entry(object).or_default(), start + done + i, written),
                None => {
                    let gone = self.channels.entry(into.channel_key).or_default();
                    gone.push(into.bytes.0 + i, written, byte[0]);
                }
            }
        }
    }

    /// A call has ended well.
    fn ended(&mut self, machine: &Machine, tid: Tid, call: &Syscall, n: u64) {
        match *call {
            Syscall::Mmap { length, .. } => self.forget(machine, tid, n, length),
            Syscall::RtSigtimedwait { info, .. } if info.0 != 0 => self.took_signal(machine, tid, info.0),
            Syscall::Mremap { old, old_length, .. } => self.move_pages(machine, tid, old.0, n, old_length),
            Syscall::Munmap { addr, length } => self.forget(machine, tid, addr.0, length),
            Syscall::Shmget { .. } if self.segments.insert(IpcId(n as i32)) => {
                if let Ok(segment) = machine.kernel.sysv.shms.get(IpcId(n as i32)) {
                    self.shared.remove(&segment.object);
                }
            }
            Syscall::Open { .. } | Syscall::Openat { .. } | Syscall::Creat { .. } => {
                let object = regular(machine, tid, Fd(n as i32));
                if let Some(object) = object.filter(|object| machine.kernel.mm.object_len(*object) == 0) {
                    self.shared.remove(&object);
                    self.files.remove(&object);
                }
            }
            _ => {}
        }
        let (fd, direction) = match *call {
            Syscall::Read { fd, .. } | Syscall::Readv { fd, .. } => (fd, Direction::Out),
            Syscall::Pread { fd, .. } | Syscall::Preadv { fd, .. } => (fd, Direction::Out),
            Syscall::Recvfrom { fd, .. } | Syscall::Recvmsg { fd, .. } => (fd, Direction::Out),
            Syscall::MqTimedreceive { fd, .. } => (fd, Direction::Out),
            Syscall::Write { fd, .. } | Syscall::Writev { fd, .. } => (fd, Direction::In),
            Syscall::Pwrite { fd, .. } | Syscall::Pwritev { fd, .. } => (fd, Direction::In),
            Syscall::Msgrcv { .. } => (Fd(-1), Direction::Out),
            _ => return,
        };
        let ranges = port::user_ranges(machine, tid, call, n);
        if let Some(object) = regular(machine, tid, fd) {
            return self.file(machine, tid, call, (fd, object, direction), n, &Addresses(ranges));
        }
        match direction {
            Direction::Out => {
                let label = self.source(machine, tid, call, fd);
                for (addr, len) in ranges {
                    self.put_at(machine, tid, addr, &vec![label; len as usize]);
                }
            }
            Direction::In => self.terminal_written(machine, tid, call, fd),
        }
    }

    /// The label of bytes that came from where they can't be followed one by one; what is known better replaces it.
    fn source(&mut self, machine: &Machine, tid: Tid, call: &Syscall, fd: Fd) -> Label {
        let by = self.who(machine, tid);
        let kind = port::file_of(machine, tid, fd).map(|(_, kind)| kind);
        let (name, from) = match kind {
            Some(FileKind::Tty(tty)) => match self.terminals.get(&(tty, true)) {
                Some(label) => ("a terminal", *label),
                None => ("the terminal", self.label(Step::Outside("what was typed".to_string()))),
            },
            Some(FileKind::PtyMaster(tty)) => {
                let from = self.terminals.get(&(tty, false)).copied();
                ("the master side of a terminal", from.unwrap_or(BEGINNING))
            }
            Some(FileKind::Device(Device::HostIn)) => {
                ("standard input", self.label(Step::Outside("outside of the machine".to_string())))
            }
            Some(FileKind::Socket(id)) if machine.kernel.net.remote(id).is_some() => {
                let remote = machine.kernel.net.remote(id).map_or(String::new(), |remote| remote.to_string());
                let label = self.label(Step::Outside(format!("another host: {remote}")));
                return self.label(Step::Read(by, call.name(), format!("socket {id}"), label));
            }
            Some(FileKind::Pipe(..) | FileKind::Socket(_) | FileKind::MessageQueue(_)) | None => {
                return self.label(Step::Outside("somebody whose bytes are not followed".to_string()));
            }
            _ => return self.label(Step::Kernel(by, call.name())),
        };
        self.label(Step::Read(by, call.name(), name.to_string(), from))
    }

    fn terminal_written(&mut self, machine: &Machine, tid: Tid, call: &Syscall, fd: Fd) {
        let (tty, master) = match port::file_of(machine, tid, fd) {
            Some((_, FileKind::PtyMaster(tty))) => (tty, true),
            Some((_, FileKind::Tty(tty))) => (tty, false),
            _ => return,
        };
        let first = port::user_ranges(machine, tid, call, 1).first().map(|(addr, _)| *addr);
        let from = first.map_or(BEGINNING, |addr| self.memory(machine, tid, addr));
        let name = if master { "the master side of a terminal" } else { "a terminal" };
        let label = self.label(Step::Written(self.who(machine, tid), call.name(), name.to_string(), from));
        self.terminals.insert((tty, master), label);
    }

    /// Bytes between memory and a file, whose bytes are labelled where they lie.
    fn file(
        &mut self,
        machine: &Machine,
        tid: Tid,
        call: &Syscall,
        (fd, object, direction): (Fd, ObjectId, Direction),
        n: u64,
        addresses: &Addresses,
    ) {
        let Some(start) = port::file_offset(machine, tid, call, n) else { return };
        let by = self.who(machine, tid);
        let name = self.file_name(machine, tid, fd, object);
        for i in 0..n {
            let Some(addr) = addresses.at(i) else { return };
            match direction {
                Direction::In => {
                    let from = self.memory(machine, tid, addr);
                    let label = self.label(Step::Written(by, call.name(), name.clone(), from));
                    set_page(self.shared.entry(object).or_default(), start + i, label);
                }
                Direction::Out => {
                    let from = of_pages(self.shared.get(&object), start + i);
                    let label = self.label(Step::Read(by, call.name(), name.clone(), from));
                    self.put_at(machine, tid, addr, &[label]);
                }
            }
        }
    }

    /// `file /tmp/x`; what a run was given as standard input has no other name.
    fn file_name(&mut self, machine: &Machine, tid: Tid, fd: Fd, object: ObjectId) -> String {
        let inode = port::file_of(machine, tid, fd).and_then(|(file, _)| machine.kernel.vfs.file(file).ok());
        let name = || match inode.and_then(|file| port::path(machine, file.inode)) {
            Some(path) => format!("file {path}"),
            None if fd.0 == 0 => "standard input".to_string(),
            None => "a file without a name".to_string(),
        };
        self.files.entry(object).or_insert_with(name).clone()
    }

    fn forked(&mut self, machine: &Machine, parent: Tid, child: Tid) {
        if let Some(words) = self.registers.get(&parent).cloned() {
            self.registers.insert(child, words);
        }
        let space = |tid: Tid| machine.kernel.procs.find_task(tid).map(|task| task.space);
        let (Some(from), Some(to)) = (space(parent), space(child)) else { return };
        if from != to {
            let pages = self.private.get(&from).cloned().unwrap_or_default();
            self.private.insert(to, pages);
        }
    }

    /// A call may send a signal.
    fn sends(&mut self, machine: &Machine, tid: Tid, call: &Syscall) {
        let (sig, info) = match *call {
            Syscall::Kill { sig, .. } | Syscall::Tkill { sig, .. } | Syscall::Tgkill { sig, .. } => (sig, None),
            Syscall::RtSigqueueinfo { sig, info, .. } | Syscall::RtTgsigqueueinfo { sig, info, .. } => {
                (sig, Some(info))
            }
            _ => return,
        };
        let Some(signal) = Signal::new(i64::from(sig)) else { return };
        let by = self.who(machine, tid);
        let value = info.map(|info| std::array::from_fn(|n| self.memory(machine, tid, info.0 + VALUE + n as u64)));
        self.sent.insert((by.pid, signal), (by, value.unwrap_or_default()));
    }

    /// A handler has been entered: its arguments are the signal's.
    fn handler(&mut self, machine: &Machine, tid: Tid, info: &SigInfo) {
        let Some(task) = machine.task(tid) else { return };
        let Some(base) = task.cpu.active().next().map(|active| active.base) else { return };
        let label = self.label(Step::Kernel(self.who(machine, tid), "signal"));
        let (at, context) = (task.cpu.register(1), task.cpu.register(2));
        for n in 0..3 {
            self.set_word(tid, base, n, [label; 8]);
        }
        self.put_at(machine, tid, context, &[label; 968]);
        let labels = self.signal(info);
        self.set_word(tid, base, 0, [labels[0]; 8]);
        self.put_at(machine, tid, at, &labels);
    }

    /// A call has taken a signal and stored its `siginfo_t` there.
    fn took_signal(&mut self, machine: &Machine, tid: Tid, at: u64) {
        let Some(task) = machine.kernel.procs.find_task(tid) else { return };
        let mut bytes = [0; SigInfo::SIZE];
        machine.kernel.mm.peek(task.space, at, &mut bytes);
        let int = |at: usize| i32::from_le_bytes(std::array::from_fn(|n| bytes[at + n]));
        let Some(signal) = Signal::new(i64::from(int(0))) else { return };
        let info = match int(8) {
            1.. => SigInfo::kernel(signal),
            _ => SigInfo::decode(signal, &bytes),
        };
        let labels = self.signal(&info);
        self.put_at(machine, tid, at, &labels);
    }

    /// The labels of a signal's `siginfo_t`.
    pub(super) fn signal(&mut self, info: &SigInfo) -> [Label; SigInfo::SIZE] {
        let sent = match info.origin {
            Origin::Sender { pid, .. } | Origin::Queued { pid, .. } => Some(
                self.sent.get(&(pid, info.signal)).copied().unwrap_or((Who { pid, thread: None, line: None }, [0; 8])),
            ),
            Origin::Child { pid, .. } => Some((Who { pid, thread: None, line: None }, [0; 8])),
            _ => None,
        };
        let label = self.label(Step::Signal(info.signal, sent.map(|(by, _)| by), BEGINNING));
        let mut labels = [label; SigInfo::SIZE];
        if let (Origin::Queued { .. }, Some((by, value))) = (info.origin, sent) {
            for (n, from) in value.into_iter().enumerate() {
                labels[VALUE as usize + n] = self.label(Step::Signal(info.signal, Some(by), from));
            }
        }
        labels
    }
}

/// Where `si_value` lies in a `siginfo_t`.
const VALUE: u64 = 24;
