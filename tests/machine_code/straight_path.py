# SPDX-License-Identifier: BSL-1.0
"""Checks the machine code of a function on its straight path.

The straight path is every way from the function's first instruction to a return that meets no call.
A call, or a jump out of the function, lies beside it and may only go to functions known to be cold.
The longest of several straight paths counts; padding, `endbr64` and the return itself do not count.
"""
import re

# `endbr64` marks targets of indirect calls; where it is asked for, all functions begin with it.
PADDING = {"nop", "nopw", "nopl", "endbr64"}
PREFIXES = {"lock", "data16", "cs", "ds", "es", "bnd", "notrack", "rep", "repz", "repnz", "rex.W"}
ENDS = {"ret", "ud2", "hlt", "int3"}
WAITS = {"mfence", "lfence", "sfence", "syscall", "sysenter", "int", "cpuid", "rdtscp", "pause"}
LOADERS_LOOKUP = re.compile(r"__tls_get_addr|TLSDESC|_TLS_MODULE_BASE_")


class Instruction:
    """One line of objdump's."""

    def __init__(self, address, text):
        text = " ".join(re.sub(r"\s+#.*", "", text).split())
        words = text.split()
        self.address, self.text, self.following = address, text, None
        self.prefixes = set()
        while len(words) > 1 and words[0] in PREFIXES:
            self.prefixes.add(words.pop(0))
        self.name = words[0] if words else "nop"
        self.operands = " ".join(words[1:])
        at = re.fullmatch(r"([0-9a-f]+) <(.+)>", self.operands)
        self.target = int(at[1], 16) if at else None
        self.target_name = re.sub(r"(@plt|@@.*)?(\+0x[0-9a-f]+)?$", "", at[2]) if at else None

    @property
    def is_call(self):
        return self.name.startswith("call")

    @property
    def is_jump(self):
        return self.name.startswith("j")

    @property
    def always_jumps(self):
        return self.name in ("jmp", "jmpq")

    @property
    def is_padding(self):
        return self.name in PADDING or self.text == "xchg %ax,%ax"

    @property
    def locks(self):
        """Whether the processor makes it atomic for all cores; it does so for `xchg` with memory, unasked."""
        return "lock" in self.prefixes or (self.name.startswith("xchg") and "(" in self.operands)


class Fault(Exception):
    """The fault of a function, as a sentence."""


def parse(disassembly):
    """objdump's text, as ({name: its first address}, {address: instruction})."""
    functions, code, last = {}, {}, None
    for line in disassembly.splitlines():
        if label := re.fullmatch(r"([0-9a-f]+) <(.+)>:", line):
            functions.setdefault(label[2], int(label[1], 16))
            last = None
        elif at := re.match(r"\s*([0-9a-f]+):\s+(\S.*)", line):
            here = Instruction(int(at[1], 16), at[2])
            if last:
                last.following = here.address
            code[here.address] = last = here
        elif line.startswith("Disassembly of section"):
            last = None
    return functions, code


class Program:
    """A disassembled program or library."""

    def __init__(self, disassembly):
        self.functions, self.code = parse(disassembly)
        if not self.code:
            raise Fault("there is no machine code")

    def straight_path(self, name, cold, follows=None, loops=False):
        """Checks the function and gives its straight path's instructions.

        cold: matches the functions that may be called beside the straight path.
        follows: matches those that count as if they were inlined.
        loops: whether the straight path may go round; each round counts once.
        """
        if name not in self.functions:
            raise Fault("it is not there")
        return _Walk(self, name, cold, follows, loops).count()


class _Walk:
    def __init__(self, program, name, cold, follows, loops):
        self.code, self.program, self.name = program.code, program, name
        self.cold, self.follows, self.loops = cold, follows, loops
        self.next = {}  # address: where control goes from there without a call that is cold
        self.ends = set()  # addresses that return
        self.weight = {}  # address: how many instructions it counts for
        self.entry = program.functions[name]
        self.explore()

    def inside(self, name):
        return name in (self.name, f"{self.name}.cold")

    def fault(self, here, sentence):
        raise Fault(f"{sentence}: {here.address:x}: {here.text}")

    def explore(self):
        """Visits every reachable instruction of the function; refuses calls that are not allowed."""
        waiting = [self.entry]
        while waiting:
            address = waiting.pop()
            if address in self.next:
                continue
            here = self.code.get(address)
            if here is None:
                raise Fault("it leads to where no code is")
            self.weight[address] = 0 if here.is_padding or here.name in ENDS else 1
            self.next[address] = self.successors(here)
            waiting += self.next[address]
            if here.is_call and here.following:
                waiting.append(here.following)

    def successors(self, here):
        if here.name in ENDS:
            if here.name == "ret":
                self.ends.add(here.address)
            return []
        if LOADERS_LOOKUP.search(here.text):
            self.fault(here, "it asks the loader where its thread-local is")
        if here.is_call:
            return [here.following] if self.may_leave(here) else []
        if here.is_jump:
            if here.target is None:
                self.may_leave(here)
                return []
            taken = []
            if self.inside(here.target_name):
                taken = [here.target]
            elif self.may_leave(here):
                self.ends.add(here.address)  # the followed function returns in place of this one
            return taken if here.always_jumps else [here.following, *taken]
        return [here.following]

    def may_leave(self, here):
        """Refuses a target that is neither cold nor followed; returns whether it is followed."""
        name = here.target_name or "*"
        if self.follows and self.follows.search(name):
            self.weight[here.address] += self.program.straight_path(
                name, self.cold, self.follows, self.loops
            )
            return True
        if not self.cold.search(name):
            self.fault(here, "it leaves for what is not known to be cold")
        return False

    def straight(self):
        """The instructions on a way from the entry to a return without a call."""
        before = {}
        for address, following in self.next.items():
            for each in following:
                before.setdefault(each, []).append(address)
        returns, waiting = set(), list(self.ends)
        while waiting:
            address = waiting.pop()
            if address not in returns:
                returns.add(address)
                waiting += before.get(address, [])
        found, waiting = set(), [self.entry]
        while waiting:
            address = waiting.pop()
            if address in returns and address not in found:
                found.add(address)
                waiting += self.next[address]
        return found

    def count(self):
        straight = self.straight()
        if self.entry not in straight:
            raise Fault("every way through it calls")
        for address in sorted(straight):
            here = self.code[address]
            if here.locks:
                self.fault(here, "it locks")
            if here.name in WAITS:
                self.fault(here, "it waits")
        return self.longest(straight)

    def longest(self, straight):
        """Depth first; a way back to an address that is still under way is a loop, and is not taken."""
        lengths, under_way = {}, {self.entry: iter(self.next[self.entry])}
        while under_way:
            at, ways = next(reversed(under_way.items()))
            for each in ways:
                if each in under_way and not self.loops:
                    self.fault(self.code[at], "it goes round")
                if each in straight and each not in under_way and each not in lengths:
                    under_way[each] = iter(self.next[each])
                    break
            else:
                ahead = (lengths[each] for each in self.next[at] if each in lengths)
                lengths[at] = self.weight[at] + max(ahead, default=0)
                del under_way[at]
        return lengths[self.entry]
