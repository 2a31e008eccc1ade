// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_DETAIL_PIECE_WRITER_HPP
#define TACHO_EXPOSITION_DETAIL_PIECE_WRITER_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/text/escape.hpp>
#include <tacho/detail/text/number_text.hpp>
#include <tacho/exposition/encoder.hpp>

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tacho::inline v0::detail {

/// The bytes that an encoder has written and not given yet, in memory that is kept from scrape to
/// scrape.
class piece_writer {
public:
    piece_writer() = default;
    piece_writer(piece_writer const&) = delete; // two would write into one memory
    piece_writer& operator=(piece_writer const&) = delete;

    /// Begins with nothing, in `memory`. It keeps its size; bytes behind the end stay as they are.
    void begin(std::string& memory);

    /// Whether all that was written is given, so that writing begins at the front again.
    [[nodiscard]] bool needs_more() noexcept {
        if (sent_ != end_)
            return false;
        end_ = 0;
        sent_ = 0;
        return true;
    }

    /// Whether a piece is there.
    [[nodiscard]] bool full() const noexcept { return end_ >= max_piece; }

    /// The next piece; empty if everything is given.
    [[nodiscard]] std::string_view take() noexcept {
        auto const piece = std::string_view{*memory_}.substr(0, end_).substr(sent_, max_piece);
        sent_ += piece.size();
        return piece;
    }

    /// Room for this many bytes behind the end, which `ends_at` moves.
    [[nodiscard]] char* room(std::size_t bytes) {
        if (memory_->size() - end_ < bytes) [[unlikely]]
            memory_->resize(2 * (end_ + bytes));
        return memory_->data() + end_;
    }
    void ends_at(char const* end) noexcept {
        end_ = static_cast<std::size_t>(end - memory_->data());
    }

    void write(std::initializer_list<std::string_view> texts) {
        for (auto const each : texts)
            end_ += each.copy(room(each.size()), each.size());
    }

    /// Writes the end of a line: `before` and a number. One step, since a scrape may have millions.
    template <typename Number>
    void write_line(std::string_view before, Number value) {
        auto* const begin = room(before.size() + number_room);
        auto* const end = write_number(begin + before.copy(begin, before.size()), value);
        *end = '\n';
        ends_at(end + 1);
    }

    /// Writes `text` as write_escaped does.
    void write_escaped(std::string_view text, std::string_view special) {
        ends_at(detail::write_escaped(room(2 * text.size()), text, special));
    }

private:
    std::string* memory_{nullptr};
    std::size_t end_{0};
    std::size_t sent_{0};
};

} // namespace tacho::inline v0::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/detail/piece_writer.ipp> // IWYU pragma: export
#endif

#endif
