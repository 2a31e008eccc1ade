// SPDX-License-Identifier: BSL-1.0

#ifndef EXAMPLES_CALL_TRACING_SHOP_HPP
#define EXAMPLES_CALL_TRACING_SHOP_HPP

#include <tacho/hypertrace.hpp>

#include <string>
#include <string_view>

// Two classes that call each other. Each has a tracer as a member and traces its calls.

class shop;

/// Holds goods of one kind and tells its shop when it runs out.
class warehouse {
public:
    warehouse(shop& owner, tacho::hypertrace::tracer const& owners_tracer, std::string goods)
        : owner_{owner}
        , tracer_{*this, {.parent = &owners_tracer, .props = {{"goods", goods}}}} {}

    void take(int pieces);
    void fill() {
        tracer_.trace();
        left_ = full;
    }

private:
    static constexpr int full = 10;

    shop& owner_;
    tacho::hypertrace::tracer tracer_;
    int left_{full};
};

/// Takes orders and refills its warehouse.
class shop {
public:
    explicit shop(std::string_view town)
        : tracer_{*this, {.props = {{"town", town}, {"staff", 3}}}} {}

    void order(std::string_view customer, int pieces) {
        tracer_.trace({{"customer", customer}});
        warehouse_.take(pieces);
    }
    void reorder(warehouse& empty) {
        tracer_.trace();
        empty.fill();
    }

private:
    tacho::hypertrace::tracer tracer_;
    warehouse warehouse_{*this, tracer_, "tea"};
};

inline void warehouse::take(int pieces) {
    // An id distinguishes the two kinds of call of this function.
    tracer_.trace(pieces == 1 ? "single" : "several");
    left_ -= pieces;
    if (left_ <= 0)
        owner_.reorder(*this);
}

#endif
