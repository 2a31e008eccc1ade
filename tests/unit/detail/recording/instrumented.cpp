// SPDX-License-Identifier: BSL-1.0

#include <tacho/detail/recording/instrumented.hpp>

#include <concepts>
#include <string>
#include <support/catch.hpp>
#include <vector>

namespace {

using tacho::detail::many_signatures;
using tacho::detail::one_signature;

template <typename Function>
using signature = typename tacho::detail::signature_of<Function>::type;

struct ref_qualified {
    void operator()() & {}
};

/// Stands in for a histogram: writes down when its guards begin and end.
struct recorder {
    std::vector<std::string>* seen;

    struct guard {
        std::vector<std::string>* seen;
        explicit guard(std::vector<std::string>* in)
            : seen{in} {
            seen->push_back("begin");
        }
        guard(guard const&) = delete;
        guard& operator=(guard const&) = delete;
        ~guard() { seen->push_back("end"); }
    };
    [[nodiscard]] guard time() const { return guard{seen}; }
};

} // namespace

static_assert(std::same_as<signature<int (*)(char)>, one_signature<true, false, int, char>>);
static_assert(std::same_as<signature<int (*)() noexcept>, one_signature<true, true, int>>);
static_assert(std::same_as<signature<ref_qualified>, many_signatures>);
static_assert(std::same_as<signature<int (*)(char const*, ...)>, many_signatures>);
static_assert(std::same_as<signature<int std::string::*>, many_signatures>);

TEST_CASE("the guard encloses the call and the making of its result", "[instrumented]") {
    std::vector<std::string> seen;
    struct result {
        explicit result(std::vector<std::string>& in) { in.push_back("result"); }
        result(result const&) = delete; // made in place
        result& operator=(result const&) = delete;
    };
    auto const one = [&] { return result{seen}; };
    auto const any = [&](auto... none) { return result{seen, none...}; };
    tacho::detail::instrumented<decltype(one), recorder> const by_signature{recorder{&seen}, one};
    static_cast<void>(by_signature());
    CHECK(seen == std::vector<std::string>{"begin", "result", "end"});
    seen.clear();
    tacho::detail::instrumented<decltype(any), recorder> const by_forwarding{recorder{&seen}, any};
    static_cast<void>(by_forwarding());
    CHECK(seen == std::vector<std::string>{"begin", "result", "end"});
}
