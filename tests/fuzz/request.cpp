// SPDX-License-Identifier: BSL-1.0

#include <tacho/http/detail/receive_buffer.hpp>
#include <tacho/http/detail/request.hpp>
#include <tacho/http/detail/route.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fuzz/targets.hpp"

namespace {

using tacho::http::detail::receive_buffer;
using tacho::http::detail::request;
using tacho::http::detail::route;
using progress = request::progress;

constexpr std::size_t limit = 256;

// The parts of a request that an answer depends on.
struct outcome {
    route target;
    bool is_head;
    bool is_read;
    bool speaks_chunked;
    bool has_body;
    bool keep_alive;
    std::size_t taken;

    friend bool operator==(outcome const&, outcome const&) = default;
};

// Parses the complete requests one after the other, as a session does. `piece(n)` returns how much
// of n bytes comes next.
template <typename Piece>
std::vector<outcome> serve(std::string_view stream, Piece piece) {
    tacho::http::options const chosen{.header_limit = limit};
    std::vector<outcome> outcomes;
    receive_buffer buffer{limit};
    std::optional<request> current;
    std::size_t given = 0;
    for (;;) {
        auto const before = given - buffer.data().size();
        current.emplace(chosen);
        auto result = current->parse(buffer);
        while (result == progress::incomplete) {
            auto const room = buffer.prepare();
            fuzz::require(!room.empty(), "there is room for more of an incomplete request");
            auto const most = std::min(room.size(), stream.size() - given);
            if (most == 0)
                return outcomes;
            auto const count = piece(most);
            std::copy_n(stream.data() + given, count, room.begin());
            buffer.commit(count);
            given += count;
            result = current->parse(buffer);
        }
        auto const taken = given - buffer.data().size() - before;
        // The pieces may change how early the parser recognises that the bytes are not a request.
        if (result != progress::complete)
            return outcomes;
        fuzz::require(taken <= limit, "no request is longer than the limit");
        auto const text = stream.substr(before, taken);
        fuzz::require(text.ends_with("\r\n\r\n"), "a request ends where its header does");
        outcomes.push_back(
            {current->target().to,
             current->is_head(),
             current->is_read(),
             current->speaks_chunked(),
             current->has_body(),
             current->keep_alive(),
             taken}
        );
        fuzz::require(!current->is_head() || current->is_read(), "HEAD reads");
        fuzz::require(!current->has_body() || !current->keep_alive(), "a body ends a connection");
        if (!current->keep_alive())
            return outcomes;
    }
}

} // namespace

void fuzz::request(bytes input) {
    // The first bytes say into which pieces the rest is cut.
    auto const cuts = input.first(std::min<std::size_t>(input.size(), 4));
    auto const rest = input.subspan(cuts.size());
    std::string const stream(rest.begin(), rest.end());
    std::size_t next = 0;
    auto const in_pieces = serve(stream, [&](std::size_t most) {
        auto const wanted = cuts.empty() ? 1 : 1 + std::size_t{cuts[next++ % cuts.size()]};
        return std::min(most, wanted);
    });
    auto const whole = serve(stream, [](std::size_t most) { return most; });
    fuzz::require(in_pieces == whole, "how a request is cut does not matter");
}
