"""Which addresses of the internet protocol are truly public.

Python's ``is_global`` is made for another question: it lets through multicast, NAT64, 6to4 and
IPv4-in-IPv6 forms that end on this machine or on a cloud's metadata service. So this is an allow
computation: in IPv4 everything but the special blocks of the IANA registry, in IPv6 only global
unicast (2000::/3) without its special blocks. Forms that carry an IPv4 address are unwrapped where
they are in daily use (IPv4-mapped, NAT64's well-known prefix) and judged by what they carry;
6to4, Teredo, IPv4-compatible and local NAT64 are gone from the public web and refused.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NOT_PUBLIC = [
    ip_network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # carriers' NAT
        "127.0.0.0/8",  # this machine
        "169.254.0.0/16",  # link-local, clouds' metadata services
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",  # private
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "2001::/23",  # protocol assignments, Teredo, ORCHID, benchmarks
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4
        "2620:4f:8000::/48",  # AS112
        "3fff::/20",  # documentation
    )
]
GLOBAL_UNICAST = ip_network("2000::/3")
CARRIES_IPV4 = [ip_network("::ffff:0:0/96"), ip_network("64:ff9b::/96")]


def unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 form carries to the network; any other as it is."""
    if address.version == 6 and any(address in network for network in CARRIES_IPV4):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


def is_public(address: str | Address) -> bool:
    """Whether the address is one of the public internet; False for what is not an address."""
    try:
        address = ip_address(address)
    except ValueError:
        return False
    if getattr(address, "scope_id", None):
        return False
    inner = unwrapped(address)
    if inner.version == 6 and inner not in GLOBAL_UNICAST:
        return False
    return not any(inner in network for network in NOT_PUBLIC if network.version == inner.version)


def is_within(address: str | Address, networks: list[Network]) -> bool:
    """Whether the address, or the one it carries, lies in one of the networks."""
    try:
        address = unwrapped(ip_address(address))
    except ValueError:
        return False
    return any(address in network for network in networks if network.version == address.version)
