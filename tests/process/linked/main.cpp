// SPDX-License-Identifier: BSL-1.0

// A program and two libraries that it links share one copy of tacho, however they are built: with
// hidden visibility or default, as static libraries or shared ones.

#include <cstddef>
#include <process/check.hpp>
#include <process/linked/libraries.hpp>
#include <string>
#include <support/text.hpp>
#include <support/threads.hpp>

int main() {
    check(
        left::what_it_sees() == state::here() && right::what_it_sees() == state::here(),
        "the libraries have the program's copy of tacho"
    );

    tacho::counter const shared{"shared_total", "Of both libraries and the program."};
    constexpr std::size_t threads = 4;
    constexpr auto records = scaled(50'000);
    together(threads, [&](std::size_t) {
        for (std::size_t i = 0; i < records; ++i) {
            left::record();
            right::record();
            shared.inc();
        }
    });

    auto const text = tacho::to_text();
    auto const times = threads * records;
    check(
        sample(text, "shared_total") == std::to_string(3 * times), "all three, and all:\n" + text
    );
    check(sample(text, "left_total") == std::to_string(times), "what left counted:\n" + text);
    check(sample(text, "right_total") == std::to_string(times), "what right counted:\n" + text);
    check(tacho::detail::the_arena().size() <= threads + 1, "a thread has one slab for all three");
}
