//! From a scenario to a world: machines are booted, programs compiled, names resolved.

use super::file::{HostSpec, ProgramSpec, Scenario, ScenarioError, Text};
use super::happenings::Happening;
use crate::boot::{self, BootError, Booted};
use crate::library;
use crate::machine::Machine;
use crate::programs::Programs;
use crate::setup::{Scene, Sources};
use crate::world::{Host, HostId, Link, World};
use forklore_kernel::abi::{Gid, ProgramId, Signal, Uid};
use forklore_kernel::net::addr::Ip;
use forklore_kernel::sched::PolicyKind;
use forklore_kernel::vfs::boot::Install;
use forklore_kernel::{Config, Kernel};
use toml::Spanned;

/// Files of the scenario's folder, by the path written in it; `None` if there is none.
pub type Files<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// A scenario with everything looked up.
#[derive(Clone, Debug)]
pub struct Prepared {
    /// The world, nothing started yet.
    pub world: World,
    /// The programs, by when they start.
    pub programs: Vec<Program>,
    /// What happens from outside.
    pub happenings: Vec<Happening>,
    /// Most virtual time.
    pub time_ns: u64,
    /// Most instructions.
    pub steps: u64,
    /// Most bytes of output.
    pub output: u64,
    /// The compiler's warnings.
    pub warnings: String,
}

/// A program to be started.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Where.
    pub host: HostId,
    /// When.
    pub start_ns: u64,
    /// Executable file.
    pub path: String,
    /// The entry as written.
    pub spec: ProgramSpec,
    /// User and group.
    pub owner: (Uid, Gid),
    /// Home, and working directory.
    pub home: String,
    /// What standard output is expected to be.
    pub stdout: Option<Vec<u8>>,
    /// Which signal is expected to kill it.
    pub signal: Option<Signal>,
}

/// One hour.
pub(super) const DEFAULT_TIME_NS: u64 = 3_600_000_000_000;
const DEFAULT_LATENCY_NS: u64 = 1_000_000;

/// Looks everything up, compiles the programs and boots the machines.
///
/// # Errors
/// What the file gets wrong, with its line, or the compiler's messages.
pub fn prepare(text: Text, files: Files) -> Result<Prepared, ScenarioError> {
    prepare_for(text, files, Purpose::Run)
}

/// What the programs are compiled for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// To run fast.
    Run,
    /// To be stepped through: every statement has code of its own, every variable a place.
    Step,
}

/// The same, for a purpose.
///
/// # Errors
/// As [`prepare`].
pub fn prepare_for(text: Text, files: Files, purpose: Purpose) -> Result<Prepared, ScenarioError> {
    let scenario = text.parse()?;
    Preparer { text, files, scenario: &scenario, addresses: addresses(text, &scenario)?, purpose }.prepare()
}

/// Boots one host of a scenario; nothing is started there yet.
///
/// # Errors
/// As [`prepare`], and a host that there is not.
pub fn boot_scene(scene: &Scene) -> Result<Booted, BootError> {
    let failed = |error: ScenarioError| BootError::Machine(error.0);
    let text = Text { name: &scene.name, text: &scene.text };
    let files = |name: &str| scene.files.iter().find(|(known, _)| known == name).map(|(_, bytes)| bytes.clone());
    let scenario = text.parse().map_err(failed)?;
    let addresses = addresses(text, &scenario).map_err(failed)?;
    let purpose = if scene.debug { Purpose::Step } else { Purpose::Run };
    let preparer = Preparer { text, files: &files, scenario: &scenario, addresses, purpose };
    let named = |id: &usize| preparer.host_name(*id) == scene.host;
    let id = (0..preparer.addresses.len()).find(named);
    let id = id.ok_or_else(|| BootError::Machine(format!("there is no host \"{}\" in {}", scene.host, scene.name)))?;
    let mut warnings = String::new();
    let mut host = preparer.boot_host(id, &mut warnings).map_err(failed)?;
    host.machine.kernel.net.add_address(host.address);
    Ok(Booted { machine: host.machine, warnings, stdin_open: false, terminal: None })
}

/// The sources of the programs of a host, by name, in the order of their numbers.
///
/// # Errors
/// As [`prepare`].
pub fn sources_of_host(
    text: Text,
    files: Files,
    host: HostId,
    purpose: Purpose,
) -> Result<Vec<(String, Sources)>, ScenarioError> {
    let scenario = text.parse()?;
    let preparer = Preparer { text, files, scenario: &scenario, addresses: addresses(text, &scenario)?, purpose };
    let mut all = Vec::new();
    for program in scenario.programs.iter().filter(|program| !program.source.is_empty()) {
        if preparer.host_of(&program.host, &program.name)? == host {
            all.push((program.name.get_ref().clone(), preparer.sources(program)?));
        }
    }
    Ok(all)
}

/// The hosts' addresses, one after the other unless the file gives them.
fn addresses(text: Text, scenario: &Scenario) -> Result<Vec<Ip>, ScenarioError> {
    let mut found: Vec<Ip> = Vec::new();
    for (n, host) in scenario.hosts.iter().enumerate() {
        let ip = match &host.address {
            None => Ip::v4([10, 0, 0, n as u8 + 1]),
            Some(written) => match written.get_ref().parse::<std::net::Ipv4Addr>() {
                Ok(ip) if !ip.is_loopback() && !ip.is_unspecified() => Ip::v4(ip.octets()),
                _ => {
                    return Err(
                        text.error(written.span(), "this is no address that a host can have, like \"10.0.0.1\"")
                    );
                }
            },
        };
        if found.contains(&ip) {
            let span = host.address.as_ref().map_or(host.name.span(), Spanned::span);
            return Err(text.error(span, "another host has this address"));
        }
        found.push(ip);
    }
    if found.is_empty() {
        found.push(Ip::v4([10, 0, 0, 1]));
    }
    Ok(found)
}

/// What is at hand while a scenario is looked up.
pub(super) struct Preparer<'a> {
    pub(super) text: Text<'a>,
    files: Files<'a>,
    pub(super) scenario: &'a Scenario,
    addresses: Vec<Ip>,
    purpose: Purpose,
}

impl Preparer<'_> {
    fn prepare(&self) -> Result<Prepared, ScenarioError> {
        self.check_names()?;
        let mut warnings = String::new();
        let mut hosts = Vec::new();
        for id in 0..self.addresses.len() {
            hosts.push(self.boot_host(id, &mut warnings)?);
        }
        let mut world = World::new(hosts, self.scenario.seed);
        world.links = self.links()?;
        let programs = self.programs()?;
        let happenings = self.happenings(&programs, &world.links)?;
        self.check_programs()?;
        let limits = &self.scenario.limits;
        let time_ns = self.time_limit()?;
        let (steps, output) = (limits.steps.unwrap_or(20 << 30), limits.output.unwrap_or(1 << 26));
        Ok(Prepared { world, programs, happenings, time_ns, steps, output, warnings })
    }

    /// A name that means one thing.
    fn check_names(&self) -> Result<(), ScenarioError> {
        let twice = |names: Vec<&Spanned<String>>, what: &str| {
            for (n, name) in names.iter().enumerate() {
                if name.get_ref().is_empty() || name.get_ref().contains('/') {
                    return Err(self.text.error(name.span(), format!("this is no name for a {what}")));
                }
                if names[..n].iter().any(|other| other.get_ref() == name.get_ref()) {
                    return Err(self.text.error(name.span(), format!("there is a {what} of this name already")));
                }
            }
            Ok(())
        };
        twice(self.scenario.hosts.iter().map(|host| &host.name).collect(), "host")?;
        for host in &self.scenario.hosts {
            if host.name.get_ref() == "localhost" || host.name.get_ref().contains(char::is_whitespace) {
                return Err(self.text.error(host.name.span(), "no host can be called so"));
            }
            self.check_users(host)?;
        }
        twice(self.scenario.programs.iter().map(|program| &program.name).collect(), "program")
    }

    /// What a line of /etc/passwd can say, and what is not said there already.
    fn check_users(&self, host: &HostSpec) -> Result<(), ScenarioError> {
        let (mut names, mut numbers) = (vec!["root", "user"], vec![0, 1000]);
        for user in &host.users {
            let (name, uid) = (user.name.get_ref().as_str(), *user.uid.get_ref());
            let is_usual = |c: char| c.is_ascii_alphanumeric() || "_-.".contains(c);
            if name.is_empty() || name.starts_with(['-', '.']) || !name.chars().all(is_usual) {
                return Err(self.text.error(user.name.span(), "a user's name has letters, digits, _, - and ."));
            }
            if names.contains(&name) {
                return Err(self.text.error(user.name.span(), format!("the host has a user \"{name}\" already")));
            }
            if numbers.contains(&uid) || uid == u32::MAX {
                return Err(self.text.error(user.uid.span(), format!("no user can have the number {uid} here")));
            }
            names.push(name);
            numbers.push(uid);
        }
        Ok(())
    }

    pub(super) fn host_named(&self, name: &str, span: std::ops::Range<usize>) -> Result<HostId, ScenarioError> {
        let found = self.scenario.hosts.iter().position(|host| host.name.get_ref() == name);
        found.ok_or_else(|| self.text.error(span, format!("there is no host \"{name}\"")))
    }

    /// The host of an entry: the only one need not be named.
    pub(super) fn host_of(
        &self,
        host: &Option<Spanned<String>>,
        entry: &Spanned<String>,
    ) -> Result<HostId, ScenarioError> {
        match host {
            Some(name) => self.host_named(name.get_ref(), name.span()),
            None if self.addresses.len() == 1 => Ok(0),
            None => Err(self.text.error(entry.span(), "with several hosts it must say on which: host = \"...\"")),
        }
    }

    pub(super) fn program_named(&self, name: &Spanned<String>) -> Result<usize, ScenarioError> {
        let found = self.scenario.programs.iter().position(|program| program.name.get_ref() == name.get_ref());
        found.ok_or_else(|| self.text.error(name.span(), format!("there is no program \"{}\"", name.get_ref())))
    }

    fn read(&self, path: &Spanned<String>) -> Result<Vec<u8>, ScenarioError> {
        (self.files)(path.get_ref())
            .ok_or_else(|| self.text.error(path.span(), format!("the file \"{}\" can't be read", path.get_ref())))
    }

    fn links(&self) -> Result<Vec<Link>, ScenarioError> {
        let mut links: Vec<Link> = Vec::new();
        for link in &self.scenario.links {
            let ends = self.ends(&link.between)?;
            if links.iter().any(|other| other.ends == ends || other.ends == (ends.1, ends.0)) {
                return Err(self.text.error(link.between.span(), "these two have a link already"));
            }
            let latency_ns = link.latency.as_ref().map_or(Ok(DEFAULT_LATENCY_NS), |time| self.text.time(time))?;
            let jitter_ns = link.jitter.as_ref().map_or(Ok(0), |time| self.text.time(time))?;
            let loss_ppm = match &link.loss {
                None => 0,
                Some(loss) if (0.0..=1.0).contains(loss.get_ref()) => (loss.get_ref() * 1e6) as u32,
                Some(loss) => return Err(self.text.error(loss.span(), "a loss is from 0 (none) to 1 (all)")),
            };
            links.push(Link { ends, latency_ns, jitter_ns, loss_ppm, up: true });
        }
        Ok(links)
    }

    pub(super) fn ends(&self, pair: &Spanned<(String, String)>) -> Result<(HostId, HostId), ScenarioError> {
        let (a, b) = pair.get_ref();
        let ends = (self.host_named(a, pair.span())?, self.host_named(b, pair.span())?);
        if ends.0 == ends.1 {
            return Err(self.text.error(pair.span(), "a link joins two different hosts"));
        }
        Ok(ends)
    }

    fn programs(&self) -> Result<Vec<Program>, ScenarioError> {
        let mut programs = Vec::new();
        for spec in &self.scenario.programs {
            let host = self.host_of(&spec.host, &spec.name)?;
            let start_ns = spec.start.as_ref().map_or(Ok(0), |time| self.time_in_run(time))?;
            let name = spec.name.get_ref().clone();
            let (owner, home) = self.owner(host, &spec.user)?;
            let path = format!("/bin/{name}");
            let tool = library::tools().any(|tool| tool == name);
            if spec.source.is_empty() && !tool {
                let message = format!("\"{name}\" is no program of /bin: give its source = [\"{name}.c\"]");
                return Err(self.text.error(spec.name.span(), message));
            }
            let expect = spec.expect.as_ref();
            let stdout = match expect.and_then(|e| e.stdout_file.as_ref()) {
                Some(file) => Some(self.read(file)?),
                None => expect.and_then(|e| e.stdout.as_ref()).map(|text| text.clone().into_bytes()),
            };
            let signal = expect.and_then(|e| e.signal.as_ref()).map(|name| self.signal(name)).transpose()?;
            programs.push(Program { name, host, start_ns, path, spec: spec.clone(), owner, home, stdout, signal });
        }
        Ok(programs)
    }

    fn owner(&self, host: HostId, user: &Option<Spanned<String>>) -> Result<((Uid, Gid), String), ScenarioError> {
        let Some(user) = user else { return Ok(((Uid(1000), Gid(1000)), "/home/user".to_string())) };
        let known = self.scenario.hosts.get(host).map_or(&[][..], |host| &host.users);
        match user.get_ref().as_str() {
            "root" => Ok(((Uid(0), Gid(0)), "/root".to_string())),
            "user" => Ok(((Uid(1000), Gid(1000)), "/home/user".to_string())),
            name => match known.iter().find(|user| user.name.get_ref() == name) {
                Some(found) => Ok(((Uid(*found.uid.get_ref()), Gid(*found.uid.get_ref())), format!("/home/{name}"))),
                None => Err(self.text.error(user.span(), format!("the host has no user \"{name}\""))),
            },
        }
    }

    fn config(&self, name: &str) -> Result<Config, ScenarioError> {
        let mut config = Config { hostname: name.to_string(), seed: self.scenario.seed, ..Config::default() };
        if let Some(written) = &self.scenario.scheduler {
            let found = PolicyKind::ALL.iter().find(|(name, _)| *name == written.get_ref().as_str());
            let names: Vec<&str> = PolicyKind::ALL.iter().map(|(name, _)| *name).collect();
            config.policy = found
                .ok_or_else(|| self.text.error(written.span(), format!("a scheduler is one of {}", names.join(", "))))?
                .1;
        }
        if let Some(quantum) = &self.scenario.quantum {
            config.quantum_ns = self.text.time(quantum)?.max(1);
        }
        Ok(config)
    }

    fn host_name(&self, id: HostId) -> &str {
        self.scenario.hosts.get(id).map_or("forklore", |host| host.name.get_ref())
    }

    fn sources(&self, program: &ProgramSpec) -> Result<Sources, ScenarioError> {
        let mut sources = Sources { debug: self.purpose == Purpose::Step, ..Sources::default() };
        for path in &program.source {
            sources.files.push((path.get_ref().clone(), self.read(path)?));
        }
        for path in &program.headers {
            sources.headers.push((path.get_ref().clone(), self.read(path)?));
        }
        Ok(sources)
    }

    fn boot_host(&self, id: HostId, warnings: &mut String) -> Result<Host, ScenarioError> {
        let spec = self.scenario.hosts.get(id);
        let name = self.host_name(id);
        let machine_error = |e: BootError| ScenarioError(e.to_string());
        let mut kernel = Kernel::boot(self.config(name)?);
        let mut programs = Programs::default();
        let root = (Uid(0), Gid(0));
        for (number, tool) in library::tools().enumerate() {
            let file = Kernel::executable_file(ProgramId(number as u32));
            boot::install(&mut kernel, &format!("/bin/{tool}"), file, 0o755, root).map_err(machine_error)?;
        }
        let libc = library::libc().map_err(machine_error)?;
        for program in &self.scenario.programs {
            let name = program.name.get_ref().as_str();
            if self.host_of(&program.host, &program.name)? != id {
                continue;
            }
            if program.source.is_empty() {
                // A program of /bin is decoded when it is first executed; this one is by no other program.
                let number = library::tools().position(|tool| tool == name).map(|n| ProgramId(n as u32));
                if let Some(number) = number
                    && let Some(tool) = programs.load(number)
                {
                    let added = Programs::add_image(&mut kernel, number, tool);
                    added.map_err(|_| ScenarioError(format!("{name} does not fit into the machine's memory")))?;
                }
                continue;
            }
            let sources = self.sources(program)?;
            let (linked, found) = boot::build(&sources, &libc).map_err(|d| ScenarioError(d.render()))?;
            *warnings += &found.render();
            let number = boot::add_program(&mut kernel, &mut programs, linked).map_err(machine_error)?;
            let file = Kernel::executable_file(number);
            boot::install(&mut kernel, &format!("/bin/{name}"), file, 0o755, root).map_err(machine_error)?;
        }
        self.install_files(&mut kernel, spec)?;
        Ok(Host { name: name.to_string(), address: self.addresses[id], machine: Machine::new(kernel, programs) })
    }

    /// /etc/hosts with all hosts, users with their homes, and the files of the entry.
    fn install_files(&self, kernel: &mut Kernel, spec: Option<&HostSpec>) -> Result<(), ScenarioError> {
        let machine_error = |e: BootError| ScenarioError(e.to_string());
        let mut hosts = String::from("127.0.0.1\tlocalhost\n::1\tlocalhost\n");
        for (host, ip) in self.scenario.hosts.iter().zip(&self.addresses) {
            hosts += &format!("{ip}\t{}\n", host.name.get_ref());
        }
        boot::install(kernel, "/etc/hosts", hosts.into_bytes(), 0o644, (Uid(0), Gid(0))).map_err(machine_error)?;
        let Some(spec) = spec else { return Ok(()) };
        for user in &spec.users {
            let (name, uid) = (user.name.get_ref(), *user.uid.get_ref());
            let owner = (Uid(uid), Gid(uid));
            let made = kernel.install(&format!("/home/{name}"), Install::Directory, 0o755, owner);
            made.map_err(|e| ScenarioError(format!("the home of {name} can't be made: {e}")))?;
            for (path, line) in [
                ("/etc/passwd", format!("{name}:x:{uid}:{uid}:{name}:/home/{name}:/bin/sh\n")),
                ("/etc/group", format!("{name}:x:{uid}:\n")),
            ] {
                let mut all = kernel.read_file(path).unwrap_or_default();
                all.extend(line.bytes());
                boot::install(kernel, path, all, 0o644, (Uid(0), Gid(0))).map_err(machine_error)?;
            }
        }
        for file in &spec.files {
            let bytes = match (&file.text, &file.from) {
                (Some(text), None) => text.clone().into_bytes(),
                (None, Some(from)) => self.read(from)?,
                _ => return Err(self.text.error(file.path.span(), "a file has either text or from")),
            };
            let mode = match &file.mode {
                None => 0o644,
                Some(mode) => u32::from_str_radix(mode.get_ref(), 8)
                    .map_err(|_| self.text.error(mode.span(), "a mode is an octal number, like \"644\""))?,
            };
            let path = file.path.get_ref();
            if path.ends_with('/') {
                return Err(self.text.error(file.path.span(), "this is a directory's path: a file needs a name"));
            }
            if path.starts_with("/dev/") && !path.starts_with("/dev/shm/") {
                return Err(self.text.error(file.path.span(), "/dev has devices only, but for /dev/shm"));
            }
            let path = if path.starts_with('/') { path.clone() } else { format!("/home/user/{path}") };
            let owner = (Uid(1000), Gid(1000));
            boot::install(kernel, &path, bytes, mode, owner)
                .map_err(|e| self.text.error(file.path.span(), e.to_string()))?;
        }
        Ok(())
    }
}
