"""Which addresses are public: a table written by hand."""

from ipaddress import ip_network

import pytest

from sources.fetching.networks import is_public, is_within

NOT_PUBLIC = """
0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.255 127.0.0.1 127.255.255.254 169.254.169.254
172.16.0.1 172.31.255.255 192.0.0.1 192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1
198.19.255.255 198.51.100.1 203.0.113.1 224.0.0.1 239.255.255.255 240.0.0.1 255.255.255.255 :: ::1
::7f00:1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:100.64.0.1 ::ffff:169.254.169.254
::ffff:0:127.0.0.1 64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b::a00:1 64:ff9b:1::808:808 100::1
2001::1 2001:0:7f00:1:: 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2002:7f00:1:: 2002:a9fe:a9fe::
2002:808:808:: 3fff::1 5f00::1 fc00::1 fd00::1 fd00:ec2::254 fe80::1 fe80::1%eth0
2a00:1450::1%eth0 fec0::1 ff02::1 ff0e::1 4000::1 1::1
"""
PUBLIC = """
1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.1 100.63.255.255 100.128.0.1 126.255.255.255 128.0.0.1
169.253.255.255 172.15.255.255 172.32.0.1 192.0.1.1 192.167.255.255 198.17.255.255 198.20.0.1
223.255.255.255 2001:4860:4860::8888 2606:4700:4700::1111 2a00:1450:4001::1 ::ffff:8.8.8.8
64:ff9b::808:808
"""
NONSENSE = ["", "news.example", "1.2.3", "0x7f.1", "1.2.3.4/32", "::g"]


@pytest.mark.parametrize("address", NOT_PUBLIC.split())
def test_special_addresses_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC.split())
def test_the_rest_of_the_internet_is_public(address):
    assert is_public(address)


@pytest.mark.parametrize("address", NONSENSE)
def test_what_is_no_address_is_not_public(address):
    assert not is_public(address)


def test_a_network_holds_its_addresses_in_every_form():
    loopback = [ip_network("127.0.0.0/8"), ip_network("::1/128")]

    assert is_within("127.1.2.3", loopback)
    assert is_within("::ffff:127.0.0.1", loopback)
    assert is_within("::1", loopback)
    assert not is_within("128.0.0.1", loopback)
    assert not is_within("news.example", loopback)
