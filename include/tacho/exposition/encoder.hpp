// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_ENCODER_HPP
#define TACHO_EXPOSITION_ENCODER_HPP

#include <tacho/exposition/detail/sections.hpp>

#include <cstddef>
#include <string_view>

namespace tacho::inline v0 {

/// The most bytes an encoder gives at once.
inline constexpr std::size_t max_piece = 65536;

/// Turns what was scraped into the bytes of one exposition format, a piece at a time, so that
/// whoever sends them decides when to go on. Encoders know nothing of threads or sockets.
///
/// One encoder serves body after body, so that later ones need not allocate.
///
/// Thread safety: distinct objects are safe, shared ones are not.
class encoder {
public:
    encoder() = default;
    encoder(encoder const&) = delete;
    encoder& operator=(encoder const&) = delete;
    virtual ~encoder() = default;

    /// The media type of what it writes, for an HTTP `Content-Type`.
    [[nodiscard]] virtual std::string_view content_type() const noexcept = 0;

    /// Begins a body; what came before is forgotten. What `from` shows has to outlive the body, and
    /// serve this encoder alone. May throw std::bad_alloc.
    virtual void begin(sections from) = 0;

    /// The next piece, `max_piece` bytes at most, valid until the next call; empty at the end. May
    /// throw std::bad_alloc.
    [[nodiscard]] virtual std::string_view next() = 0;
};

} // namespace tacho::inline v0

#endif
