// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_STATUS_OPTIONS_HPP
#define TACHO_COMPONENT_STATUS_OPTIONS_HPP

#include <tacho/component/canary.hpp>
#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/error.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

namespace tacho::inline v0::component {

/// What a status server serves, and where.
struct status_options {
    /// −1 is no server, 0 takes a free port.
    int port{-1};

    /// The address to listen on, as http::options::address.
    std::string host{"127.0.0.1"};

    std::string metrics_path{"/metrics"};
    std::string health_path{"/health"};
    std::string live_path{"/live"};

    /// Where it is told that it cannot listen, and what the environment says that is ignored: the
    /// program goes on.
    std::function<void(std::string_view message)> report{};

    /// With which `health` the program should begin.
    bool starts_ready{false};

    /// Whether, and when, endpoints that nobody asks are checked.
    std::optional<canary_options> checks{};
};

namespace detail {

/// A number out of the environment.
class environment_reader {
public:
    using lookup = std::function<char const*(char const* name)>;

    explicit environment_reader(lookup const& of)
        : of_{of} {}

    [[nodiscard]] std::optional<std::string> text(char const* name) const {
        auto const* const found = of_(name);
        return found == nullptr ? std::nullopt : std::optional<std::string>{found};
    }

    [[nodiscard]] int number(char const* name, int least, int most, int otherwise) const {
        auto const given = text(name);
        if (!given)
            return otherwise;
        int value = 0;
        auto const* const end = given->data() + given->size();
        auto const [stop, error] = std::from_chars(given->data(), end, value);
        if (error != std::errc{} || stop != end || value < least || value > most)
            refuse(
                name,
                *given,
                "must be a number from " + std::to_string(least) + " to " + std::to_string(most)
            );
        return value;
    }

    [[nodiscard]] std::chrono::seconds seconds(char const* name, int otherwise) const {
        return std::chrono::seconds{number(name, 1, 24 * 60 * 60, otherwise)};
    }

    [[nodiscard]] bool flag(char const* name, bool otherwise) const {
        return choice(name, {"true", "1", "yes", "on"}, {"false", "0", "no", "off"}, otherwise);
    }

    using words = std::initializer_list<std::string_view>;

    /// In any case of letters; nothing at all is the same as no variable.
    [[nodiscard]] bool choice(char const* name, words yes, words no, bool otherwise) const {
        auto const given = text(name);
        if (!given || given->empty())
            return otherwise;
        auto lower = *given;
        std::ranges::transform(lower, lower.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (std::ranges::find(yes, lower) != yes.end())
            return true;
        if (std::ranges::find(no, lower) == no.end()) {
            std::string const first{*yes.begin()};
            refuse(name, *given, "must be " + first + " or " + std::string{*no.begin()});
        }
        return false;
    }

private:
    [[noreturn]] static void
    refuse(std::string_view name, std::string_view value, std::string_view why) {
        std::string message{"tacho: the environment's "};
        message.append(name).append(" is ").append(tacho::detail::in_quotes(value));
        tacho::detail::fail<std::invalid_argument>(message.append(", but ").append(why));
    }

    lookup const& of_;
};

} // namespace detail

/// The options that NVIDIA Dynamo's variables give: DYN_SYSTEM_PORT, DYN_SYSTEM_HOST (0.0.0.0 where
/// there is none), DYN_SYSTEM_HEALTH_PATH, DYN_SYSTEM_LIVE_PATH, DYN_SYSTEM_STARTING_HEALTH_STATUS
/// (`ready` or `notready`), DYN_HEALTH_CHECK_ENABLED, DYN_CANARY_WAIT_TIME and
/// DYN_HEALTH_CHECK_REQUEST_TIMEOUT, both in seconds. DYN_SYSTEM_ENABLED means nothing any more,
/// and is reported.
///
/// Throws std::invalid_argument, which says the variable, its value and what it may be.
[[nodiscard]] inline status_options dynamo_status_options(
    std::function<void(std::string_view message)> report = {},
    std::function<char const*(char const* name)> const& variable =
        [](char const* name) -> char const* { return std::getenv(name); }
) {
    detail::environment_reader const read{variable};
    status_options made;
    made.port = read.number("DYN_SYSTEM_PORT", -1, 65535, -1);
    made.host = read.text("DYN_SYSTEM_HOST").value_or("0.0.0.0");
    made.health_path = read.text("DYN_SYSTEM_HEALTH_PATH").value_or(made.health_path);
    made.live_path = read.text("DYN_SYSTEM_LIVE_PATH").value_or(made.live_path);
    made.starts_ready =
        read.choice("DYN_SYSTEM_STARTING_HEALTH_STATUS", {"ready"}, {"notready"}, false);
    if (read.flag("DYN_HEALTH_CHECK_ENABLED", false))
        made.checks = canary_options{
            .idle = read.seconds("DYN_CANARY_WAIT_TIME", 10),
            .timeout = read.seconds("DYN_HEALTH_CHECK_REQUEST_TIMEOUT", 3),
        };
    if (report && read.text("DYN_SYSTEM_ENABLED"))
        report("tacho: DYN_SYSTEM_ENABLED is ignored; DYN_SYSTEM_PORT says whether there is a "
               "server (-1 for none)");
    made.report = std::move(report);
    return made;
}

} // namespace tacho::inline v0::component

#endif
