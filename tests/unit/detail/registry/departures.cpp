// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/registry/departures.hpp>

#include <memory>
#include <support/catch.hpp>
#include <vector>

using tacho::detail::departing;
using tacho::detail::departures;
using tacho::detail::reading;

namespace {

class traveller final : public departing {
public:
    traveller(int number, std::vector<int>& arrived)
        : number_{number}
        , arrived_{arrived} {}
    traveller(traveller const&) = delete;
    traveller& operator=(traveller const&) = delete;
    ~traveller() override { arrived_.push_back(number_); }

private:
    int number_;
    std::vector<int>& arrived_;
};

} // namespace

TEST_CASE("what leaves while nobody reads is destroyed at once", "[departures]") {
    departures all;
    std::vector<int> destroyed;
    all.add(std::make_unique<traveller>(1, destroyed), 7);
    CHECK(destroyed == std::vector{1});
    all.add(std::make_unique<traveller>(2, destroyed), 8);
    CHECK(destroyed == std::vector{1, 2});
}

TEST_CASE("what leaves waits for every scrape that may show it", "[departures]") {
    departures all;
    std::vector<int> destroyed;
    reading first;
    reading second;
    reading third;
    all.begin(first, 1);
    all.add(std::make_unique<traveller>(1, destroyed), 1);
    all.begin(second, 2);
    all.add(std::make_unique<traveller>(2, destroyed), 2);
    all.begin(third, 3);
    CHECK(destroyed.empty());
    SECTION("in order") {
        all.end(first);
        CHECK(destroyed == std::vector{1});
        all.end(second);
        CHECK(destroyed == std::vector{1, 2});
        all.end(third);
    }
    SECTION("the first last") {
        all.end(second);
        all.end(third);
        CHECK(destroyed.empty());
        all.end(first);
        CHECK(destroyed == std::vector{1, 2});
    }
    SECTION("the middle first") {
        all.end(second);
        all.end(first);
        CHECK(destroyed == std::vector{1, 2});
        all.add(std::make_unique<traveller>(3, destroyed), 2);
        CHECK(destroyed == std::vector{1, 2, 3}); // the third began later
        all.end(third);
    }
}

TEST_CASE("a scrape that is read again waits for later departures only", "[departures]") {
    departures all;
    std::vector<int> destroyed;
    reading scrape;
    all.begin(scrape, 1);
    all.end(scrape);
    all.begin(scrape, 5);
    all.add(std::make_unique<traveller>(1, destroyed), 4);
    CHECK(destroyed == std::vector{1});
    all.add(std::make_unique<traveller>(2, destroyed), 5);
    CHECK(destroyed == std::vector{1});
    all.end(scrape);
    CHECK(destroyed == std::vector{1, 2});
}
