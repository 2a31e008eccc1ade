// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_DETAIL_GUEST_TEXTS_HPP
#define TACHO_HYPERLIGHT_DETAIL_GUEST_TEXTS_HPP

#include <tacho/hyperlight/naming.hpp>
#include <tacho/hyperlight/sandbox.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::hyperlight::detail {

/// The texts for the sandboxes of hyperlight-wasm and hyperlight-js, which differ in the word
/// `guest`: "wasm" or "js". (hyperlight-js is younger than the facade, and has only its names.)
class guest_texts {
public:
    guest_texts(std::string_view guest, naming by);

    /// Valid as long as this object.
    [[nodiscard]] sandbox_texts view() const noexcept;

private:
    // name and help, in sandbox_texts' order
    std::vector<std::pair<std::string, std::string>> texts_{};
};

} // namespace tacho::inline v0::hyperlight::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hyperlight/detail/guest_texts.ipp> // IWYU pragma: export
#endif

#endif
