// SPDX-License-Identifier: BSL-1.0

// This program only records: it exports an arena, but no allocator and no locks for it.
#include <tacho/counter.hpp>

#include <cstdint>
#include <dlfcn.h>
#include <process/check.hpp>
#include <string>

// Two plugins that share the host's arena and do not see each other.

namespace {

struct plugin {
    void (*record)(std::uint64_t);
    std::uint64_t (*value)();
};

plugin load(char const* path) {
    auto* const library = ::dlopen(path, RTLD_NOW | RTLD_LOCAL);
    check(library != nullptr, std::string{"a plugin should load: "} + path);
    return {
        reinterpret_cast<void (*)(std::uint64_t)>(::dlsym(library, "tacho_test_record")),
        reinterpret_cast<std::uint64_t (*)()>(::dlsym(library, "tacho_test_value"))
    };
}

} // namespace

/// Never called; brings the host its part of the library.
[[gnu::visibility("default")]] void record_in_host(tacho::counter const& counter) {
    counter.inc();
}

int main(int, char** paths) {
    auto const left = load(paths[1]);
    auto const right = load(paths[2]);
    left.record(5);
    right.record(1);
    check_equal(left.value(), std::uint64_t{5}, "what the first plugin counted");
    check_equal(right.value(), std::uint64_t{1}, "what the second plugin counted");
}
