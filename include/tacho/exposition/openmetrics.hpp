// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_OPENMETRICS_HPP
#define TACHO_EXPOSITION_OPENMETRICS_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/detail/name_set.hpp>
#include <tacho/exposition/detail/piece_writer.hpp>
#include <tacho/exposition/encoder.hpp>
#include <tacho/exposition/exposition_view.hpp>
#include <tacho/exposition/parsed_family.hpp>
#include <tacho/snapshot.hpp>

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tacho::inline v0 {

namespace detail {

struct foreign_distribution;

} // namespace detail

/// Writes OpenMetrics 1.0 text. ("OpenMetrics 1.0", Prometheus documentation.)
///
/// What the format cannot say is shown as `unknown`, which every reader takes as a gauge: counters
/// whose names do not end in `_total`, counters whose name without it another family has, and
/// histograms or summaries of foreign texts that are not whole. A histogram with a negative bound,
/// or whose sum is negative or NaN, is shown without its sum and count, as the format demands; the
/// bucket of +Inf has the count. A unit that does not end its family's name is
/// left out.
///
/// Allocation: as text_encoder, and for foreign texts. `# EOF` is written only once everything else
/// is there.
class openmetrics_encoder final : public encoder {
public:
    static constexpr std::string_view media_type =
        "application/openmetrics-text; version=1.0.0; charset=utf-8";

    /// The caller has to call `begin` before `next`.
    openmetrics_encoder() = default;
    ~openmetrics_encoder() override = default;

    [[nodiscard]] std::string_view content_type() const noexcept override { return media_type; }
    TACHO_DECL void begin(exposition_view from) override;
    [[nodiscard]] TACHO_DECL std::string_view next() override;

private:
    void note_names();
    void write_some();
    void write_head(family_description const& description);
    void write_metadata(
        std::string_view name, std::string_view type, std::string_view unit, std::string_view help
    );
    void write_value(number_kind number, series_view const& series);
    void write_histogram(family_description const& description, series_view const& series);
    void write_summary(family_description const& description, series_view const& series);
    void write_foreign(parsed_family const& of);
    void write_unknown(parsed_family const& of, std::string_view help);
    void write_distribution(std::string const& name, detail::foreign_distribution const& of);
    void write_sample(
        std::string_view name,
        std::map<std::string, std::string> const& labels,
        std::string_view value,
        std::string_view milliseconds
    );
    [[nodiscard]] bool is_free(std::string_view base);

    exposition_view from_{};
    std::optional<family_view> present_{};
    bool head_written_{false}; // of the family
    std::size_t series_{0};
    std::size_t parsed_{0};
    bool ended_{false};
    detail::name_set families_{}; // their names
    detail::name_set names_{};    // that a counter without `_total` must not have
    std::string scratch_{};
    detail::piece_writer out_{};
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/openmetrics.ipp> // IWYU pragma: export
#endif

#endif
