// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/gzip.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <support/catch.hpp>

#include "http/gunzip.hpp"

namespace {

[[nodiscard]] std::string
compressed(tacho::http::detail::gzip& by, std::string_view text, std::size_t piece) {
    std::string out;
    by.begin(out);
    for (; !text.empty(); text.remove_prefix((std::min)(piece, text.size())))
        by.put(text.substr(0, piece), out);
    by.end(out);
    return out;
}

} // namespace

TEST_CASE("a body comes out as it went in, whatever its pieces are", "[http][gzip]") {
    std::string text;
    std::uint32_t state = 1; // a text that can hardly be compressed, and one that can
    for (int i = 0; i < 200'000; ++i, state = state * 1664525 + 1013904223)
        text += static_cast<char>(state >> 24);
    for (int i = 0; i < 20'000; ++i)
        text += "requests_total{path=\"/" + std::to_string(i % 100) + "\"} 1\n";
    tacho::http::detail::gzip by; // one for all bodies, as in a scrape
    for (std::size_t const piece :
         {std::size_t{1}, std::size_t{977}, std::size_t{65536}, text.size()})
        CHECK(gunzip(compressed(by, text, piece)) == text);
    auto const small = compressed(by, std::string_view{text}.substr(200'000), 65536);
    CHECK(small.size() < (text.size() - 200'000) / 8);
    CHECK(gunzip(small) == text.substr(200'000));
}

TEST_CASE("an empty body is a whole member too", "[http][gzip]") {
    tacho::http::detail::gzip by;
    CHECK(gunzip(compressed(by, {}, 1)).empty());
    CHECK(gunzip("not a member at all").starts_with("damaged"));
}
