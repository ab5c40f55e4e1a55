//! Several machines joined by a network: a value like [`Machine`], and a transition system like it.
//!
//! Every host has its own kernel, address and clock. A packet that one sends arrives at the other when the link's latency
//! has passed; links may lose packets, let them overtake each other, or be down. [`World::turn`] always lets happen what
//! is earliest in virtual time, so that no host runs far ahead of what others send it. What a lossy link does is drawn
//! from the world's seed: the same world goes on alike.

use crate::machine::{Choice, Machine, StepError};
use forklore_kernel::abi::Errno;
use forklore_kernel::net::addr::{Endpoint, Ip};
use forklore_kernel::net::packet::{Packet, Payload, Proto};
use forklore_kernel::sched::rng::Rng;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The number of a host in its world.
pub type HostId = usize;

/// A host.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Host {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: Ip,
    /// Its machine.
    pub machine: Machine,
}

/// A link between two hosts; what is said of it holds for both directions.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Link {
    /// The hosts that it joins.
    pub ends: (HostId, HostId),
    /// How long a packet is on its way.
    pub latency_ns: u64,
    /// Up to so much more, drawn for each packet: with it packets overtake each other.
    pub jitter_ns: u64,
    /// Of a million packets so many are lost.
    pub loss_ppm: u32,
    /// Is it up? While it is not, everything sent over it is lost.
    pub up: bool,
}

/// A packet on its way.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Flight {
    /// To which host.
    pub to: HostId,
    /// The packet.
    pub packet: Packet,
}

/// When a packet arrives, and its number, which orders those of one instant.
pub type Arrival = (u64, u64);

/// One thing that can happen next in a world.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum WorldChoice {
    /// A host makes a choice of its own.
    Host(HostId, Choice),
    /// A packet arrives.
    Deliver(Arrival),
    /// A packet is lost.
    Lose(Arrival),
}

/// Hosts and the network between them.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct World {
    /// The hosts.
    pub hosts: Vec<Host>,
    /// The links.
    pub links: Vec<Link>,
    flights: BTreeMap<Arrival, Flight>,
    sent: u64,
    rng: Rng,
}

/// Keeps these draws apart from those of the machines.
const PURPOSE: u64 = 0x6e65_7477;
/// A host runs at least so long at a time, so that links without latency do not stop everything.
const LEAST_RUN_NS: u64 = 1_000;

impl World {
    /// A world without links. The machines get their addresses here.
    pub fn new(hosts: Vec<Host>, seed: u64) -> World {
        let mut world =
            World { hosts, links: Vec::new(), flights: BTreeMap::new(), sent: 0, rng: Rng::new(seed, PURPOSE) };
        for host in &mut world.hosts {
            host.machine.kernel.net.add_address(host.address);
        }
        world
    }

    /// The world's time: that of the host which is furthest.
    pub fn now_ns(&self) -> u64 {
        self.hosts.iter().map(|host| host.machine.kernel.now_ns()).max().unwrap_or(0)
    }

    /// The host of this name.
    pub fn host(&self, name: &str) -> Option<HostId> {
        self.hosts.iter().position(|host| host.name == name)
    }

    /// Packets on their way, first to arrive first.
    pub fn flights(&self) -> impl Iterator<Item = (Arrival, &Flight)> {
        self.flights.iter().map(|(arrival, flight)| (*arrival, flight))
    }

    /// What can happen next: what each host can do, and which packets can arrive or be lost.
    pub fn choices(&self) -> Vec<WorldChoice> {
        let mut choices = Vec::new();
        for (id, host) in self.hosts.iter().enumerate() {
            choices.extend(host.machine.choices().into_iter().map(|choice| WorldChoice::Host(id, choice)));
        }
        for arrival in self.flights.keys() {
            choices.push(WorldChoice::Deliver(*arrival));
            choices.push(WorldChoice::Lose(*arrival));
        }
        choices
    }

    /// Makes one choice happen.
    ///
    /// # Errors
    /// [`StepError`] when it can't happen now; the world is unchanged.
    pub fn step(&mut self, choice: &WorldChoice) -> Result<(), StepError> {
        match choice {
            WorldChoice::Host(id, choice) => {
                let host = self.hosts.get_mut(*id).ok_or(StepError::NoTimer)?;
                host.machine.step(choice)?;
                self.collect(*id);
            }
            WorldChoice::Deliver(arrival) => self.deliver(*arrival),
            WorldChoice::Lose(arrival) => {
                self.flights.remove(arrival);
            }
        }
        Ok(())
    }

    /// When something happens next of its own accord, if ever.
    pub fn next_ns(&self) -> Option<u64> {
        let hosts = self.hosts.iter().filter_map(|host| next_of(&host.machine));
        let packets = self.flights.keys().next().map(|(at, _)| *at);
        hosts.chain(packets).min()
    }

    /// Lets happen what is earliest, but nothing after `limit_ns`; says what it was, `None` if there is nothing.
    pub fn turn(&mut self, limit_ns: u64) -> Option<WorldChoice> {
        let first = self.flights.keys().next().copied();
        let host = self.hosts.iter().enumerate().filter_map(|(id, host)| Some((next_of(&host.machine)?, id))).min();
        match (first, host) {
            (Some(arrival), None) if arrival.0 <= limit_ns => {
                self.deliver(arrival);
                Some(WorldChoice::Deliver(arrival))
            }
            (Some(arrival), Some((at, _))) if arrival.0 <= at && arrival.0 <= limit_ns => {
                self.deliver(arrival);
                Some(WorldChoice::Deliver(arrival))
            }
            (first, Some((at, id))) if at <= limit_ns => {
                // Not beyond what may still reach it.
                let others = self.hosts.iter().enumerate().filter(|(other, _)| *other != id);
                let others = others.filter_map(|(other, host)| {
                    Some(next_of(&host.machine)?.saturating_add(self.link(id, other)?.latency_ns))
                });
                let horizon = others.chain(first.map(|(at, _)| at)).min().unwrap_or(u64::MAX).min(limit_ns);
                let machine = &mut self.hosts[id].machine;
                let choice = machine.turn_until(horizon.max(at.saturating_add(LEAST_RUN_NS)))?;
                self.collect(id);
                Some(WorldChoice::Host(id, choice))
            }
            _ => None,
        }
    }

    /// The link between two hosts.
    pub fn link(&self, a: HostId, b: HostId) -> Option<&Link> {
        self.links.iter().find(|link| link.ends == (a, b) || link.ends == (b, a))
    }

    /// The same, to be changed.
    pub fn link_mut(&mut self, a: HostId, b: HostId) -> Option<&mut Link> {
        self.links.iter_mut().find(|link| link.ends == (a, b) || link.ends == (b, a))
    }

    /// Time passes on every host that has nothing to do before then.
    pub fn advance_to(&mut self, at_ns: u64) {
        for host in &mut self.hosts {
            if next_of(&host.machine).is_none_or(|next| next >= at_ns) {
                host.machine.kernel.advance_to(at_ns);
            }
        }
    }

    fn deliver(&mut self, arrival: Arrival) {
        let Some(flight) = self.flights.remove(&arrival) else { return };
        let Some(host) = self.hosts.get_mut(flight.to) else { return };
        let kernel = &mut host.machine.kernel;
        if kernel.runnable().is_empty() {
            kernel.advance_to(arrival.0);
        }
        kernel.net_deliver(flight.packet);
        self.collect(flight.to);
    }

    /// Takes what a host has sent onto the network.
    pub fn collect(&mut self, from: HostId) {
        let kernel = &mut self.hosts[from].machine.kernel;
        if !kernel.net_has_outbox() {
            return;
        }
        let now = kernel.now_ns();
        let packets: Vec<Packet> = kernel.net_take_outbox().collect();
        for packet in packets {
            self.send(from, packet, now);
        }
    }

    fn send(&mut self, from: HostId, packet: Packet, now: u64) {
        let to = self.hosts.iter().position(|host| host.address == packet.to.ip);
        let Some((to, link)) = to.and_then(|to| Some((to, *self.link(from, to)?))) else {
            return self.refuse(from, &packet, now);
        };
        if !link.up || link.loss_ppm > 0 && self.rng.below(1_000_000) < u64::from(link.loss_ppm) {
            return;
        }
        let extra = if link.jitter_ns > 0 { self.rng.below(link.jitter_ns + 1) } else { 0 };
        self.fly(to, packet, now.saturating_add(link.latency_ns).saturating_add(extra));
    }

    /// There is no such host, or no way to it: the sender is told, after what a neighbour search takes.
    fn refuse(&mut self, from: HostId, packet: &Packet, now: u64) {
        const SEARCH_NS: u64 = 3_000_000_000;
        let proto = match packet.body {
            Payload::Tcp(_) => Proto::Tcp,
            Payload::Udp(_) => Proto::Udp,
            Payload::Unreachable { .. } => return,
        };
        let body = Payload::Unreachable { proto, errno: Errno::EHOSTUNREACH };
        let (source, target): (Endpoint, Endpoint) = (packet.to, packet.from);
        self.fly(from, Packet { from: source, to: target, body }, now.saturating_add(SEARCH_NS));
    }

    fn fly(&mut self, to: HostId, packet: Packet, at_ns: u64) {
        self.sent += 1;
        self.flights.insert((at_ns, self.sent), Flight { to, packet });
    }
}

/// When a machine does something next of its own accord.
fn next_of(machine: &Machine) -> Option<u64> {
    let kernel = &machine.kernel;
    if kernel.current().is_some() || !kernel.runnable().is_empty() {
        return Some(kernel.now_ns());
    }
    kernel.next_deadline()
}
