// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/deadline.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <memory>

#include "support/catch.hpp"

using tacho::http::detail::deadline;
using namespace std::chrono_literals;

namespace {

struct owner {
    explicit owner(boost::asio::io_context& context)
        : due{context.get_executor()} {}

    void expired() {
        ++count;
        at = deadline::clock::now();
    }

    deadline due;
    int count = 0;
    deadline::clock::time_point at{};
};

struct waiting {
    boost::asio::io_context context;
    std::shared_ptr<owner> waits = std::make_shared<owner>(context);
    deadline::clock::time_point start = deadline::clock::now();

    void set(std::chrono::milliseconds after) { waits->due.set(waits, start + after); }
};

} // namespace

TEST_CASE("a deadline expires once, and not early", "[http][deadline]") {
    waiting one;
    CHECK_FALSE(one.waits->due.is_set());
    one.set(30ms);
    CHECK(one.waits->due.is_set());
    one.context.run();
    CHECK(one.waits->count == 1);
    CHECK(one.waits->at - one.start >= 30ms);
    CHECK_FALSE(one.waits->due.is_set());
}

TEST_CASE("a deadline that was moved to a later time expires then, and once", "[http][deadline]") {
    waiting one;
    one.set(10ms);
    one.set(20ms);
    one.set(60ms);
    one.context.run();
    CHECK(one.waits->count == 1);
    CHECK(one.waits->at - one.start >= 60ms);
}

TEST_CASE(
    "a deadline that was moved to an earlier time expires then, and once", "[http][deadline]"
) {
    waiting one;
    one.set(1h);
    one.set(20ms);
    one.context.run_for(20s);
    CHECK(one.context.stopped());
    CHECK(one.waits->count == 1);
}

TEST_CASE("a deadline that was cancelled does not expire", "[http][deadline]") {
    waiting one;
    one.set(10ms);
    one.waits->due.cancel();
    CHECK_FALSE(one.waits->due.is_set());
    one.context.run_for(20s);
    CHECK(one.context.stopped()); // the deadline does not keep the context at work
    CHECK(one.waits->count == 0);
    one.context.restart();
    one.set(20ms);
    one.context.run();
    CHECK(one.waits->count == 1);
}

TEST_CASE(
    "a deadline whose wait has ended when it is cancelled does not expire", "[http][deadline]"
) {
    waiting one;
    auto const other = std::make_shared<owner>(one.context);
    one.set(10ms);
    other->due.set(other, one.start + 10ms);
    while (deadline::clock::now() < one.start + 20ms) {}
    // Both waits have ended; the handler that runs first cancels the other deadline.
    one.context.run_one();
    REQUIRE(one.waits->count + other->count == 1);
    one.waits->due.cancel();
    other->due.cancel();
    one.context.run();
    CHECK(one.waits->count + other->count == 1);
}

TEST_CASE("a deadline keeps its owner alive until it expires", "[http][deadline]") {
    waiting one;
    std::weak_ptr<owner> const watched = one.waits;
    one.set(10ms);
    one.waits.reset();
    CHECK_FALSE(watched.expired());
    one.context.run();
    CHECK(watched.expired());
}
