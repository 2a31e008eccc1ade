// SPDX-License-Identifier: BSL-1.0

#include <tacho/counter.hpp>
#include <tacho/family.hpp>
#include <tacho/registry.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "storage.hpp"

// Series come and go with their owners, and others get their cells, while threads record and
// scrape.

namespace {

using counters = tacho::family<tacho::counter, "k">;

/// A family of counters, each of which is incremented by an amount of its own.
struct owners {
    tacho::registry registry{};
    counters family{registry, "x_total", "X."};

    /// Two lifetimes of a series; the counter has what this lifetime recorded and nothing else.
    void live(std::string_view value, std::uint64_t amount) const {
        for (int i = 0; i < 2; ++i) {
            auto const owner = family.own(value);
            explore::check(static_cast<bool>(owner), "a series has no owner");
            owner->inc(amount);
            explore::check(owner->value() == amount, "a series has another's count");
        }
    }

    void scrape() const {
        auto const shown = registry.collect();
        for (std::size_t i = 0; i < shown.size(); ++i)
            for (std::size_t k = 0; k < shown[i].size(); ++k) {
                auto const each = shown[i][k];
                auto const expected = each.label(0).value == "a" ? 1U : 100U;
                explore::check(
                    each.as_unsigned() == 0 || each.as_unsigned() == expected,
                    "a scrape shows a count in another's series"
                );
            }
    }
};

explore::scenario const scraped{
    "no series shows another's counts while series come and go",
    {1, 1, 1000},
    {2, 1, 50'000},
    [] {
        owners const all;
        explore::run({[&] { all.live("a", 1); }, [&] { all.live("b", 100); }, [&] { all.scrape(); }}
        );
        auto const left = all.registry.collect();
        explore::check(left.size() == 0, "a series without owners is shown");
    }
};

explore::scenario const
    shown{"a scrape keeps the cells of what it shows", {1, 1, 1000}, {2, 1, 50'000}, [] {
              owners const all;
              std::optional owner{all.family.own("a")};
              (*owner)->inc();
              explore::run(
                  {[&] {
                       owner.reset();
                       all.family.own("b")->inc(100);
                   },
                   [&] { all.scrape(); }}
              );
          }};

explore::scenario const looked_up{
    "a lookup finds a series that leaves, or a new one",
    {1, 1, 1000},
    {2, 1, 50'000},
    [] {
        owners const all;
        explore::run(
            {[&] { static_cast<void>(all.family.own("a")); },
             [&] {
                 auto const handle = all.family.with("a");
                 handle.inc();
                 explore::check(handle.value() == 1, "a handle's series has left");
             },
             [&] { static_cast<void>(all.family.own("b")); }}
        );
        explore::check(all.family.with("a").value() == 1, "a record is lost");
    }
};

explore::scenario const handed_over{
    "two threads that own a series record in the same one",
    {1, 1, 1000},
    {2, 1, 50'000},
    [] {
        owners const all;
        auto const kept = all.family.own("a");
        explore::run({[&] { all.family.own("a")->inc(); }, [&] { all.family.own("a")->inc(); }});
        explore::check(kept->value() == 2, "a record is lost");
    }
};

} // namespace
