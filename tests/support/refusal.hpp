// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TESTS_SUPPORT_REFUSAL_HPP
#define TACHO_TESTS_SUPPORT_REFUSAL_HPP

#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/error.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/registry.hpp>

#include <concepts>
#include <string>
#include <string_view>
#include <support/catch.hpp>

/// The message that `attempt` is refused with; empty if it is not refused.
template <std::invocable Attempt>
[[nodiscard]] std::string refusal(Attempt&& attempt) {
    try {
        attempt();
    } catch (tacho::registration_error const& error) {
        return error.what();
    }
    return {};
}

/// The message that an attempt to register `metric` in `in` is refused with. Checks that it is
/// refused, that the message names the metric, and that the registry's text is the same as before.
template <std::invocable Attempt>
[[nodiscard]] std::string refused(tacho::registry& in, std::string_view metric, Attempt&& attempt) {
    auto const before = tacho::to_text(in);
    auto message = refusal(attempt);
    CHECK(tacho::to_text(in) == before);
    CHECK_THAT(message, Catch::Contains("metric " + tacho::detail::in_quotes(metric) + ": "));
    return message;
}

#endif
