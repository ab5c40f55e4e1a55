//! Packets as a capture file that tcpdump and Wireshark read: pcap with nanoseconds, link type RAW (each packet begins with its IP
//! header).
//!
//! Entry points: [`header`], [`record`]. The simulated network has addresses, ports, sequence and acknowledgement numbers, windows and
//! control bits; what real headers have besides is filled in as Linux would: TTL 64, DF, PSH with data, MSS and window scale with SYN.
//!
//! Sources: the pcap file format (draft-ietf-opsawg-pcap), RFC 791, 792, 768, 8200, 9293, 7323, 1071.

use forklore_kernel::abi::Errno;
use forklore_kernel::net::addr::{Endpoint, Ip};
use forklore_kernel::net::packet::{Packet, Payload, Proto, Segment};

/// Most bytes of a packet that are kept: all of them.
const SNAP: u32 = 262_144;
/// LINKTYPE_RAW.
const RAW: u32 = 101;
const ICMP: u8 = 1;
const TCP: u8 = 6;
const UDP: u8 = 17;
const ICMPV6: u8 = 58;
const TTL: u8 = 64;
/// Windows are told in units of `1 << SCALE` bytes, but in a SYN.
const SCALE: u8 = 7;
/// Most data of one segment over loopback, and to other hosts.
const MSS_LOOPBACK: u16 = 65_483;
const MSS: u16 = 1_460;

/// The beginning of the file.
pub fn header() -> Vec<u8> {
    let mut bytes = Vec::new();
    bytes.extend(0xa1b2_3c4d_u32.to_le_bytes());
    bytes.extend(2u16.to_le_bytes());
    bytes.extend(4u16.to_le_bytes());
    bytes.extend([0; 8]);
    bytes.extend(SNAP.to_le_bytes());
    bytes.extend(RAW.to_le_bytes());
    bytes
}

/// A packet, `number` being how many came before it, at this time since 1970; nothing for what never was on a wire: a host that
/// does not answer is noticed without any packet.
pub fn record(packet: &Packet, number: u64, unix_ns: u64) -> Vec<u8> {
    let Some(packet) = datagram(packet, number as u16) else { return Vec::new() };
    let mut bytes = Vec::with_capacity(16 + packet.len());
    bytes.extend(((unix_ns / 1_000_000_000) as u32).to_le_bytes());
    bytes.extend(((unix_ns % 1_000_000_000) as u32).to_le_bytes());
    bytes.extend((packet.len() as u32).to_le_bytes());
    bytes.extend((packet.len() as u32).to_le_bytes());
    bytes.extend(packet);
    bytes
}

fn datagram(packet: &Packet, id: u16) -> Option<Vec<u8>> {
    let Packet { from, to, body } = packet;
    Some(match body {
        Payload::Tcp(segment) => ip(from.ip, to.ip, TCP, tcp(from, to, segment), id),
        Payload::Udp(data) => ip(from.ip, to.ip, UDP, udp(from, to, data), id),
        Payload::Unreachable { errno: Errno::ECONNREFUSED, proto } => port_unreachable(from, to, *proto, id),
        Payload::Unreachable { .. } => return None,
    })
}

/// Addresses as their protocol has them: 4 or 16 bytes each.
fn addresses(from: Ip, to: Ip) -> (Vec<u8>, Vec<u8>) {
    match (from.as_v4(), to.as_v4()) {
        (Some(from), Some(to)) => (from.to_vec(), to.to_vec()),
        _ => (from.0.to_vec(), to.0.to_vec()),
    }
}

/// An IP header, version 4 or 6 by the addresses, before what it carries.
fn ip(from: Ip, to: Ip, protocol: u8, payload: Vec<u8>, id: u16) -> Vec<u8> {
    let (source, target) = addresses(from, to);
    let mut bytes = Vec::with_capacity(40 + payload.len());
    if source.len() == 4 {
        let length = (20 + payload.len()) as u16;
        bytes.extend([0x45, 0]);
        bytes.extend(length.to_be_bytes());
        bytes.extend(id.to_be_bytes());
        bytes.extend([0x40, 0, TTL, protocol, 0, 0]);
        bytes.extend(source);
        bytes.extend(target);
        let sum = checksum(&[&bytes]);
        bytes[10..12].copy_from_slice(&sum.to_be_bytes());
    } else {
        bytes.extend([0x60, 0, 0, 0]);
        bytes.extend((payload.len() as u16).to_be_bytes());
        bytes.extend([protocol, TTL]);
        bytes.extend(source);
        bytes.extend(target);
    }
    bytes.extend(payload);
    bytes
}

fn tcp(from: &Endpoint, to: &Endpoint, segment: &Segment) -> Vec<u8> {
    let flags = segment.flags;
    let mut options = Vec::new();
    if flags.syn {
        let mss = if from.ip.is_loopback() || from.ip == to.ip { MSS_LOOPBACK } else { MSS };
        options.extend([2, 4]);
        options.extend(mss.to_be_bytes());
        // A no-operation keeps the header a multiple of four bytes.
        options.extend([1, 3, 3, SCALE]);
    }
    // Rounded up: a little room is not told as none.
    let unit = if flags.syn || flags.rst { 1 } else { 1 << SCALE };
    let window = segment.window.div_ceil(unit).min(0xffff) as u16;
    let words = (20 + options.len()) / 4;
    let bit = |on: bool, bit: u8| if on { bit } else { 0 };
    let bits = bit(flags.fin, 0x01)
        | bit(flags.syn, 0x02)
        | bit(flags.rst, 0x04)
        | bit(!segment.data.is_empty(), 0x08)
        | bit(flags.ack, 0x10);
    let mut bytes = Vec::with_capacity(28 + segment.data.len());
    bytes.extend(from.port.to_be_bytes());
    bytes.extend(to.port.to_be_bytes());
    bytes.extend(segment.seq.to_be_bytes());
    bytes.extend(if flags.ack { segment.ack } else { 0 }.to_be_bytes());
    bytes.extend([(words as u8) << 4, bits]);
    bytes.extend(window.to_be_bytes());
    bytes.extend([0; 4]);
    bytes.extend(options);
    bytes.extend(&segment.data);
    let sum = transport_checksum(from.ip, to.ip, TCP, &bytes);
    bytes[16..18].copy_from_slice(&sum.to_be_bytes());
    bytes
}

fn udp(from: &Endpoint, to: &Endpoint, data: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 + data.len());
    bytes.extend(from.port.to_be_bytes());
    bytes.extend(to.port.to_be_bytes());
    bytes.extend(((8 + data.len()) as u16).to_be_bytes());
    bytes.extend([0, 0]);
    bytes.extend(data);
    // Zero would say that there is no checksum.
    let sum = match transport_checksum(from.ip, to.ip, UDP, &bytes) {
        0 => 0xffff,
        sum => sum,
    };
    bytes[6..8].copy_from_slice(&sum.to_be_bytes());
    bytes
}

/// ICMP or ICMPv6, port unreachable. It quotes the headers of what could not be delivered: from `to`, to `from`. The network does
/// not keep that packet's data, so its quoted length is that of none.
fn port_unreachable(from: &Endpoint, to: &Endpoint, proto: Proto, id: u16) -> Vec<u8> {
    let (protocol, quoted) = match proto {
        Proto::Tcp => (TCP, tcp(to, from, &Segment::default())),
        Proto::Udp => (UDP, udp(to, from, &[])),
    };
    let quoted = ip(to.ip, from.ip, protocol, quoted, id);
    let v4 = from.ip.as_v4().is_some();
    let mut bytes = if v4 { vec![3, 3] } else { vec![1, 4] };
    bytes.extend([0; 6]);
    bytes.extend(quoted);
    let sum = if v4 { checksum(&[&bytes]) } else { transport_checksum(from.ip, to.ip, ICMPV6, &bytes) };
    bytes[2..4].copy_from_slice(&sum.to_be_bytes());
    ip(from.ip, to.ip, if v4 { ICMP } else { ICMPV6 }, bytes, id)
}

/// The checksum over the pseudo-header and what follows it.
fn transport_checksum(from: Ip, to: Ip, protocol: u8, bytes: &[u8]) -> u16 {
    let (source, target) = addresses(from, to);
    let length = (bytes.len() as u32).to_be_bytes();
    checksum(&[&source, &target, &length, &[0, protocol], bytes])
}

/// The internet checksum (RFC 1071) of parts of even length; the last may be odd.
fn checksum(parts: &[&[u8]]) -> u16 {
    let mut sum = 0u64;
    for part in parts {
        for pair in part.chunks(2) {
            let low = pair.get(1).copied().unwrap_or(0);
            sum += u64::from(u16::from_be_bytes([pair[0], low]));
        }
    }
    while sum >> 16 != 0 {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    !(sum as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_of_the_rfc() {
        // The example of RFC 1071, section 3.
        assert_eq!(checksum(&[&[0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]]), !0xddf2);
        assert_eq!(checksum(&[&[0xff]]), !0xff00);
    }
}
