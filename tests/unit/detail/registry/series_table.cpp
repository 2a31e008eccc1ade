// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/fresh_hash_secret.hpp>
#include <tacho/detail/registry/series_table.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <support/catch.hpp>
#include <thread>
#include <vector>

using tacho::detail::series;

namespace {

/// A table whose series are made by the test.
class table final : public tacho::detail::series_table {
public:
    table()
        : series_table{tacho::detail::fresh_hash_secret(this), 1} {}

    [[nodiscard]] series* show(std::span<std::string_view const>) noexcept override {
        ++shown;
        return to_show;
    }
    bool hide(std::span<std::string_view const>) override { return false; }
    [[nodiscard]] owned_result own(std::span<std::string_view const>) noexcept override {
        return {nullptr, nullptr};
    }
    void disown(tacho::detail::owned_series&) noexcept override {}
    void hide_all() override {}
    void unregister() override {}
    [[noreturn]] void refuse_number(std::size_t) const override { std::abort(); }

    /// Makes and inserts a series, under a hash of the test's choice.
    series& make(std::string_view value, std::uint64_t hash) {
        std::array const values{value};
        auto& key = keys_.emplace_back(series::key_size(values), '?');
        series::write_key(key.data(), values);
        auto& made = series_.emplace_back();
        made.key = key.data();
        made.hash = hash;
        make_room();
        insert(made);
        return made;
    }

    int shown{0};
    series* to_show{nullptr};

private:
    std::deque<std::string> keys_;
    std::deque<series> series_;
};

[[nodiscard]] std::array<std::string_view, 1> one(std::string_view value) {
    return {value};
}

} // namespace

TEST_CASE("an empty table finds nothing", "[series_table]") {
    table in;
    CHECK(in.size() == 0);
    CHECK(in.find(one("a")) == nullptr);
    CHECK(in.overflow() == nullptr);
}

TEST_CASE("a table finds what was inserted also after it grew", "[series_table]") {
    table in;
    std::vector<series*> made;
    for (int i = 0; i < 5000; ++i) {
        auto const text = std::to_string(i);
        made.push_back(&in.make(text, in.hash(one(text))));
    }
    CHECK(in.size() == 5000);
    int wrong = 0;
    for (int i = 0; i < 5000; ++i) {
        auto const text = std::to_string(i);
        wrong += in.find(one(text)) != made[static_cast<std::size_t>(i)];
    }
    CHECK(wrong == 0);
    CHECK(in.find(one("5000")) == nullptr);
}

TEST_CASE("series of the same hash are told apart by their values", "[series_table]") {
    // By hash alone one would be taken for another.
    table in;
    auto const hash = in.hash(one("wanted"));
    for (int i = 0; i < 20; ++i)
        static_cast<void>(in.make("another " + std::to_string(i), hash));
    CHECK(in.find(one("wanted")) == nullptr);
    auto const& made = in.make("wanted", hash);
    for (int i = 20; i < 40; ++i)
        static_cast<void>(in.make("another " + std::to_string(i), hash));
    CHECK(in.find(one("wanted")) == &made);
    CHECK(in.visible(std::string_view{"wanted"}) == &made);
}

TEST_CASE("a search goes round the end of the table", "[series_table]") {
    // Other series with the same place take all slots before the end.
    table in;
    auto const last = in.hash(one("wanted")) | 15;
    for (int i = 0; i < 5; ++i)
        static_cast<void>(in.make("another " + std::to_string(i), last));
    auto const& made = in.make("wanted", in.hash(one("wanted")));
    CHECK(in.find(one("wanted")) == &made);
    CHECK(in.find(one("not there")) == nullptr);
}

TEST_CASE("a hidden or missing series is left to show()", "[series_table]") {
    table in;
    auto& made = in.make("a", in.hash(one("a")));
    CHECK(in.visible(std::string_view{"a"}) == &made);
    CHECK(in.shown == 0);
    made.hidden.store(true);
    in.to_show = &made;
    CHECK(in.visible(std::string_view{"a"}) == &made);
    CHECK(in.shown == 1);
    in.to_show = nullptr;
    CHECK(in.visible(std::string_view{"b"}) == nullptr);
    CHECK(in.shown == 2);
}

TEST_CASE("two tables hash the same values differently", "[series_table]") {
    // An attacker cannot prepare values that collide.
    table const first;
    table const second;
    CHECK(first.hash(one("a")) != second.hash(one("a")));
}

TEST_CASE("the order of values changes the hash", "[series_table]") {
    table const in;
    std::array<std::string_view, 2> const ab{"a", "b"};
    std::array<std::string_view, 2> const ba{"b", "a"};
    std::array<std::string_view, 2> const cut{"ab", ""};
    CHECK(in.hash(ab) != in.hash(ba));
    CHECK(in.hash(ab) != in.hash(cut));
}

TEST_CASE("series are found while others are inserted", "[series_table]") {
    table in;
    constexpr int count = 3000;
    std::atomic<int> inserted{0};
    int missing = 0;
    std::thread reader{[&] {
        for (int upto = 0; upto < count; upto = inserted.load(std::memory_order_acquire))
            for (int i = 0; i < upto; i += 17) {
                auto const text = std::to_string(i);
                missing += in.find(one(text)) == nullptr;
            }
    }};
    for (int i = 0; i < count; ++i) {
        auto const text = std::to_string(i);
        static_cast<void>(in.make(text, in.hash(one(text))));
        inserted.store(i + 1, std::memory_order_release);
    }
    reader.join();
    CHECK(missing == 0);
}
