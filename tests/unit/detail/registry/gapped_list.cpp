// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/gapped_list.hpp>

#include <cstdint>
#include <deque>
#include <memory>
#include <random>
#include <support/catch.hpp>
#include <vector>

namespace {

struct item {
    explicit item(int number)
        : value{number} {}
    int value;
    std::uint32_t position{0};
};

using list = tacho::detail::gapped_list<item>;

[[nodiscard]] std::vector<int> numbers(list const& of) {
    std::vector<int> all;
    for (auto const& each : of)
        all.push_back(each.value);
    return all;
}

item& add(list& to, int value) {
    to.make_room();
    return to.add(std::make_unique<item>(value));
}

} // namespace

TEST_CASE("items are kept in the order in which they were added", "[gapped_list]") {
    list all;
    CHECK(all.empty());
    CHECK(numbers(all).empty());
    auto& first = add(all, 1);
    auto& second = add(all, 2);
    add(all, 3);
    CHECK(numbers(all) == std::vector{1, 2, 3});
    CHECK(all.take(second)->value == 2);
    CHECK(numbers(all) == std::vector{1, 3});
    CHECK(all.size() == 2);
    add(all, 4);
    CHECK(all.take(first)->value == 1);
    CHECK(numbers(all) == std::vector{3, 4});
    CHECK(all.front().value == 3);
    CHECK(all.take_last()->value == 4);
    CHECK(all.take_last()->value == 3);
    CHECK(all.empty());
}

TEST_CASE("any items can be taken in any order", "[gapped_list]") {
    constexpr unsigned seed = 20261128;
    INFO("seed " << seed);
    std::mt19937 random{seed};
    list all;
    std::deque<int> expected;
    std::vector<item*> items;
    std::size_t wrong = 0;
    for (int i = 0; i < 4000; ++i) {
        if (items.empty() || random() % 5 < 3) {
            items.push_back(&add(all, i));
            expected.push_back(i);
        } else {
            auto const chosen = random() % items.size();
            wrong += all.take(*items[chosen])->value != expected[chosen];
            items.erase(items.begin() + static_cast<std::ptrdiff_t>(chosen));
            expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(chosen));
        }
        wrong += all.size() != expected.size();
    }
    CHECK(wrong == 0);
    CHECK(numbers(all) == std::vector<int>(expected.begin(), expected.end()));
    while (!all.empty()) {
        wrong += all.take_last()->value != expected.back();
        expected.pop_back();
    }
    CHECK(wrong == 0);
}
