//! execve(2): finding the image, scripts, the initial stack, and what of the process survives.
//!
//! An executable file is eight bytes of magic and the number of a program that was registered with
//! [`Kernel::add_image`]; a file that begins with `#!` names its interpreter.

use super::process::{Cred, ImageName};
use crate::Kernel;
use crate::abi::flags::{S_ISGID, S_ISUID};
use crate::abi::{Errno, Gid, InodeId, ProgramId, SigSet, Tid, Uid, UserAddr};
use crate::entry::{Ctx, Stop, SysResult};
use crate::mm::{ImageSegment, MmError, STACK_TOP, SpaceId};
use crate::proc::limits::RLIMIT_STACK;
use crate::sched::rng::Rng;
use crate::trace::event::EventKind;
use triomphe::Arc;

/// First bytes of an executable file; a little-endian u32 program number follows.
pub const EXEC_MAGIC: &[u8; 8] = b"\x7fFORKLR\n";
/// Longest argument or environment string (MAX_ARG_STRLEN).
const ARG_LEN_MAX: usize = 128 << 10;
/// Most arguments or environment strings.
const ARG_COUNT_MAX: usize = 1 << 20;
/// Scripts whose interpreter is a script, and so on, at most so often.
const SCRIPT_DEPTH: usize = 5;
/// Bytes looked at of a script's first line (BINPRM_BUF_SIZE).
const SCRIPT_LINE: usize = 256;

/// Entries of the auxiliary vector (getauxval(3)).
mod aux {
    pub const NULL: u64 = 0;
    pub const PAGESZ: u64 = 6;
    pub const UID: u64 = 11;
    pub const EUID: u64 = 12;
    pub const GID: u64 = 13;
    pub const EGID: u64 = 14;
    pub const PLATFORM: u64 = 15;
    pub const CLKTCK: u64 = 17;
    pub const SECURE: u64 = 23;
    pub const RANDOM: u64 = 25;
    pub const EXECFN: u64 = 31;
}

/// What a path leads to once scripts are resolved.
struct Executable {
    program: ProgramId,
    inode: InodeId,
    argv: Vec<Vec<u8>>,
}

impl Kernel {
    /// Makes a program known to execve. `segments` and `brk_start` describe its initial memory; every process that
    /// executes it shares those frames until it writes.
    pub fn add_image(&mut self, program: ProgramId, segments: &[ImageSegment], brk_start: u64) -> Result<(), MmError> {
        let space = self.mm.space_from_image(segments, brk_start)?;
        if let Some(old) = self.images.insert(program, space) {
            self.mm.space_release(old);
        }
        Ok(())
    }

    /// The bytes of a file that executes this program.
    pub fn executable_file(program: ProgramId) -> Vec<u8> {
        let mut bytes = EXEC_MAGIC.to_vec();
        bytes.extend_from_slice(&program.0.to_le_bytes());
        bytes
    }

    /// execve(2).
    pub(crate) fn sys_execve(&mut self, ctx: &mut Ctx, path: UserAddr, argv: UserAddr, envp: UserAddr) -> SysResult {
        let path = self.copy_in_path(ctx.tid, path)?;
        self.vfs_lookup_exec(ctx.tid, &path)?;
        let limit = self.argument_limit(ctx.tid);
        let mut room = limit;
        let mut argv = self.copy_in_strings(ctx.tid, argv, &mut room)?;
        let envp = self.copy_in_strings(ctx.tid, envp, &mut room)?;
        if argv.is_empty() {
            // A program always finds an argv[0] (Linux since 5.18).
            argv.push(Vec::new());
        }
        let pid = self.procs.task(ctx.tid).pid;
        let (program, sp) = self.replace_image(ctx.tid, path, argv, envp)?;
        // Whichever thread made the call, it is the only one now.
        ctx.tid = Tid(pid.0);
        Err(Stop::Exec(program, sp))
    }

    /// The program that execve of this path would need and that [`Kernel::add_image`] has not made known yet: whoever
    /// drives the kernel may load programs only when they are executed.
    pub fn wanted_image(&mut self, tid: Tid, path: UserAddr) -> Option<ProgramId> {
        let path = self.copy_in_path(tid, path).ok()?;
        let found = self.find_executable(tid, &path, Vec::new()).ok()?;
        (!self.images.contains_key(&found.program)).then_some(found.program)
    }

    /// A quarter of the stack limit, at least 128 KiB, at most 6 MiB.
    fn argument_limit(&self, tid: Tid) -> usize {
        let stack = self.procs.process_of(tid).rlimits[RLIMIT_STACK].0;
        (stack / 4).clamp(128 << 10, 6 << 20) as usize
    }

    /// A null-terminated array of strings. `room` shrinks by what they need on the new stack; E2BIG when it is used up.
    fn copy_in_strings(&mut self, tid: Tid, array: UserAddr, room: &mut usize) -> Result<Vec<Vec<u8>>, Errno> {
        let mut strings = Vec::new();
        if array.is_null() {
            return Ok(strings);
        }
        for n in 0..ARG_COUNT_MAX as u64 {
            let at = self.copy_in_u64(tid, array.add(n * 8))?;
            if at == 0 {
                return Ok(strings);
            }
            let max = ARG_LEN_MAX.min(*room);
            let string = self.copy_in_cstr(tid, UserAddr(at), max)?.ok_or(Errno::E2BIG)?;
            *room = room.checked_sub(string.len() + 9).ok_or(Errno::E2BIG)?;
            strings.push(string);
        }
        Err(Errno::E2BIG)
    }

    /// Gives a task a new image: everything that can fail first, then what can't.
    pub(crate) fn replace_image(
        &mut self,
        tid: Tid,
        path: Vec<u8>,
        argv: Vec<Vec<u8>>,
        envp: Vec<Vec<u8>>,
    ) -> Result<(ProgramId, UserAddr), Errno> {
        let Executable { program, inode, argv } = self.find_executable(tid, &path, argv)?;
        let cred = self.cred_after_exec(tid, inode)?;
        let template = *self.images.get(&program).ok_or(Errno::ENOEXEC)?;
        let space = self.mm.space_fork(template).ok_or(Errno::ENOMEM)?;
        let stack_limit = self.procs.process_of(tid).rlimits[RLIMIT_STACK].0;
        self.mm.set_stack_limit(space, stack_limit);
        let sp = match self.build_stack(tid, space, &cred, &path, &argv, &envp) {
            Ok(sp) => sp,
            Err(errno) => {
                self.mm.space_release(space);
                return Err(errno);
            }
        };
        // From here on there is no way back.
        let tid = self.end_other_threads(tid);
        self.release_user_words(tid);
        let task = self.procs.task_mut(tid);
        let (old, fds, pid) = (std::mem::replace(&mut task.space, space), task.fds, task.pid);
        task.altstack = (UserAddr::NULL, 0);
        task.altstack_flags = 0;
        task.name = None;
        task.saved_mask = None;
        task.waiting_for = SigSet::EMPTY;
        self.mm.space_release(old);
        self.settle_attachments(pid);
        self.release_vfork_parent(pid);
        let fds = self.fd_table_unshare(tid, fds);
        self.fd_table_close_on_exec(fds);
        self.delete_posix_timers(pid);
        let process = self.procs.process_of_mut(tid);
        process.actions.after_exec();
        process.sighand_group = 0;
        process.attributes.keep_caps = false;
        process.did_exec = true;
        if *process.cred != cred {
            process.cred = Arc::new(cred);
            process.death_signal = None;
        }
        process.set_name(path.rsplit(|b| *b == b'/').next().unwrap_or_default());
        let cmdline = argv.iter().flat_map(|arg| arg.iter().copied().chain([0])).collect();
        let environ = envp.iter().flat_map(|entry| entry.iter().copied().chain([0])).collect();
        process.image = Arc::new(ImageName { path: path.clone(), cmdline, environ });
        if self.events.is_on() {
            self.emit(tid, EventKind::Exec { path, argv });
        }
        Ok((program, sp))
    }

    /// The other threads end where they are, and the caller takes over the number of the process (execve(2), "Effect on
    /// process attributes"). Tells its number.
    fn end_other_threads(&mut self, tid: Tid) -> Tid {
        let process = self.procs.process_of(tid);
        if process.threads.is_empty() {
            return tid;
        }
        let others: Vec<Tid> = process.tasks().filter(|other| *other != tid).collect();
        let pid = process.pid;
        for other in others {
            self.end_task(other, 0);
        }
        self.procs.process_of_mut(tid).leader_status = None;
        if tid.0 == pid.0 {
            return tid;
        }
        self.sched.renumber(tid, Tid(pid.0));
        self.events.last_running = Some(Tid(pid.0));
        self.procs.make_leader(tid)
    }

    /// Follows scripts to a program (execve(2), "Interpreter scripts").
    fn find_executable(&mut self, tid: Tid, path: &[u8], mut argv: Vec<Vec<u8>>) -> Result<Executable, Errno> {
        let mut file = path.to_vec();
        for _ in 0..SCRIPT_DEPTH {
            let inode = self.vfs_lookup_exec(tid, &file)?;
            if self.vfs.is_being_written(inode) {
                return Err(Errno::ETXTBSY);
            }
            let mut head = [0; SCRIPT_LINE];
            let len = self.inode_read(inode, 0, &mut head);
            let head = &head[..len];
            if let Some(rest) = head.strip_prefix(EXEC_MAGIC) {
                let number = rest.first_chunk::<4>().ok_or(Errno::ENOEXEC)?;
                return Ok(Executable { program: ProgramId(u32::from_le_bytes(*number)), inode, argv });
            }
            let line = head.strip_prefix(b"#!").ok_or(Errno::ENOEXEC)?;
            let (interpreter, argument) = split_script_line(line).ok_or(Errno::ENOEXEC)?;
            // The interpreter gets its one argument, the script's path and the script's arguments.
            let mut new = vec![interpreter.clone()];
            new.extend(argument);
            new.push(std::mem::replace(&mut file, interpreter));
            new.extend(argv.into_iter().skip(1));
            argv = new;
        }
        Err(Errno::ELOOP)
    }

    /// Set-user-ID and set-group-ID files give their owner's rights.
    fn cred_after_exec(&self, tid: Tid, inode: InodeId) -> Result<Cred, Errno> {
        let mut cred = Cred::clone(&self.procs.process_of(tid).cred);
        let file = self.vfs.inode(inode)?;
        if file.perm & S_ISUID != 0 {
            cred.euid = file.uid;
        }
        if file.perm & S_ISGID != 0 {
            cred.egid = file.gid;
        }
        (cred.suid, cred.sgid) = (cred.euid, cred.egid);
        Ok(cred)
    }

    /// Lays the initial stack out as Linux does: argc, argv, envp, the auxiliary vector, then the strings.
    fn build_stack(
        &mut self,
        tid: Tid,
        space: SpaceId,
        cred: &Cred,
        path: &[u8],
        argv: &[Vec<u8>],
        envp: &[Vec<u8>],
    ) -> Result<UserAddr, Errno> {
        let mut random = [0; 16];
        Rng::new(self.config.seed, u64::from(self.procs.task(tid).pid.0)).fill(&mut random);
        let strings_len: usize =
            argv.iter().chain(envp).map(|s| s.len() + 1).sum::<usize>() + path.len() + 1 + 8 + 7 + 16;
        let strings_at = (STACK_TOP - strings_len as u64) & !15;
        let mut strings = Vec::with_capacity(strings_len);
        let mut place = |bytes: &[u8], end: &[u8]| {
            let at = strings_at + strings.len() as u64;
            strings.extend_from_slice(bytes);
            strings.extend_from_slice(end);
            at
        };
        let random_at = place(&random, &[]);
        let platform_at = place(b"x86_64", &[0]);
        let argv_at: Vec<u64> = argv.iter().map(|s| place(s, &[0])).collect();
        let envp_at: Vec<u64> = envp.iter().map(|s| place(s, &[0])).collect();
        let path_at = place(path, &[0]);
        let secure = cred.uid != cred.euid || cred.gid != cred.egid;
        let auxv = [
            (aux::PAGESZ, 4096),
            (aux::CLKTCK, 100),
            (aux::UID, id(cred.uid)),
            (aux::EUID, id(cred.euid)),
            (aux::GID, cred.gid.0.into()),
            (aux::EGID, group(cred.egid)),
            (aux::SECURE, secure.into()),
            (aux::RANDOM, random_at),
            (aux::EXECFN, path_at),
            (aux::PLATFORM, platform_at),
            (aux::NULL, 0),
        ];
        let mut words = vec![argv.len() as u64];
        words.extend(argv_at);
        words.push(0);
        words.extend(envp_at);
        words.push(0);
        words.extend(auxv.iter().flat_map(|(kind, value)| [*kind, *value]));
        let sp = (strings_at - words.len() as u64 * 8) & !15;
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        bytes.resize((strings_at - sp) as usize, 0);
        bytes.extend_from_slice(&strings);
        self.mm.copy_out(space, sp, &bytes).map_err(|_| Errno::ENOMEM)?;
        Ok(UserAddr(sp))
    }
}

fn id(uid: Uid) -> u64 {
    uid.0.into()
}

fn group(gid: Gid) -> u64 {
    gid.0.into()
}

/// Interpreter and optional argument of a `#!` line; `None` if there is no interpreter.
fn split_script_line(line: &[u8]) -> Option<(Vec<u8>, Option<Vec<u8>>)> {
    let end = line.iter().position(|b| *b == b'\n').unwrap_or(line.len());
    let line = line[..end].trim_ascii();
    let cut = line.iter().position(|b| matches!(b, b' ' | b'\t' | 0)).unwrap_or(line.len());
    let (interpreter, rest) = line.split_at(cut);
    let rest = rest.trim_ascii();
    if interpreter.is_empty() {
        return None;
    }
    Some((interpreter.to_vec(), (!rest.is_empty()).then(|| rest.to_vec())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_lines() {
        let split = |line: &str| split_script_line(line.as_bytes());
        assert_eq!(split(" /bin/sh\nx"), Some((b"/bin/sh".to_vec(), None)));
        assert_eq!(split("/bin/awk -f x \n"), Some((b"/bin/awk".to_vec(), Some(b"-f x".to_vec()))));
        assert_eq!(split("   \n"), None);
    }
}
