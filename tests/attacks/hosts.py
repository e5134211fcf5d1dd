"""Hosts as network namespaces of this machine, joined by a bridge, and the sample of nginx as their balancer."""

import datetime
import ipaddress
import os
import shutil
import socket
import subprocess
from contextlib import contextmanager, suppress
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

NET = "10.213.47"
INNER = f"{NET}.1"  # where the database is reached
BALANCER = f"{NET}.10"
SAMPLE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
OWN = f"mt{os.getpid() % 100000}"  # names of interfaces have 15 letters at most


def unable():
    """Why this machine cannot make hosts; "" where it can."""
    lacking = [name for name in ("ip", "nginx") if shutil.which(name) is None]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    if os.geteuid() != 0 or subprocess.run(["ip", "netns", "add", f"{OWN}x"], capture_output=True).returncode:
        return "network namespaces need the rights of root"
    _ip("netns", "delete", f"{OWN}x")
    return ""


def _ip(*words):
    subprocess.run(["ip", *words], check=True)


class Host:
    """A host with an address of its own."""

    def __init__(self, number):
        self.name, self.wire, self.address = f"{OWN}h{number}", f"{OWN}w{number}", f"{NET}.{number}"
        self.processes = []
        _ip("netns", "add", self.name)
        _ip("link", "add", self.wire, "type", "veth", "peer", "name", "eth0", "netns", self.name)
        _ip("link", "set", self.wire, "master", OWN, "up")
        for words in (("addr", "add", f"{self.address}/24", "dev", "eth0"), ("link", "set", "eth0", "up")):
            _ip("-n", self.name, *words)
        _ip("-n", self.name, "link", "set", "lo", "up")

    def run(self, command, log, **options):
        """Start a process on the host; what it says is added to the file `log`."""
        with log.open("ab") as told:
            words = ["ip", "netns", "exec", self.name, *command]
            self.processes.append(subprocess.Popen(words, stdout=told, stderr=told, **options))
        return self.processes[-1]

    def lose(self):
        """Cut its wire and stop it: nobody is told, and what was under way gets no answer."""
        _ip("link", "set", self.wire, "down")
        for process in self.processes:
            process.kill()

    def end(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(45)
            process.kill()
        _ip("netns", "delete", self.name)


@contextmanager
def hosts(*numbers):
    """Hosts with these last numbers of their addresses, and this machine as INNER."""
    _ip("link", "add", OWN, "type", "bridge")
    made = []
    try:
        _ip("addr", "add", f"{INNER}/24", "dev", OWN)
        _ip("link", "set", OWN, "up")
        for number in numbers:
            made.append(Host(number))
        yield made
    finally:
        for host in made:
            host.end()
        _ip("link", "delete", OWN)


@contextmanager
def relayed(host, port):
    """The port at INNER of a server that listens on this machine's loopback alone."""

    class Relay(BaseRequestHandler):
        def handle(self):
            with socket.create_connection((host, port)) as there:
                back = Thread(target=_copy, args=(there, self.request), daemon=True)
                back.start()
                _copy(self.request, there)
                back.join()

    with ThreadingTCPServer((INNER, 0), Relay) as server:
        server.daemon_threads, server.block_on_close = True, False
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


def _copy(come, go):
    with suppress(OSError):
        while data := come.recv(65536):
            go.sendall(data)
    with suppress(OSError):
        go.shutdown(socket.SHUT_WR)


def certificate(folder):
    """A certificate for BALANCER that it signed itself, with its key: paths of both."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "balancer")])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - datetime.timedelta(1)).not_valid_after(now + datetime.timedelta(2))
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(BALANCER))])
    signed = made.add_extension(names, critical=False).sign(key, hashes.SHA256())
    paths = folder / "balancer.pem", folder / "balancer.key"
    paths[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    return paths


def balance(folder, addresses, pem, key):
    """The command that runs nginx by the sample, with these hosts behind it."""
    text = SAMPLE.read_text(encoding="utf-8")
    servers = "".join(f"server {address}:8000 max_fails=1 fail_timeout=5s;" for address in addresses)
    text = text.replace("server 127.0.0.1:8000 max_fails=1 fail_timeout=5s;", servers)
    text = text.replace("maturity.example.org", BALANCER)
    text = text.replace("/etc/ssl/maturity.pem", str(pem)).replace("/etc/ssl/private/maturity.key", str(key))
    text = text.replace("/var/log/nginx/maturity.log", str(folder / "nginx-errors.log"))
    (folder / "maturity.conf").write_text(text)
    places = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = "daemon off; "
    main += (
        f" user root; pid {folder}/nginx.pid; events {{}} http {{ access_log off; {places} include maturity.conf; }}"
    )
    (folder / "nginx.conf").write_text(main)
    return ["nginx", "-p", str(folder), "-e", str(folder / "nginx-errors.log"), "-c", str(folder / "nginx.conf")]
