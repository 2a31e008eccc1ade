# SPDX-License-Identifier: BSL-1.0
"""file_server.py PROGRAM: the example serves the files of its folder, and nothing else."""
import os
import random
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

from support import DEADLINE, check, check_equal, eventually, exchange, fetch, file_server
from support import metrics, samples

program = sys.argv[1]


def refuses(arguments, status, said):
    result = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=DEADLINE)
    check_equal(result.returncode, status, f"the exit status with {arguments}")
    check(said in result.stderr, f"{said!r} should be said with {arguments}: {result.stderr!r}")


def serves(port, target, body, mime):
    status, headers, answer = fetch(port, target)
    check_equal(status, 200, f"the status of {target}")
    check(answer == body, f"{target} should be the file's bytes")
    check_equal(headers["Content-Type"], mime, f"the type of {target}")
    status, alike, answer = fetch(port, target, method="HEAD")
    check_equal((status, answer), (200, b""), f"HEAD of {target}")
    check_equal(alike.items(), headers.items(), f"the headers of HEAD of {target}")


def answers(port, request, status, closes=False):
    head = exchange(port, request).split(b"\r\n\r\n")[0]
    what = f"the answer to {request[:60]!r}"
    check_equal(head.split(b" ")[1:2], [str(status).encode()], what)
    check_equal(b"Connection: close" in head, closes, f"whether {what} says that it is the last")


with tempfile.TemporaryDirectory() as folder:
    folder = Path(folder)
    (folder / "secret.txt").write_text("secret")
    (folder / "root-too").mkdir()
    (folder / "root-too/secret.txt").write_text("secret")
    root = folder / "root"
    (root / "sub").mkdir(parents=True)
    large = random.Random(0).randbytes(5_000_000)
    files = {
        "index.html": b"<h1>hello</h1>",
        "sub/index.html": b"sub",
        "sub/data.json": b"{}",
        "a b%c.txt": b"odd",
        "empty": b"",
        "large.bin": large,
    }
    for name, body in files.items():
        (root / name).write_bytes(body)
    with (root / "huge.bin").open("wb") as huge:
        huge.truncate(1 << 28)
    (root / "inside.txt").symlink_to("a b%c.txt")
    (root / "outside.txt").symlink_to(folder / "secret.txt")
    (root / "outside").symlink_to(folder / "root-too")
    (root / "dangling").symlink_to("nothing")
    os.mkfifo(root / "pipe")

    refuses(["--port", "0", "--metrics-port", "0", "--root", str(folder / "none")], 1, "none")
    refuses(["--root", str(root / "empty"), "--metrics-port", "0"], 1, "not a folder")
    refuses(["--port", "65536"], 2, "65536")
    refuses(["--port"], 2, "missing")
    refuses(["--ports", "1"], 2, "--ports")

    with file_server(program, root, "--threads", "3") as (port, metrics_port):
        refuses(["--port", str(port), "--metrics-port", "0"], 1, "in use")
        refuses(["--port", "0", "--metrics-port", str(metrics_port)], 1, "in use")

        serves(port, "/", files["index.html"], "text/html; charset=utf-8")
        serves(port, "/sub/", b"sub", "text/html; charset=utf-8")
        serves(port, "/sub/data.json?v=1", b"{}", "application/json")
        serves(port, "/sub/../sub/%64ata.json", b"{}", "application/json")
        serves(port, "/a%20b%25c.txt", b"odd", "text/plain; charset=utf-8")
        serves(port, "/inside.txt", b"odd", "text/plain; charset=utf-8")
        serves(port, "/empty", b"", "application/octet-stream")
        serves(port, "/large.bin", large, "application/octet-stream")

        for hidden in [
            "/none",
            "/sub",
            "/dangling",
            "/pipe",
            "/empty/",
            "/outside.txt",
            "/outside/secret.txt",
            "/..",
            "/../secret.txt",
            "/%2e%2e/secret.txt",
            "/sub/..%2f..%2fsecret.txt",
            "/../root-too/secret.txt",
            "/" + str(folder / "secret.txt"),
            "//etc/passwd",
            "/%2fetc%2fpasswd",
            "/" + 5000 * "x",
        ]:
            status, _, body = fetch(port, hidden)
            check_equal((status, b"secret" in body), (404, False), f"the status of {hidden}")

        status, headers, _ = fetch(port, "/", method="POST")
        check_equal((status, headers["Allow"]), (405, "GET, HEAD"), "POST")
        answers(port, b"OPTIONS * HTTP/1.1\r\n\r\n", 405)
        answers(port, b"GET http://host/ HTTP/1.1\r\n\r\n", 400)
        answers(port, b"GET /%0 HTTP/1.1\r\n\r\n", 400)
        answers(port, b"GET /%+1 HTTP/1.1\r\n\r\n", 400)
        answers(port, b"GET /index.html%00.txt HTTP/1.1\r\n\r\n", 400)
        answers(port, b"garbage\r\n\r\n", 400, closes=True)
        answers(port, b"GET / HTTP/1.1\r\nX: " + 20000 * b"x" + b"\r\n\r\n", 431, closes=True)
        upload = b"PUT / HTTP/1.1\r\nContent-Length: 900000\r\n\r\n" + 900000 * b"x"
        answers(port, upload, 413, closes=True)
        two = exchange(port, 2 * b"GET /sub/ HTTP/1.1\r\n\r\n")
        check_equal(two.count(b"HTTP/1.1 200 OK"), 2, "the answers to two requests sent at once")

        # A client that leaves in the middle of a file is counted as a connection error.
        with socket.create_connection(("127.0.0.1", port)) as impatient:
            impatient.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            impatient.sendall(b"GET /huge.bin HTTP/1.1\r\n\r\n")
            impatient.recv(1)

        def at_rest():
            seen = samples(metrics(metrics_port))
            return seen if seen["file_server_connections"] == "0" else None

        seen = eventually("every connection should be closed", at_rest)
        check_equal(seen["file_server_requests_in_flight"], "0", "requests in flight")
        check_equal(seen['file_server_errors_total{kind="connection"}'], "1", "connection errors")
        check_equal(seen['file_server_errors_total{kind="bad_request"}'], "3", "bad requests")

    # The server ends when it is told to, also with a client connected.
    with file_server(program, root) as (port, _):
        idle = socket.create_connection(("127.0.0.1", port))
        fetch(port, "/")
    idle.close()
