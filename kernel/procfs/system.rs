//! /proc files that belong to no process (proc_meminfo(5), proc_loadavg(5), proc_sys_kernel(5), mq_overview(7), ...).

use super::node::SYSTEM;
use crate::Kernel;
use crate::abi::Tid;
use crate::mm::PAGE_SIZE;
use crate::proc::table::PID_MAX;
use crate::proc::task::TaskState;
use crate::sched::time::ticks;
use crate::vfs::file::FILE_MAX;

/// Bytes of a kibibyte.
const KIB: u64 = 1024;

impl Kernel {
    pub(super) fn system_text(&self, _tid: Tid, index: u32) -> String {
        let (parent, name, _) = SYSTEM[index as usize];
        let above = SYSTEM.get(parent as usize).map_or("", |entry| entry.1);
        match (above, name) {
            ("", "meminfo") => self.meminfo(),
            ("", "loadavg") => {
                let runs = |state| matches!(state, TaskState::Running | TaskState::Ready);
                let running = self.procs.tasks().filter(|task| runs(task.state)).count();
                let tasks = self.procs.tasks().count();
                // There is no history of load: nobody has waited for a second processor.
                format!("0.00 0.00 0.00 {running}/{tasks} {}\n", self.procs.last_number())
            }
            ("", "uptime") => {
                let hundredths = self.clock.now_ns() / 10_000_000;
                let idle = self.idle_ns() / 10_000_000;
                format!("{}.{:02} {}.{:02}\n", hundredths / 100, hundredths % 100, idle / 100, idle % 100)
            }
            ("", "version") => {
                let [system, _, release, version, ..] = self.system_names();
                format!("{system} version {release} (forklore@forklore) (forklore) {version}\n")
            }
            ("", "cmdline") => "\n".to_string(),
            ("", "cpuinfo") => "processor\t: 0\nvendor_id\t: Forklore\nmodel name\t: Forklore virtual CPU at 1 GHz\n\
                cpu MHz\t\t: 1000.000\ncpu cores\t: 1\nbogomips\t: 2000.00\n\n"
                .to_string(),
            ("", "mounts") => MOUNTS.to_string(),
            ("", "stat") => self.system_stat(),
            ("kernel", "hostname") => format!("{}\n", self.config.hostname),
            ("kernel", "ostype") => format!("{}\n", self.system_names()[0]),
            ("kernel", "osrelease") => format!("{}\n", self.system_names()[2]),
            ("kernel", "version") => format!("{}\n", self.system_names()[3]),
            ("kernel", "pid_max") => format!("{PID_MAX}\n"),
            ("kernel", "threads-max") => format!("{}\n", self.config.max_procs),
            ("kernel", "msgmax") => "8192\n".to_string(),
            ("kernel", "msgmnb") => "16384\n".to_string(),
            ("kernel", "msgmni") => "32000\n".to_string(),
            ("kernel", "sem") => "32000\t1024000000\t500\t32000\n".to_string(),
            ("kernel", "shmmni") => "4096\n".to_string(),
            ("kernel", "shmmax" | "shmall") => format!("{}\n", u64::MAX - (1 << 24)),
            ("fs", "file-max") => format!("{FILE_MAX}\n"),
            ("fs", "nr_open") => "1048576\n".to_string(),
            ("fs", "pipe-max-size") => "1048576\n".to_string(),
            ("fs", "pipe-user-pages-hard") => "0\n".to_string(),
            ("fs", "pipe-user-pages-soft") => "16384\n".to_string(),
            ("mqueue", "msg_default" | "msg_max") => "10\n".to_string(),
            ("mqueue", "msgsize_default" | "msgsize_max") => "8192\n".to_string(),
            ("mqueue", "queues_max") => "256\n".to_string(),
            ("sysvipc", kind) => self.sysvipc_text(kind),
            ("net", "unix") => self.net_unix_text(),
            ("net", table) => self.net_inet_text(table),
            _ => String::new(),
        }
    }

    /// Time in which nobody ran, in ns.
    fn idle_ns(&self) -> u64 {
        let (user, system) = self.cpu_ns();
        self.clock.now_ns().saturating_sub(user + system)
    }

    /// Time that all processes ran, in user mode and in the kernel.
    fn cpu_ns(&self) -> (u64, u64) {
        self.procs
            .processes()
            .map(|process| self.own_usage(process))
            .fold((0, 0), |(user, system), usage| (user + usage.user_ns, system + usage.system_ns))
    }

    fn meminfo(&self) -> String {
        let page = PAGE_SIZE as u64 / KIB;
        let total = u64::from(self.mm.frame_limit()) * page;
        let used = u64::from(self.mm.frames_used()) * page;
        let cached = self.vfs.charged_pages * page;
        let free = total.saturating_sub(used);
        let rows = [
            ("MemTotal", total),
            ("MemFree", free),
            ("MemAvailable", free),
            ("Buffers", 0),
            ("Cached", cached.min(used)),
            ("SwapCached", 0),
            ("SwapTotal", 0),
            ("SwapFree", 0),
            ("Shmem", 0),
            ("SReclaimable", 0),
        ];
        rows.iter().map(|(name, kib)| format!("{:<15}{kib:>9} kB\n", format!("{name}:"))).collect()
    }

    fn system_stat(&self) -> String {
        let (user, system) = self.cpu_ns();
        let idle = ticks(self.idle_ns());
        let (user, system) = (ticks(user), ticks(system));
        let blocked = self.procs.tasks().filter(|task| task.state == TaskState::Blocked).count();
        let running = self.procs.tasks().count() - blocked;
        format!(
            "cpu  {user} 0 {system} {idle} 0 0 0 0 0 0\ncpu0 {user} 0 {system} {idle} 0 0 0 0 0 0\nintr 0\nctxt {}\n\
             btime {}\nprocesses {}\nprocs_running {running}\nprocs_blocked 0\n",
            self.sched.switches(),
            self.config.epoch_secs,
            self.procs.last_number(),
        )
    }
}

/// What is mounted where.
pub(super) const MOUNTS: &str = "/dev/root / ext4 rw,relatime 0 0\nproc /proc proc rw,relatime 0 0\n\
    devtmpfs /dev devtmpfs rw,relatime 0 0\ndevpts /dev/pts devpts rw,relatime,gid=5,mode=620,ptmxmode=000 0 0\n\
    tmpfs /dev/shm tmpfs rw,relatime 0 0\n";
