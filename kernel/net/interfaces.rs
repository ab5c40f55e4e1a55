//! What netdevice(7) tells of the interfaces: the loopback, and `eth0` where the machine has an address of its own. They can
//! be looked at, not changed.

use super::addr::{AF_INET, Ip};
use super::{Domain, Net};
use crate::Kernel;
use crate::abi::{Errno, SocketId, UserAddr};
use crate::entry::{Ctx, SysResult};

/// What the numbers of a socket's own requests have in common, `SOCK_IOC_TYPE`.
const SOCKET_REQUESTS: u64 = 0x89;

// Requests of ioctl(2).
const SIOCGIFNAME: u64 = 0x8910;
const SIOCGIFCONF: u64 = 0x8912;
const SIOCGIFFLAGS: u64 = 0x8913;
const SIOCSIFFLAGS: u64 = 0x8914;
const SIOCGIFADDR: u64 = 0x8915;
const SIOCSIFADDR: u64 = 0x8916;
const SIOCGIFDSTADDR: u64 = 0x8917;
const SIOCGIFBRDADDR: u64 = 0x8919;
const SIOCGIFNETMASK: u64 = 0x891b;
const SIOCSIFNETMASK: u64 = 0x891c;
const SIOCGIFMETRIC: u64 = 0x891d;
const SIOCGIFMTU: u64 = 0x8921;
const SIOCSIFMTU: u64 = 0x8922;
const SIOCGIFHWADDR: u64 = 0x8927;
const SIOCGIFINDEX: u64 = 0x8933;
const SIOCGIFTXQLEN: u64 = 0x8942;

/// IFNAMSIZ.
const NAME_SIZE: usize = 16;
/// `sizeof(struct ifreq)`: a name and a union of 24 bytes.
const REQUEST_SIZE: usize = 40;

const IFF_UP: u16 = 1;
const IFF_BROADCAST: u16 = 2;
const IFF_LOOPBACK: u16 = 8;
const IFF_RUNNING: u16 = 0x40;
const IFF_MULTICAST: u16 = 0x1000;
const ARPHRD_ETHER: u16 = 1;
const ARPHRD_LOOPBACK: u16 = 772;

/// An interface with its IPv4 address.
struct Interface {
    index: i32,
    name: &'static str,
    address: [u8; 4],
    mask: [u8; 4],
    broadcast: [u8; 4],
    flags: u16,
    mtu: i32,
    /// Type of the hardware, and its address.
    hardware: (u16, [u8; 6]),
}

impl Net {
    fn interfaces(&self) -> Vec<Interface> {
        let mut list = vec![Interface {
            index: 1,
            name: "lo",
            address: [127, 0, 0, 1],
            mask: [255, 0, 0, 0],
            broadcast: [0; 4],
            flags: IFF_UP | IFF_LOOPBACK | IFF_RUNNING,
            mtu: 65_536,
            hardware: (ARPHRD_LOOPBACK, [0; 6]),
        }];
        if let Some(address @ [a, b, c, d]) = self.addresses().iter().find_map(|ip: &Ip| ip.as_v4()) {
            list.push(Interface {
                index: 2,
                name: "eth0",
                address,
                mask: [255, 255, 255, 0],
                broadcast: [a, b, c, 255],
                flags: IFF_UP | IFF_BROADCAST | IFF_RUNNING | IFF_MULTICAST,
                mtu: 1_500,
                // Locally administered: what tells the machines apart is their address.
                hardware: (ARPHRD_ETHER, [2, 0, a, b, c, d]),
            });
        }
        list
    }
}

/// `struct sockaddr_in` with port 0.
fn address(ip: [u8; 4]) -> Vec<u8> {
    let mut bytes = AF_INET.to_le_bytes().to_vec();
    bytes.extend([0, 0]);
    bytes.extend(ip);
    bytes.extend([0; 8]);
    bytes
}

fn name(interface: &Interface) -> [u8; NAME_SIZE] {
    let mut name = [0; NAME_SIZE];
    name[..interface.name.len()].copy_from_slice(interface.name.as_bytes());
    name
}

impl Kernel {
    /// ioctl(2) of a socket about interfaces. ENOTTY for what is no such request, or one that the family does not know.
    pub(crate) fn interface_ioctl(
        &mut self,
        ctx: &mut Ctx,
        socket: SocketId,
        request: u64,
        arg: UserAddr,
    ) -> SysResult {
        if request >> 8 != SOCKET_REQUESTS {
            return Err(Errno::ENOTTY.into());
        }
        let inet = self.net.socket(socket).domain == Domain::Inet;
        let by_address = matches!(
            request,
            SIOCGIFADDR | SIOCSIFADDR | SIOCGIFDSTADDR | SIOCGIFBRDADDR | SIOCGIFNETMASK | SIOCSIFNETMASK
        );
        if by_address && !inet {
            return Err(Errno::ENOTTY.into());
        }
        if request == SIOCGIFCONF {
            return self.interface_list(ctx, arg);
        }
        let mut asked = [0; REQUEST_SIZE];
        self.copy_in(ctx.tid, arg, &mut asked)?;
        let list = self.net.interfaces();
        if request == SIOCGIFNAME {
            let index = i32::from_le_bytes([asked[16], asked[17], asked[18], asked[19]]);
            let interface = list.iter().find(|i| i.index == index).ok_or(Errno::ENODEV)?;
            self.copy_out(ctx.tid, arg, &name(interface))?;
            return Ok(0);
        }
        if matches!(request, SIOCSIFFLAGS | SIOCSIFADDR | SIOCSIFNETMASK | SIOCSIFMTU) {
            let root = self.process_of(ctx.tid).cred.is_root();
            return Err(if root { Errno::EOPNOTSUPP } else { Errno::EPERM }.into());
        }
        let end = asked[..NAME_SIZE].iter().position(|b| *b == 0).unwrap_or(NAME_SIZE - 1);
        let found = list.iter().find(|i| i.name.as_bytes() == &asked[..end]);
        let value = |i: &Interface| match request {
            SIOCGIFFLAGS => Some(i.flags.to_le_bytes().to_vec()),
            SIOCGIFADDR | SIOCGIFDSTADDR => Some(address(i.address)),
            SIOCGIFBRDADDR => Some(address(i.broadcast)),
            SIOCGIFNETMASK => Some(address(i.mask)),
            SIOCGIFMETRIC => Some(0i32.to_le_bytes().to_vec()),
            SIOCGIFMTU => Some(i.mtu.to_le_bytes().to_vec()),
            SIOCGIFINDEX => Some(i.index.to_le_bytes().to_vec()),
            SIOCGIFTXQLEN => Some(1_000i32.to_le_bytes().to_vec()),
            SIOCGIFHWADDR => Some([&i.hardware.0.to_le_bytes()[..], &i.hardware.1, &[0; 8]].concat()),
            _ => None,
        };
        // Whether the request is known does not depend on the interface.
        if list.first().and_then(value).is_none() {
            return Err(Errno::ENOTTY.into());
        }
        let answer = found.and_then(value).ok_or(Errno::ENODEV)?;
        self.copy_out(ctx.tid, arg.add(NAME_SIZE as u64), &answer)?;
        Ok(0)
    }

    /// SIOCGIFCONF: as many whole entries as there is room for, or the room that all need.
    fn interface_list(&mut self, ctx: &mut Ctx, arg: UserAddr) -> SysResult {
        let mut conf = [0; 16];
        self.copy_in(ctx.tid, arg, &mut conf)?;
        let room = i32::from_le_bytes([conf[0], conf[1], conf[2], conf[3]]);
        let to = UserAddr(u64::from_le_bytes([
            conf[8], conf[9], conf[10], conf[11], conf[12], conf[13], conf[14], conf[15],
        ]));
        let list = self.net.interfaces();
        let fits = if to.is_null() { list.len() } else { usize::try_from(room).unwrap_or(0) / REQUEST_SIZE };
        let mut bytes = Vec::new();
        for interface in list.iter().take(fits) {
            bytes.extend(name(interface));
            bytes.extend(address(interface.address));
            bytes.resize(bytes.len().next_multiple_of(REQUEST_SIZE), 0);
        }
        if !to.is_null() {
            self.copy_out(ctx.tid, to, &bytes)?;
        }
        self.copy_out(ctx.tid, arg, &(bytes.len() as i32).to_le_bytes())?;
        Ok(0)
    }
}
