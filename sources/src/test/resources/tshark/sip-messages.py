#!/usr/bin/env python3
"""Writes what tshark finds of SIP in a capture, one line a message, for WireCapturesTest.

usage: sip-messages.py CAPTURE >NAME.sip.tsv
columns: time in µs, source, destination, method or status, Call-ID, CSeq; separated by tabs
"""

import re
import subprocess
import sys
import xml.etree.ElementTree as xml


def shown(proto, field):
    """The first field of this name, "" without."""
    texts = (e.get("show") for e in proto.iter("field") if e.get("name") == field)
    return re.sub(r"\s+", " ", next(texts, "")).strip()


def address(ip, transport):
    def end(side):
        host = shown(ip, ip.get("name") + "." + side)
        port = shown(transport, transport.get("name") + "." + side + "port")
        return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

    return end("src"), end("dst")


pdml = subprocess.run(
    ["tshark", "-r", sys.argv[1], "-Y", "sip && !icmp && !icmpv6", "-T", "pdml"],
    check=True,
    stdout=subprocess.PIPE,
    stderr=subprocess.DEVNULL,
).stdout
for packet in xml.fromstring(pdml).iter("packet"):
    ip = transport = None
    for proto in packet.findall("proto"):
        name = proto.get("name")
        if name == "frame":
            seconds, fraction = shown(proto, "frame.time_epoch").split(".")
            time = seconds + fraction[:6]
        elif name in ("ip", "ipv6"):
            ip = proto
        elif name in ("udp", "tcp", "sctp"):
            transport = proto
        elif name == "sip":
            source, destination = address(ip, transport)
            what = shown(proto, "sip.Status-Code") or shown(proto, "sip.Method")
            call, sequence = shown(proto, "sip.Call-ID"), shown(proto, "sip.CSeq")
            print(time, source, destination, what, call, sequence, sep="\t")
