// SPDX-License-Identifier: BSL-1.0

#include <tacho/process_metrics.hpp>
#include <tacho/tacho.hpp>

#include <chrono>
#include <cstddef>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <support/text.hpp>
#include <vector>

#if defined(__linux__)
# include <fcntl.h>
# include <sys/resource.h>
# include <unistd.h>
#endif

namespace {

double value(tacho::registry const& in, std::string_view name) {
    auto const text = sample(in, name);
    return text == "absent" ? -1 : std::stod(text);
}

} // namespace

TEST_CASE("a destroyed object collects no more", "[process_metrics]") {
    tacho::registry in;
    std::optional<tacho::process_metrics> metrics{in};
    auto const shown = tacho::to_text(in);
    metrics.reset();
    CHECK(tacho::to_text(in).empty());
#if defined(__linux__)
    CHECK_THAT(shown, Catch::Contains("# TYPE process_cpu_seconds_total counter\n"));
#endif
}

TEST_CASE("two objects show each metric once", "[process_metrics]") {
    tacho::registry in;
    tacho::process_metrics const first{in};
    auto const names = [](std::string_view text) { return occurrences(text, "# TYPE "); };
    auto const once = names(tacho::to_text(in));
    tacho::process_metrics const second{in};
    CHECK(names(tacho::to_text(in)) == once);
    CHECK(occurrences(tacho::to_text(in), "\nprocess_") == once);
}

#if defined(__linux__)

TEST_CASE("descriptors and limits are those of this process", "[process_metrics]") {
    tacho::registry in;
    tacho::process_metrics const metrics{in};

    auto const descriptors = value(in, "process_open_fds");
    int const opened = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    REQUIRE(opened >= 0);
    CHECK(value(in, "process_open_fds") == descriptors + 1);
    ::close(opened);
    CHECK(value(in, "process_open_fds") == descriptors);

    ::rlimit limit{};
    REQUIRE(::getrlimit(RLIMIT_NOFILE, &limit) == 0);
    CHECK(value(in, "process_max_fds") == Approx(static_cast<double>(limit.rlim_cur)));
    CHECK(value(in, "process_virtual_memory_max_bytes") > 0);
}

# if !defined(TACHO_TESTS_EMULATED) // the emulator's /proc/self/stat has only zeros here

TEST_CASE("times, threads and memory are those of this process", "[process_metrics]") {
    tacho::registry in;
    tacho::process_metrics const metrics{in};

    auto const cpu = value(in, "process_cpu_seconds_total");
    CHECK(cpu >= 0);
    while (std::clock() < static_cast<std::clock_t>((cpu + 0.05) * CLOCKS_PER_SEC)) {}
    CHECK(value(in, "process_cpu_seconds_total") > cpu);
    auto const parts =
        value(in, "process_cpu_user_seconds_total") + value(in, "process_cpu_system_seconds_total");
    CHECK(value(in, "process_cpu_seconds_total") >= Approx(parts));

    CHECK(value(in, "process_threads") >= 1);

    auto const now =
        std::chrono::duration<double>{std::chrono::system_clock::now().time_since_epoch()}.count();
    CHECK(value(in, "process_start_time_seconds") <= now + 1);
    CHECK(value(in, "process_start_time_seconds") > now - 24 * 3600);

    CHECK(value(in, "process_resident_memory_bytes") > 100'000);
    CHECK(value(in, "process_virtual_memory_bytes") > value(in, "process_resident_memory_bytes"));
}

# endif

#endif
