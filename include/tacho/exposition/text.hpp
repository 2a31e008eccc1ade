// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_TEXT_HPP
#define TACHO_EXPOSITION_TEXT_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/detail/piece_writer.hpp>
#include <tacho/exposition/encoder.hpp>
#include <tacho/exposition/exposition_view.hpp>
#include <tacho/snapshot.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tacho::inline v0 {

/// Writes the Prometheus text format 0.0.4. ("Exposition formats", Prometheus documentation.)
///
/// Allocation: keeps its text in the first snapshot's memory; none once that is large enough.
class text_encoder final : public encoder {
public:
    static constexpr std::string_view media_type = "text/plain; version=0.0.4; charset=utf-8";

    /// The caller has to call `begin` before `next`.
    text_encoder() = default;

    /// Begins with `from`; see `begin`.
    explicit text_encoder(exposition_view from) { text_encoder::begin(from); }

    /// Begins with `from`, which has to live until the last piece is taken; until then no other
    /// encoder may use it.
    explicit text_encoder(snapshot& from) { text_encoder::begin(exposition_view{{&from, 1}}); }

    ~text_encoder() override = default;

    [[nodiscard]] std::string_view content_type() const noexcept override { return media_type; }
    TACHO_DECL void begin(exposition_view from) override;
    [[nodiscard]] TACHO_DECL std::string_view next() override;

private:
    /// The source of the next line.
    struct position {
        std::size_t series{0}; // index in a family, or of a parsed family's sample
        std::size_t line{0};   // index in a histogram; not 0 once a parsed family's head is written
        std::uint64_t cumulative{0};
        std::size_t parsed{0};
    };

    void write_some();
    void write_some(parsed_family const& of);
    void write_head(family_description const& description);
    void write_value(number_kind number, series_view const& series);
    [[nodiscard]] bool write_histogram(
        family_description const& description, series_view const& series, std::size_t bounds
    );
    void write_sum_and_count(
        family_description const& description, series_view const& series, std::size_t bounds
    );
    void write_states(family_description const& description, series_view const& series);

    exposition_view from_{};
    std::optional<family_view> present_{};
    bool head_written_{false}; // of the family
    position at_{};
    detail::piece_writer out_{};
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/text.ipp> // IWYU pragma: export
#endif

#endif
