// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/system/process_figures.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <support/catch.hpp>

using tacho::detail::boot_time;
using tacho::detail::octets;
using tacho::detail::process_figures;
using tacho::detail::read_stat;

namespace {

process_figures read(std::string_view stat) {
    process_figures made;
    read_stat(stat, 100, 4096, made);
    return made;
}

constexpr std::string_view stat_line =
    "42 (a program) S 1 42 42 0 -1 4194560 700 0 0 0 250 75 0 0 20 0 3 0 123456 8192000 500 "
    "18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n";

} // namespace

TEST_CASE("the line of /proc/self/stat is read", "[process_metrics]") {
    auto const now = read(stat_line);
    CHECK(now.user_seconds == 2.5);
    CHECK(now.system_seconds == 0.75);
    CHECK(now.cpu_seconds == 3.25);
    CHECK(now.threads == 3.0);
    CHECK(now.start_time_seconds == 1234.56);
    CHECK(now.virtual_bytes == 8192000.0);
    CHECK(now.resident_bytes == 2048000.0);
}

TEST_CASE("a program's name may look like the line around it", "[process_metrics]") {
    std::string line{stat_line};
    line.replace(line.find("a program"), 9, ") S 9 (x) 1 2 3");
    CHECK(read(line).cpu_seconds == 3.25);
    CHECK(read(line).threads == 3.0);
}

TEST_CASE("a figure that is missing or malformed is not made up", "[process_metrics]") {
    for (std::string_view const odd : {"", "42", "42 (x", "42 (x)", "42 (x) S 1 2 3 not numbers"}) {
        auto const now = read(odd);
        CHECK_FALSE(now.cpu_seconds);
        CHECK_FALSE(now.threads);
        CHECK_FALSE(now.start_time_seconds);
        CHECK_FALSE(now.resident_bytes);
    }
    auto const half = read("42 (x) S 1 42 42 0 -1 4194560 700 0 0 0 250 negative 0 0 20 0 3");
    CHECK(half.user_seconds == 2.5);
    CHECK_FALSE(half.system_seconds);
    CHECK_FALSE(half.cpu_seconds);
    CHECK_FALSE(read("1 (x) S 1 1 1 0 -1 0 0 0 0 0 -5 0 0 0 20 0 -3").threads);
}

TEST_CASE("the start time of the system is read", "[process_metrics]") {
    CHECK(boot_time("cpu  1 2 3\nintr 5\nctxt 6\nbtime 1795169813\nprocesses 7\n") == 1795169813.0);
    CHECK_FALSE(boot_time("cpu  1 2 3\n"));
    CHECK_FALSE(boot_time("cpu\nbtime soon\n"));
    CHECK_FALSE(boot_time(""));
}

TEST_CASE("octets are found by their name", "[process_metrics]") {
    constexpr std::string_view netstat = "TcpExt: SyncookiesSent InOctets\nTcpExt: 1 2\n"
                                         "IpExt: InNoRoutes InOctets OutOctets\nIpExt: 3 400 500\n";
    CHECK(octets(netstat, "InOctets") == 400.0);
    CHECK(octets(netstat, "OutOctets") == 500.0);
    CHECK_FALSE(octets(netstat, "InMcastOctets"));
    CHECK_FALSE(octets("IpExt: InOctets\n", "InOctets"));
    CHECK_FALSE(octets("IpExt: InOctets\nIpExt:", "InOctets"));
    CHECK_FALSE(octets("", "InOctets"));
}
