// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_LEFT_OUT_HPP
#define TACHO_EXPOSITION_LEFT_OUT_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstddef>
#include <functional>
#include <string_view>

namespace tacho::inline v0 {

/// The numbers of families and series that `exposition::merge` left out.
struct left_out {
    std::size_t families{0};
    std::size_t series{0};

    friend bool operator==(left_out const&, left_out const&) = default;
};

/// Called for a family that is left out, with the reason.
using left_out_report = std::function<void(std::string_view family, std::string_view why)>;

} // namespace tacho::inline v0

#endif
