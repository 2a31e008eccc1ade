// SPDX-License-Identifier: BSL-1.0

// The core without exceptions and run-time type information: it counts, and an error that would be
// thrown elsewhere ends the program with its message.

#include <tacho/tacho.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <process/check.hpp>
#include <signal.h>
#include <string>
#include <support/text.hpp>
#include <support/threads.hpp>
#include <sys/wait.h>
#include <unistd.h>

#if defined(__cpp_exceptions) || defined(__cpp_rtti)
# error "This is to be compiled with -fno-exceptions -fno-rtti."
#endif

namespace {

constexpr std::size_t threads = 4;
constexpr auto records = scaled(50'000);

void count() {
    tacho::registry registry;
    tacho::counter const ones{registry, "ones_total", "Ones."};
    tacho::float_counter const halves{registry, "halves_total", "Halves."};
    tacho::up_down_counter const level{registry, "level", "Level."};
    tacho::gauge const gauge{registry, "gauge", "Gauge."};
    tacho::histogram<> const seconds{registry, "seconds", "Seconds."};
    tacho::family<tacho::counter, "name"> const named{registry, "named_total", "Named."};
    tacho::callback_gauge const asked{registry, "asked", "Asked.", [] { return 42.0; }};
    together(threads, [&](std::size_t index) {
        for (std::size_t i = 0; i < records; ++i) {
            auto const tracked = level.track();
            auto const timed = seconds.time();
            ones.inc();
            halves.inc(0.5);
            gauge.inc();
            named.with(std::to_string(index % 2)).inc();
        }
    });
    constexpr auto times = threads * records;
    check_equal<std::uint64_t>(ones.value(), times, "the counter");
    check_equal(halves.value(), static_cast<double>(times) / 2, "the float_counter");
    check_equal<std::int64_t>(level.value(), 0, "the up_down_counter");
    check_equal(gauge.value(), static_cast<double>(times), "the gauge");
    check_equal<std::uint64_t>(seconds.value().count, times, "the histogram");
    auto const text = tacho::to_text(registry);
    check(sample(text, "ones_total") == std::to_string(times), "the text:\n" + text);
    check(sample(text, "named_total{name=\"1\"}") == std::to_string(times / 2), "a series");
    check(sample(text, "asked") == "42", "a callback");
}

/// The text that `attempt` prints when it ends the process.
std::string last_words(void (*attempt)()) {
    int ends[2]{};
    check(::pipe(ends) == 0, "there is a pipe");
    auto const child = ::fork();
    if (child == 0) {
        ::dup2(ends[1], STDERR_FILENO);
        attempt();
        std::_Exit(0); // the attempt returned
    }
    ::close(ends[1]);
    std::string said;
    std::array<char, 256> piece{};
    for (ssize_t size = 0; (size = ::read(ends[0], piece.data(), piece.size())) > 0;)
        said.append(piece.data(), static_cast<std::size_t>(size));
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    check(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT, "it aborts, and says: " + said);
    return said;
}

void check_said(std::string const& said, std::string const& part) {
    check(said.find(part) != std::string::npos, "'" + part + "' in: " + said);
}

} // namespace

int main() {
    count();

    auto const wrong_name =
        last_words([] { tacho::counter const made{tacho::runtime("9 lives"), "A wrong name."}; });
    check_said(wrong_name, "tacho: metric \"9 lives\": ");

    auto const two_shapes = last_words([] {
        tacho::counter const one{tacho::runtime("twice_total"), "A counter."};
        tacho::gauge const other{tacho::runtime("twice_total"), "A gauge."};
    });
    check_said(two_shapes, "tacho: metric \"twice_total\": ");
}
