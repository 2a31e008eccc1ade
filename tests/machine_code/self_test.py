#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""self_test.py COMPILER: check.py finds every fault that it looks for.

First in machine code written down here, each piece with one fault; then in the probes as the compiler
makes them when it is told to do without initial-exec.
"""
import sys

import check
from straight_path import Fault, Program

# GCC's layout: the cold branch in a section of its own, padding around.
GOOD = """
Disassembly of section .plt:

0000000000000800 <_ZN5tacho2v06detail8add_coldENS1_10cell_tokenEm@plt>:
     800:\tjmp    *0x2fda(%rip)        # 3fc8 <_GLOBAL_OFFSET_TABLE_+0x20>

Disassembly of section .text:

0000000000001000 <probe.cold>:
    1000:\tmov    $0x1,%esi
    1005:\tjmp    800 <_ZN5tacho2v06detail8add_coldENS1_10cell_tokenEm@plt>

0000000000001100 <probe>:
    1100:\tendbr64
    1104:\tmov    (%rdi),%rdi
    1107:\tmov    0x2eda(%rip),%rax        # 3fe8 <_ZN5tacho2v06detail5deltaE@@Base+0x3fe8>
    110e:\tadd    %fs:(%rax),%rdi
    1112:\tshr    $0x30,%rdi
    1116:\tjne    1000 <probe.cold>
    111c:\tdata16 cs nopw 0x0(%rax,%rax,1)
    1127:\tmov    (%rdi),%rdx
    112a:\taddq   $0x1,(%rdi)
    112e:\txchg   %ax,%ax
    1130:\tret
    1131:\tnopl   0x0(%rax)
"""
STORE = "addq   $0x1,(%rdi)"
LOAD = "mov    (%rdi),%rdx"
COUNT = 7


def count(text, **more):
    return Program(text).straight_path("probe", check.COLD, **more)


def equal(actual, expected, what):
    if actual != expected:
        sys.exit(f"FAILED: {what}: expected {expected!r}, got {actual!r}")


def refused(what, expected, replaced, by, **more):
    if replaced not in GOOD:
        sys.exit(f"FAILED: {what}: nothing is replaced")
    try:
        taken = count(GOOD.replace(replaced, by), **more)
    except Fault as fault:
        if not str(fault).startswith(expected):
            sys.exit(f"FAILED: {what}: expected {expected!r}, got {str(fault)!r}")
    else:
        sys.exit(f"FAILED: {what} passes, with {taken} instructions")


equal(count(GOOD), COUNT, "the instructions of a correct probe")
equal(count(GOOD.replace(LOAD, "nop")), COUNT - 1, "those without one")
equal(count(GOOD.replace(LOAD, "xchg %rdx,%rcx")), COUNT, "xchg of registers")
equal(
    count(GOOD.replace("jmp    800", "call   800").replace("1100:\tendbr64", "1100:\tpush %rbx")),
    COUNT + 1,
    "a cold call instead of a jump, and a register saved",
)
# The longer of two straight ways counts, as if the shorter did not exist.
equal(count(GOOD.replace(LOAD, "je 112a <probe+0x2a>")), COUNT, "a step that may be left out")

refused("a lock", "it locks", STORE, "lock addq $0x1,(%rdi)")
refused("an exchange with memory", "it locks", STORE, "xchg   %rax,(%rdi)")
refused("a compare and exchange", "it locks", STORE, "lock cmpxchg %rdx,(%rdi)")
refused("a fence", "it waits", LOAD, "mfence")
refused("a system call", "it waits", LOAD, "syscall")
refused("a call", "it leaves", LOAD, "call   800 <malloc@plt>")
refused("a call through a register", "it leaves", LOAD, "call   *%rax")
refused("a jump through a register", "it leaves", LOAD, "jmp    *%rax")
refused("a jump to another function", "it leaves", "ret", "jmp    2000 <somebody_else>")
refused("a cold branch that calls a function that is not cold", "it leaves", "mov    $0x1,%esi",
        "call   2000 <malloc@plt>")
refused("code after a cold call", "it leaves", "jmp    800 <_ZN5tacho2v06detail8add_cold",
        "call   800 <_ZN5tacho2v06detail8add_coldE>\n    100a:\tcall   2000 <free@plt>\n    100f:\tjmp "
        "800 <_ZN5tacho2v06detail8add_cold")
refused("a cold call on the way", "every way through it calls", LOAD,
        "call   800 <_ZN5tacho2v06detail8add_coldENS1_10cell_tokenEm@plt>")
refused("a look-up of a thread-local", "it asks the loader", LOAD, "call   810 <__tls_get_addr@plt>")
refused("a look-up by a descriptor", "it leaves", LOAD, "call   *(%rax)")
refused("a loop", "it goes round", LOAD, "jne    1107 <probe+0x7>")
refused("a way to nowhere", "it leads to where no code is", "ret", "nop")
equal(count(GOOD.replace(LOAD, "jne    1107 <probe+0x7>"), loops=True), COUNT, "a loop that may be")
refused("a lock in a loop", "it locks", LOAD,
        "jne    112a <probe+0x2a>\n    1128:\tlock incq (%rdi)\n    1129:\tjmp 1107 <probe+0x7>",
        loops=True)
try:
    Program(GOOD).straight_path("another", check.COLD)
    sys.exit("FAILED: a function that is not there passes")
except Fault:
    pass

equal(list(check.compare({"probe": 8}, {"probe": 8})), [], "as many as the table says")
equal(list(check.compare({"probe": 7}, {"probe": 8})), [], "fewer")
equal(len(list(check.compare({"probe": 9}, {"probe": 8}))), 1, "faults of one more")
equal(len(list(check.compare({"probe": 9}, {}))), 1, "faults of a probe that the table does not know")

_, faults = check.faults_of(
    *check.disassemble(sys.argv[1], "library", ["-DTACHO_NO_INITIAL_EXEC", "-mtls-dialect=gnu"])
)
asked = [fault.split(":")[0] for fault in faults if "it asks the loader" in fault]
touching = [probe for probe in check.probes() if not probe.endswith(("gauge_set", "stateset_set"))]
equal(asked, touching, "the probes that look their thread-local up without initial-exec")
equal(any("DTPMOD" in fault for fault in faults), True, "that the relocations show it")
