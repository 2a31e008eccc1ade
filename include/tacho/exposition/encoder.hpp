// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_ENCODER_HPP
#define TACHO_EXPOSITION_ENCODER_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/exposition_view.hpp>

#include <cstddef>
#include <string_view>

namespace tacho::inline v0 {

/// The most bytes an encoder gives at once.
inline constexpr std::size_t max_piece = 65536;

/// Turns what was scraped into the bytes of one exposition format, a piece at a time, so that the
/// sender decides when to continue. Encoders know nothing of threads or sockets.
///
/// One encoder writes exposition after exposition, so that later ones need not allocate.
///
/// Thread safety: distinct objects are safe, shared ones are not.
class encoder {
public:
    encoder() = default;
    encoder(encoder const&) = delete;
    encoder& operator=(encoder const&) = delete;
    TACHO_DECL virtual ~encoder();

    /// The media type of what it writes, for an HTTP `Content-Type`.
    [[nodiscard]] virtual std::string_view content_type() const noexcept = 0;

    /// Begins an exposition; the one before is forgotten. What `from` views has to live until the
    /// last piece is taken, and serve this encoder alone. May throw std::bad_alloc.
    virtual void begin(exposition_view from) = 0;

    /// The next piece, `max_piece` bytes at most, valid until the next call; empty at the end. May
    /// throw std::bad_alloc.
    [[nodiscard]] virtual std::string_view next() = 0;
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/encoder.ipp> // IWYU pragma: export
#endif

#endif
