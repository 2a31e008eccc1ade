// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_JSON_HPP
#define TACHO_EXPOSITION_JSON_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/detail/piece_writer.hpp>
#include <tacho/exposition/encoder.hpp>
#include <tacho/exposition/exposition_view.hpp>
#include <tacho/exposition/parsed_family.hpp>
#include <tacho/snapshot.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace tacho::inline v0 {

/// Writes JSON for people and scripts, one line for each family and each series.
/// docs/formats/json.md says what is where; `"version"` changes when a program that reads it would
/// have to.
///
/// Integers have all their digits, which some readers of JSON round. What JSON cannot say as a
/// number is a text: `"NaN"`, `"+Inf"`, `"-Inf"`.
///
/// Allocation: as text_encoder.
class json_encoder final : public encoder {
public:
    static constexpr std::string_view media_type = "application/json";

    /// The caller has to call `begin` before `next`.
    json_encoder() = default;
    ~json_encoder() override = default;

    [[nodiscard]] std::string_view content_type() const noexcept override { return media_type; }
    TACHO_DECL void begin(exposition_view from) override;
    [[nodiscard]] TACHO_DECL std::string_view next() override;

private:
    void write_some();
    void write_foreign(parsed_family const& of);
    void begin_family(
        std::string_view name, std::string_view type, std::string_view unit, std::string_view help
    );
    void begin_series();
    void end_family();
    void write_series(family_description const& description, series_view const& series);
    void write_text(std::string_view text);
    template <typename Number>
    void write_number(Number value);

    exposition_view from_{};
    std::optional<family_view> present_{};
    std::size_t series_{0};
    std::size_t parsed_{0};
    bool has_family_{false}; // one is written, so that a comma comes before the next
    bool in_family_{false};  // one is begun
    bool has_series_{false}; // the family has one
    bool ended_{false};
    detail::piece_writer out_{};
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/json.ipp> // IWYU pragma: export
#endif

#endif
