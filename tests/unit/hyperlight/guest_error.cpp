// SPDX-License-Identifier: BSL-1.0

#include <tacho/hyperlight/guest_error.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <support/catch.hpp>

namespace {

[[nodiscard]] std::string_view name_of(std::uint64_t code) {
    return tacho::hyperlight::name_of(tacho::hyperlight::guest_error_code{code});
}

} // namespace

TEST_CASE("codes have Hyperlight's names", "[hyperlight]") {
    // Indexed by number; 1 is not a code.
    constexpr std::array<std::string_view, 18> names{
        "NoError",
        "UnknownError",
        "UnsupportedParameterType",
        "GuestFunctionNameNotProvided",
        "GuestFunctionNotFound",
        "GuestFunctionIncorrecNoOfParameters",
        "GispatchFunctionPointerNotSet",
        "OutbError",
        "UnknownError",
        "StackOverflow",
        "GsCheckFailed",
        "TooManyGuestFunctions",
        "FailureInDlmalloc",
        "MallocFailed",
        "GuestFunctionParameterTypeMismatch",
        "GuestError",
        "ArrayLengthParamIsMissing",
        "HostFunctionError",
    };
    for (std::size_t code = 0; code < names.size(); ++code) {
        CAPTURE(code);
        CHECK(name_of(code) == names[code]);
    }
}

TEST_CASE("a code that a guest invented is UnknownError", "[hyperlight]") {
    CHECK(name_of(1) == "UnknownError");
    CHECK(name_of(18) == "UnknownError");
    CHECK(name_of(std::numeric_limits<std::uint64_t>::max()) == "UnknownError");
}
