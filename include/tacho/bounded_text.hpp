// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_BOUNDED_TEXT_HPP
#define TACHO_BOUNDED_TEXT_HPP

#include <tacho/detail/text/utf8.hpp>

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace tacho::inline v0 {

/// Text from outside the program, made fit to be a label value: at most `Capacity` bytes of it, cut
/// between characters, with U+FFFD in place of each byte that is not valid UTF-8. The cost does not
/// depend on the length of the text: no more of it is read than is kept.
///
/// Thread safety: distinct objects are safe. Allocation: none.
template <std::size_t Capacity>
class bounded_text {
public:
    explicit bounded_text(std::string_view text) noexcept {
        constexpr std::string_view replacement = "\xEF\xBF\xBD";
        while (!text.empty()) {
            auto const sequence = detail::utf8_sequence(text);
            auto const character = sequence == 0 ? replacement : text.substr(0, sequence);
            if (character.size() > Capacity - size_)
                return;
            size_ += character.copy(text_ + size_, character.size());
            text.remove_prefix((std::max<std::size_t>)(1, sequence));
        }
    }

    [[nodiscard]] std::string_view view() const noexcept { return {text_, size_}; }

private:
    std::size_t size_{0};
    char text_[Capacity]; // only the first size_ bytes are set
};

} // namespace tacho::inline v0

#endif
