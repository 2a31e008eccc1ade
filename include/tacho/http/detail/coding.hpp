// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HTTP_DETAIL_CODING_HPP
#define TACHO_HTTP_DETAIL_CODING_HPP

#include <tacho/exposition/detail/header_words.hpp>

#include <optional>
#include <string_view>

namespace tacho::inline v0::http::detail {

// Whether a peer wants its answer compressed, found from its `Accept-Encoding` header: if gzip
// weighs more than no coding. (RFC 9110, section 12.5.3; ties as in Go's promhttp.)
class coding {
public:
    // Considers a header. Several headers are one list.
    void accept(std::string_view header) noexcept {
        while (!header.empty()) {
            auto parameters = tacho::detail::next_item(header, ',');
            auto const name = tacho::detail::next_item(parameters, ';');
            auto const weight =
                tacho::detail::weight_of(tacho::detail::parameter(parameters, "q").value_or("1"));
            if (tacho::detail::same_token(name, "gzip"))
                gzip_ = weight;
            else if (tacho::detail::same_token(name, "identity"))
                identity_ = weight;
            else if (name == "*")
                others_ = weight;
        }
    }

    [[nodiscard]] bool is_gzip() const noexcept {
        return gzip_.value_or(others_) > identity_.value_or(others_);
    }

private:
    std::optional<int> gzip_{};
    std::optional<int> identity_{};
    int others_ = 0;
};

} // namespace tacho::inline v0::http::detail

#endif
