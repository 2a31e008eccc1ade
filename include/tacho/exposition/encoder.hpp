// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_ENCODER_HPP
#define TACHO_EXPOSITION_ENCODER_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/exposition_view.hpp>

#include <cstddef>
#include <string_view>

namespace tacho::inline v0 {

/// The maximum size of a piece that an encoder gives, in bytes.
inline constexpr std::size_t max_piece = 65536;

/// Turns an exposition into the bytes of one exposition format, a piece at a time, so that the
/// sender decides when to continue. Encoders know nothing of threads or sockets.
///
/// An encoder can write one exposition after another, so that later ones need not allocate.
///
/// Thread safety: distinct objects are safe, shared ones are not.
class encoder {
public:
    encoder() = default;
    encoder(encoder const&) = delete;
    encoder& operator=(encoder const&) = delete;
    TACHO_DECL virtual ~encoder();

    /// The media type of the format, for an HTTP `Content-Type`.
    [[nodiscard]] virtual std::string_view content_type() const noexcept = 0;

    /// Begins an exposition and drops the previous one. The exposition that `from` views has to
    /// live until the last piece is taken, and until then no other encoder may use it. May throw
    /// std::bad_alloc.
    virtual void begin(exposition_view from) = 0;

    /// Returns the next piece, at most `max_piece` bytes, which is valid until the next call; empty
    /// at the end. May throw std::bad_alloc.
    [[nodiscard]] virtual std::string_view next() = 0;
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/encoder.ipp> // IWYU pragma: export
#endif

#endif
