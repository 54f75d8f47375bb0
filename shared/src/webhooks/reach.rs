use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why an address is not one of the public internet, from the registries of special-purpose
/// addresses that IANA keeps (RFC 6890 and those after it).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NotPublic {
    /// It means "no address" or "this network".
    Unspecified,
    /// It is this machine itself.
    Loopback,
    /// It belongs to a private network.
    Private,
    /// It is reached on one wire alone; services for the machines of a cloud answer there.
    LinkLocal,
    /// It belongs to a provider's own network (RFC 6598).
    Shared,
    /// It is a group of machines.
    Multicast,
    /// It stands in examples.
    Documentation,
    /// It holds an IPv4 address in another form, which could be any of the above.
    Embedded,
    /// A cloud's own service answers there.
    Metadata,
    /// It is reserved.
    Reserved,
}

impl NotPublic {
    /// What the address is, to follow "leads to".
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unspecified => "no machine at all",
            Self::Loopback => "this server itself",
            Self::Private => "a private network",
            Self::LinkLocal => "a link-local address",
            Self::Shared => "a provider's own network",
            Self::Multicast => "a group of machines",
            Self::Documentation => "an address for examples",
            Self::Embedded => "an IPv4 address in another form",
            Self::Metadata => "a cloud's own service",
            Self::Reserved => "a reserved address",
        }
    }
}

/// Whether `address` is one of the public internet.
///
/// # Errors
/// Why it is not.
pub fn public(address: IpAddr) -> Result<(), NotPublic> {
    match address {
        IpAddr::V4(address) => public_v4(address),
        IpAddr::V6(address) => public_v6(address),
    }
}

fn public_v4(address: Ipv4Addr) -> Result<(), NotPublic> {
    Err(match address.octets() {
        [0, ..] => NotPublic::Unspecified,
        [127, ..] => NotPublic::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => NotPublic::Private,
        [169, 254, ..] => NotPublic::LinkLocal,
        [100, 64..=127, ..] => NotPublic::Shared,
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => NotPublic::Documentation,
        // Azure's machines find their platform here, in the middle of public addresses.
        [168, 63, 129, 16] => NotPublic::Metadata,
        // IETF protocols, 6to4 relays, benchmarks.
        [192, 0, 0, _] | [192, 88, 99, _] | [198, 18..=19, ..] => NotPublic::Reserved,
        [224..=239, ..] => NotPublic::Multicast,
        [240..=255, ..] => NotPublic::Reserved,
        _ => return Ok(()),
    })
}

fn public_v6(address: Ipv6Addr) -> Result<(), NotPublic> {
    Err(match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => NotPublic::Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 1] => NotPublic::Loopback,
        // IPv4-compatible, -mapped and -translated, NAT64 of both prefixes.
        [0, 0, 0, 0, ..] | [0x64, 0xff9b, ..] => NotPublic::Embedded,
        // 6to4 and Teredo.
        [0x2002, ..] | [0x2001, 0, ..] => NotPublic::Embedded,
        // ISATAP, whatever stands before it.
        [_, _, _, _, 0 | 0x200, 0x5efe, ..] => NotPublic::Embedded,
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => NotPublic::Documentation,
        [0x2001, 0..=0x1ff, ..] => NotPublic::Reserved,
        [0xfc00..=0xfdff, ..] => NotPublic::Private,
        [0xfe80..=0xfebf, ..] => NotPublic::LinkLocal,
        // Site-local, which was given up but is still routed here and there.
        [0xfec0..=0xfeff, ..] => NotPublic::Private,
        [0xff00..=0xffff, ..] => NotPublic::Multicast,
        // All that is given out to the public lies here.
        [0x2000..=0x3fff, ..] => return Ok(()),
        _ => NotPublic::Reserved,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        use NotPublic::*;
        let table = [
            ("0.0.0.0", Some(Unspecified)),
            ("0.1.2.3", Some(Unspecified)),
            ("127.0.0.1", Some(Loopback)),
            ("127.255.255.254", Some(Loopback)),
            ("10.0.0.1", Some(Private)),
            ("10.255.255.255", Some(Private)),
            ("172.15.255.255", None),
            ("172.16.0.1", Some(Private)),
            ("172.31.255.255", Some(Private)),
            ("172.32.0.1", None),
            ("192.167.255.255", None),
            ("192.168.0.1", Some(Private)),
            ("192.169.0.1", None),
            ("169.254.0.1", Some(LinkLocal)),
            ("169.254.169.254", Some(LinkLocal)),
            ("169.253.1.1", None),
            ("100.63.255.255", None),
            ("100.64.0.1", Some(Shared)),
            ("100.100.100.200", Some(Shared)),
            ("100.127.255.255", Some(Shared)),
            ("100.128.0.1", None),
            ("168.63.129.16", Some(Metadata)),
            ("168.63.129.17", None),
            ("192.0.0.1", Some(Reserved)),
            ("192.0.2.1", Some(Documentation)),
            ("192.0.3.1", None),
            ("192.88.99.1", Some(Reserved)),
            ("198.17.255.255", None),
            ("198.18.0.1", Some(Reserved)),
            ("198.19.255.255", Some(Reserved)),
            ("198.20.0.1", None),
            ("198.51.100.7", Some(Documentation)),
            ("203.0.113.7", Some(Documentation)),
            ("223.255.255.255", None),
            ("224.0.0.1", Some(Multicast)),
            ("239.255.255.255", Some(Multicast)),
            ("240.0.0.1", Some(Reserved)),
            ("255.255.255.255", Some(Reserved)),
            ("1.1.1.1", None),
            ("8.8.8.8", None),
            ("151.101.1.1", None),
            ("::", Some(Unspecified)),
            ("::1", Some(Loopback)),
            ("::127.0.0.1", Some(Embedded)),
            ("::ffff:127.0.0.1", Some(Embedded)),
            ("::ffff:8.8.8.8", Some(Embedded)),
            ("::ffff:0:10.0.0.1", Some(Embedded)),
            ("64:ff9b::10.0.0.1", Some(Embedded)),
            ("64:ff9b:1::10.0.0.1", Some(Embedded)),
            ("2002:a00:1::", Some(Embedded)),
            ("2002:7f00:1::1", Some(Embedded)),
            ("2001:0:4136:e378:8000:63bf:3fff:fdd2", Some(Embedded)),
            ("2a00:1450:4009:820:0:5efe:10.0.0.1", Some(Embedded)),
            ("2a00:1450:4009:820:200:5efe:10.0.0.1", Some(Embedded)),
            ("2001:db8::1", Some(Documentation)),
            ("3fff:fff::1", Some(Documentation)),
            ("3fff:1000::1", None),
            ("2001:2::1", Some(Reserved)),
            ("2001:1ff::1", Some(Reserved)),
            ("2001:200::1", None),
            ("100::1", Some(Reserved)),
            ("5f00::1", Some(Reserved)),
            ("fc00::1", Some(Private)),
            ("fd00:ec2::254", Some(Private)),
            ("fe80::1", Some(LinkLocal)),
            ("febf::1", Some(LinkLocal)),
            ("fec0::1", Some(Private)),
            ("ff02::1", Some(Multicast)),
            ("2606:4700:4700::1111", None),
            ("2a00:1450:4009:820::200e", None),
        ];
        for (text, expected) in table {
            let found = public(text.parse().unwrap()).err();
            assert_eq!(found, expected, "{text}");
        }
    }
}
