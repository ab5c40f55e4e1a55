//! Names and addresses of sockets, as values and as the `struct sockaddr_*` that programs pass (unix(7), ip(7), ipv6(7)).

use super::socket::Domain;
use crate::abi::Errno;
use serde::{Deserialize, Serialize};
use triomphe::Arc;

/// AF_UNSPEC.
pub const AF_UNSPEC: u16 = 0;
/// AF_UNIX.
pub const AF_UNIX: u16 = 1;
/// AF_INET.
pub const AF_INET: u16 = 2;
/// AF_INET6.
pub const AF_INET6: u16 = 10;
/// Most bytes of an address that are looked at (`struct sockaddr_storage`).
pub const ADDRESS_MAX: usize = 128;
/// `sizeof(struct sockaddr_un)`.
const UNIX_SIZE: usize = 110;
/// `sizeof(struct sockaddr_in)`.
const INET_SIZE: usize = 16;
/// `sizeof(struct sockaddr_in6)`; the last field, the scope, may be left out.
const INET6_SIZE: usize = 28;
const INET6_MIN_SIZE: usize = 24;

/// A name in the Unix domain.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum UnixName {
    /// A pathname, as it was given to bind(2).
    Path(Vec<u8>),
    /// An abstract name, without the NUL that leads it in an address.
    Abstract(Vec<u8>),
}

/// An internet address. IPv4's are kept as IPv6 has them mapped, `::ffff:a.b.c.d`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Ip(pub [u8; 16]);

impl Ip {
    /// INADDR_ANY.
    pub const ANY4: Ip = Ip::v4([0; 4]);
    /// in6addr_any.
    pub const ANY6: Ip = Ip([0; 16]);
    /// INADDR_LOOPBACK.
    pub const LOOPBACK4: Ip = Ip::v4([127, 0, 0, 1]);
    /// in6addr_loopback.
    pub const LOOPBACK6: Ip = Ip([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);

    /// An IPv4 address.
    pub const fn v4([a, b, c, d]: [u8; 4]) -> Ip {
        Ip([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, a, b, c, d])
    }

    /// Its IPv4 form, if it has one.
    pub fn as_v4(self) -> Option<[u8; 4]> {
        let [head @ .., a, b, c, d] = self.0;
        (head == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]).then_some([a, b, c, d])
    }

    /// Does it stand for all addresses of its family?
    pub fn is_any(self) -> bool {
        self == Ip::ANY4 || self == Ip::ANY6
    }

    /// Is it an address of the machine to itself: 127.0.0.0/8 or ::1?
    pub fn is_loopback(self) -> bool {
        self == Ip::LOOPBACK6 || self.as_v4().is_some_and(|[a, ..]| a == 127)
    }

    /// Is it a multicast address, or IPv4's broadcast address?
    pub fn is_multicast(self) -> bool {
        self.0[0] == 0xff || self.as_v4().is_some_and(|[a, ..]| (224..240).contains(&a))
    }
}

impl std::fmt::Display for Ip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.as_v4() {
            Some(v4) => std::net::Ipv4Addr::from(v4).fmt(f),
            None => std::net::Ipv6Addr::from(self.0).fmt(f),
        }
    }
}

impl std::fmt::Debug for Ip {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// An address and a port.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Endpoint {
    /// The address.
    pub ip: Ip,
    /// The port, in the host's byte order.
    pub port: u16,
}

impl std::fmt::Display for Endpoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.ip.as_v4() {
            Some(_) => write!(f, "{}:{}", self.ip, self.port),
            None => write!(f, "[{}]:{}", self.ip, self.port),
        }
    }
}

/// A socket's name, of any family.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
pub enum Name {
    /// It has none.
    #[default]
    Unnamed,
    /// In the Unix domain.
    Unix(Arc<UnixName>),
    /// On the internet.
    Inet(Endpoint),
}

impl Name {
    /// The `struct sockaddr_*` in memory, for a socket of this family. Without a name: the family alone.
    pub fn encode(&self, domain: Domain) -> Vec<u8> {
        match (self, domain) {
            (Name::Unix(name), _) => {
                let mut bytes = AF_UNIX.to_le_bytes().to_vec();
                match &**name {
                    UnixName::Path(path) => {
                        bytes.extend_from_slice(path);
                        bytes.push(0);
                    }
                    UnixName::Abstract(name) => {
                        bytes.push(0);
                        bytes.extend_from_slice(name);
                    }
                }
                bytes
            }
            (Name::Inet(at), _) => encode_inet(*at, domain),
            (Name::Unnamed, Domain::Unix) => AF_UNIX.to_le_bytes().to_vec(),
            (Name::Unnamed, Domain::Inet) => encode_inet(Endpoint { ip: Ip::ANY4, port: 0 }, domain),
            (Name::Unnamed, Domain::Inet6) => encode_inet(Endpoint { ip: Ip::ANY6, port: 0 }, domain),
        }
    }
}

fn encode_inet(at: Endpoint, domain: Domain) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(INET6_SIZE);
    if domain == Domain::Inet {
        bytes.extend_from_slice(&AF_INET.to_le_bytes());
        bytes.extend_from_slice(&at.port.to_be_bytes());
        bytes.extend_from_slice(&at.ip.as_v4().unwrap_or_default());
        bytes.resize(INET_SIZE, 0);
    } else {
        bytes.extend_from_slice(&AF_INET6.to_le_bytes());
        bytes.extend_from_slice(&at.port.to_be_bytes());
        bytes.extend_from_slice(&[0; 4]);
        bytes.extend_from_slice(&at.ip.0);
        bytes.resize(INET6_SIZE, 0);
    }
    bytes
}

/// The family that an address says it is of; EINVAL if it is too short for that.
pub fn family(bytes: &[u8]) -> Result<u16, Errno> {
    match bytes {
        [low, high, ..] => Ok(u16::from_le_bytes([*low, *high])),
        _ => Err(Errno::EINVAL),
    }
}

/// The name in a `struct sockaddr_un`; `None` if it is only a family (for bind(2): pick one). EINVAL for a wrong family or length.
pub fn decode_unix(bytes: &[u8]) -> Result<Option<UnixName>, Errno> {
    if bytes.len() > UNIX_SIZE || family(bytes)? != AF_UNIX {
        return Err(Errno::EINVAL);
    }
    Ok(match &bytes[2..] {
        [] => None,
        [0, name @ ..] => Some(UnixName::Abstract(name.to_vec())),
        path => Some(UnixName::Path(path.split(|b| *b == 0).next().unwrap_or_default().to_vec())),
    })
}

/// The address in a `struct sockaddr_in` or `sockaddr_in6`, for a socket of this family. EINVAL when too short, EAFNOSUPPORT for another family.
pub fn decode_inet(bytes: &[u8], domain: Domain) -> Result<Endpoint, Errno> {
    let short = if domain == Domain::Inet { INET_SIZE } else { INET6_MIN_SIZE };
    if bytes.len() < short {
        return Err(Errno::EINVAL);
    }
    let port = u16::from_be_bytes([bytes[2], bytes[3]]);
    match (family(bytes)?, domain) {
        (AF_INET, Domain::Inet) => Ok(Endpoint { ip: Ip::v4([bytes[4], bytes[5], bytes[6], bytes[7]]), port }),
        (AF_INET6, Domain::Inet6) => {
            let mut ip = [0; 16];
            ip.copy_from_slice(&bytes[8..24]);
            Ok(Endpoint { ip: Ip(ip), port })
        }
        _ => Err(Errno::EAFNOSUPPORT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unix_names_round_trip() {
        for bytes in [&b"\x01\0srv\0"[..], b"\x01\0\0abstract\0with nul", b"\x01\0\0"] {
            let name = decode_unix(bytes).unwrap().unwrap();
            assert_eq!(Name::Unix(Arc::new(name)).encode(Domain::Unix), bytes);
        }
        assert_eq!(decode_unix(b"\x01\0"), Ok(None));
        assert_eq!(decode_unix(b"\x02\0x"), Err(Errno::EINVAL));
        assert_eq!(decode_unix(b"\x01"), Err(Errno::EINVAL));
        assert_eq!(decode_unix(&[1; 111]), Err(Errno::EINVAL));
        // What comes after the first NUL is no part of the path.
        assert_eq!(decode_unix(b"\x01\0ab\0cd"), Ok(Some(UnixName::Path(b"ab".to_vec()))));
    }

    #[test]
    fn inet_addresses_round_trip() {
        let at = Endpoint { ip: Ip::v4([127, 0, 0, 1]), port: 0x1234 };
        let bytes = Name::Inet(at).encode(Domain::Inet);
        assert_eq!(bytes, [2, 0, 0x12, 0x34, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(decode_inet(&bytes, Domain::Inet), Ok(at));
        assert_eq!(decode_inet(&bytes, Domain::Inet6), Err(Errno::EINVAL));
        let six = Endpoint { ip: Ip::LOOPBACK6, port: 80 };
        assert_eq!(decode_inet(&Name::Inet(six).encode(Domain::Inet6), Domain::Inet6), Ok(six));
        assert_eq!(format!("{at} {six}"), "127.0.0.1:4660 [::1]:80");
        assert!(Ip::LOOPBACK4.is_loopback() && Ip::LOOPBACK6.is_loopback() && !Ip::ANY6.is_loopback());
    }
}
