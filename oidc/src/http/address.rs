//! Which addresses are of the public internet (IANA's registries of special-purpose addresses, RFC 6890).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::Reach;

/// Networks that are not, as the first address and the length of the prefix.
const NOT_PUBLIC_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),       // this network
    (Ipv4Addr::new(10, 0, 0, 0), 8),      // private
    (Ipv4Addr::new(100, 64, 0, 0), 10),   // between a provider and its customers
    (Ipv4Addr::new(127, 0, 0, 0), 8),     // loopback
    (Ipv4Addr::new(169, 254, 0, 0), 16),  // link-local, where clouds keep their metadata
    (Ipv4Addr::new(172, 16, 0, 0), 12),   // private
    (Ipv4Addr::new(192, 0, 0, 0), 24),    // protocols
    (Ipv4Addr::new(192, 0, 2, 0), 24),    // documentation
    (Ipv4Addr::new(192, 88, 99, 0), 24),  // relays of 6to4
    (Ipv4Addr::new(192, 168, 0, 0), 16),  // private
    (Ipv4Addr::new(198, 18, 0, 0), 15),   // benchmarks
    (Ipv4Addr::new(198, 51, 100, 0), 24), // documentation
    (Ipv4Addr::new(203, 0, 113, 0), 24),  // documentation
    (Ipv4Addr::new(224, 0, 0, 0), 3),     // multicast, reserved, broadcast
];

/// The same among the addresses that are given out at all, `2000::/3`; everything outside of it is refused.
const NOT_PUBLIC_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23), // protocols, Teredo among them
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32), // documentation
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16), // 6to4, which hides an address of the other kind
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20), // documentation
];
const GIVEN_OUT: (Ipv6Addr, u32) = (Ipv6Addr::new(0x2000, 0, 0, 0, 0, 0, 0, 0), 3);
/// Translated addresses (RFC 6052): the last four bytes are the one that is meant.
const TRANSLATED: (Ipv6Addr, u32) = (Ipv6Addr::new(0x64, 0xff9b, 0, 0, 0, 0, 0, 0), 96);

/// Whether a call may go to this address.
pub(super) fn is_allowed(address: IpAddr, reach: Reach) -> bool {
    (reach == Reach::PublicAndLoopback && address.is_loopback())
        || match address {
            IpAddr::V4(address) => is_public_v4(address),
            IpAddr::V6(address) => is_public_v6(address),
        }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let within =
        |(first, prefix): &(Ipv4Addr, u32)| (address.to_bits() ^ first.to_bits()) >> (32 - prefix) == 0;
    !NOT_PUBLIC_V4.iter().any(within)
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let within =
        |(first, prefix): &(Ipv6Addr, u32)| (address.to_bits() ^ first.to_bits()) >> (128 - prefix) == 0;
    if let Some(mapped) = address.to_ipv4_mapped() {
        return is_public_v4(mapped);
    }
    if within(&TRANSLATED) {
        let [.., a, b, c, d] = address.octets();
        return is_public_v4(Ipv4Addr::new(a, b, c, d));
    }
    within(&GIVEN_OUT) && !NOT_PUBLIC_V6.iter().any(within)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn public(address: &str) -> bool {
        is_allowed(address.parse().unwrap(), Reach::Public)
    }

    #[test]
    fn public_addresses_are_allowed() {
        for address in
            ["1.1.1.1", "100.63.255.255", "172.32.0.1", "193.48.0.1", "2a01:e0a::1", "2606:4700::1111"]
        {
            assert!(public(address), "{address}");
        }
        assert!(public("::ffff:1.1.1.1") && public("64:ff9b::1.1.1.1"));
    }

    #[test]
    fn addresses_of_an_inside_are_refused() {
        let inside = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.168.1.1",
            "198.18.0.1",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::127.0.0.1",
            "fe80::1",
            "fec0::1",
            "fc00::1",
            "fd12:3456::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "100::1",
        ];
        for address in inside {
            assert!(!public(address), "{address}");
        }
    }

    #[test]
    fn an_address_that_hides_one_of_an_inside_is_refused() {
        for address in ["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::10.0.0.1"]
        {
            assert!(!public(address), "{address}");
        }
    }

    #[test]
    fn loopback_is_allowed_by_its_setting_and_nothing_else_is() {
        let allowed = |address: &str| is_allowed(address.parse().unwrap(), Reach::PublicAndLoopback);
        assert!(allowed("127.0.0.1") && allowed("::1"));
        assert!(!allowed("10.0.0.1") && !allowed("169.254.169.254") && !allowed("::ffff:127.0.0.1"));
    }
}
