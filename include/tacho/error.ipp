// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_ERROR_IPP
#define TACHO_ERROR_IPP

#include <tacho/detail/text/in_quotes.hpp>
#include <tacho/error.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

TACHO_DECL void abort_with(std::string const& message) noexcept {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::abort();
}

TACHO_DECL void fail_registration(std::string_view metric, std::string_view why) {
    fail<registration_error>("tacho: metric " + in_quotes(metric) + ": " + std::string{why});
}

} // namespace tacho::inline v0::detail

#endif
