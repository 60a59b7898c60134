"""Links lead to the public internet only, and to networks that are named as own."""

import pytest

from bot.reach import Reach, is_public, parse_networks, resolve_name


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("64:ff9b::8.8.8.8", True),  # NAT64 to a public one
        ("127.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),  # metadata of most clouds
        ("168.63.129.16", False),  # Azure's
        ("100.100.100.200", False),  # Alibaba's, in the carriers' network
        ("192.0.0.192", False),  # Oracle's
        ("192.0.2.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("224.0.0.1", False),
        ("::", False),
        ("::1", False),
        ("::127.0.0.1", False),
        ("fe80::1%eth0", False),
        ("fec0::1", False),
        ("fd00:ec2::254", False),
        ("ff0e::1", False),
        ("2001:db8::1", False),
        ("3fff::1", False),
        ("2001::7f00:1", False),  # Teredo
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("2002:7f00:1::", False),  # 6to4 of 127.0.0.1
        ("2002:a9fe:a9fe::1", False),  # 6to4 of 169.254.169.254
        ("64:ff9b::127.0.0.1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b:1::8.8.8.8", False),
    ],
)
def test_only_addresses_of_the_public_internet_are_public(address, public):
    assert is_public(address) is public


def test_one_address_that_is_not_public_refuses_the_whole_host():
    reach = Reach(resolve=lambda _host, _port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(PermissionError, match=r"10\.0\.0\.1 is not a public address"):
        reach.find_addresses("ข่าว.example", 443)


@pytest.mark.parametrize("port", [22, 8080, 0])
def test_a_public_host_is_reached_on_a_web_port_only(port):
    reach = Reach(resolve=lambda _host, _port: ["8.8.8.8"])
    assert reach.find_addresses("ข่าว.example", 443) == ["8.8.8.8"]
    with pytest.raises(PermissionError, match=f"port {port} is not a web server's port"):
        reach.find_addresses("ข่าว.example", port)


def test_an_own_network_is_reached_on_any_port():
    own = Reach(parse_networks("10.0.0.0/8, fd00::/8"), lambda host, _port: [host])
    assert own.find_addresses("10.9.8.7", 8080) == ["10.9.8.7"]
    assert own.find_addresses("fd00::5", 8080) == ["fd00::5"]
    with pytest.raises(PermissionError):
        own.find_addresses("192.168.0.1", 80)


@pytest.mark.parametrize("text", ["10.0.0.1/8", "บ้าน", "10.0.0.0/8;"])
def test_a_list_of_networks_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r"does not appear|has host bits"):
        parse_networks(text)


@pytest.mark.parametrize(
    "spelling", ["127.0.0.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"]
)
def test_every_spelling_of_this_machine_is_looked_up_as_what_it_is(spelling):
    assert set(resolve_name(spelling, 80)) <= {"127.0.0.1", "::1"}
    with pytest.raises(PermissionError):
        Reach().find_addresses(spelling, 80)
