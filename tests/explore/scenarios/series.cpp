// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/series.hpp>
#include <tacho/detail/registry/series_table.hpp>

#include <array>
#include <cstddef>
#include <cstdlib>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "storage.hpp"

// Lookups by label values, without a lock, while series are added and the table is replaced.

namespace {

namespace detail = storage::detail;

/// A table to which the scenarios add series in place of a registry.
class table final : public detail::series_table {
public:
    table()
        : series_table{{0x0123456789ABCDEF, 0xFEDCBA9876543210}, 1} {} // the same in every run

    void add(std::string_view value) {
        std::array const values{value};
        keys_.push_back(std::make_unique<char[]>(detail::series::key_size(values)));
        all_.push_back(std::make_unique<detail::series>());
        detail::series::write_key(keys_.back().get(), values);
        auto& made = *all_.back();
        made.key = keys_.back().get();
        made.hash = hash(values);
        make_room();
        insert(made);
    }

    [[nodiscard]] detail::series* look_up(std::string_view value) const {
        std::array const values{value};
        return find(values);
    }

    [[nodiscard]] detail::series* show(std::span<std::string_view const>) noexcept override {
        return nullptr;
    }
    bool hide(std::span<std::string_view const>) override { return false; }
    [[nodiscard]] owned_result own(std::span<std::string_view const>) noexcept override {
        return {nullptr, nullptr};
    }
    void disown(tacho::detail::owned_series&) noexcept override {}
    void hide_all() override {}
    void unregister() override {}
    [[noreturn]] void refuse_number(std::size_t) const override { std::abort(); }

private:
    std::vector<std::unique_ptr<char[]>> keys_;
    std::vector<std::unique_ptr<detail::series>> all_;
};

void check_found(detail::series const* found, std::string_view value) {
    explore::check(found != nullptr, "a series is not found that is there");
    auto const* at = found->key;
    explore::check(detail::series::next_is(at, value), "another series is found");
}

explore::scenario const look_up{
    "series are found while others are added and the table is replaced",
    {3, 3, 2000},
    {4, 4, 200'000},
    [] {
        table all;
        constexpr std::string_view known[]{"a", "b", "c", "d", "e", "f", "g"};
        for (auto const each : known)
            all.add(each);
        explore::run(
            {[&] {
                 all.add("h"); // here the table is replaced
                 all.add("i");
             },
             [&] {
                 check_found(all.look_up("a"), "a");
                 for (std::string_view const late : {"i", "h"})
                     if (auto const* const found = all.look_up(late))
                         check_found(found, late);
             }}
        );
        for (auto const each : known)
            check_found(all.look_up(each), each);
        check_found(all.look_up("i"), "i");
    }
};

explore::scenario const
    overflow{"the overflow series is seen whole", {3, 3, 500}, {4, 4, 20'000}, [] {
                 table all;
                 explore::run(
                     {[&] {
                          auto* const made = new detail::series;
                          made->hash = 7;
                          all.set_overflow(*made);
                      },
                      [&] {
                          if (auto const* const found = all.overflow())
                              explore::check(found->hash == 7, "a series is seen half-made");
                      }}
                 );
                 delete all.overflow();
             }};

} // namespace
