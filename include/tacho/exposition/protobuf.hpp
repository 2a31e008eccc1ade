// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_PROTOBUF_HPP
#define TACHO_EXPOSITION_PROTOBUF_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/exposition/detail/piece_writer.hpp>
#include <tacho/exposition/encoder.hpp>
#include <tacho/exposition/exposition_view.hpp>
#include <tacho/exposition/parsed_family.hpp>
#include <tacho/snapshot.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

// Protobuf is there where the headers of protozero are found (Debian: libprotozero-dev), which need
// exceptions, unless TACHO_WITHOUT_PROTOBUF is defined. All files of a program have to find the
// same.

#if !defined(TACHO_HAS_PROTOBUF)
# if !defined(TACHO_WITHOUT_PROTOBUF) && defined(__cpp_exceptions) &&                              \
     __has_include(<protozero/basic_pbf_writer.hpp>)
#  define TACHO_HAS_PROTOBUF 1
# else
#  define TACHO_HAS_PROTOBUF 0
# endif
#endif

namespace tacho::inline v0 {

/// Writes the Prometheus protobuf format: messages `MetricFamily`, each after its length.
/// (io/prometheus/client/metrics.proto.)
///
/// A family without series is left out, as the format demands. Histograms and summaries of foreign
/// texts that are not whole are shown as untyped samples.
///
/// Allocation: as text_encoder, and for foreign texts.
class protobuf_encoder final : public encoder {
public:
    static constexpr std::string_view media_type =
        "application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; "
        "encoding=delimited";

    /// The caller has to call `begin` before `next`. Throws std::runtime_error where there is no
    /// protozero.
    TACHO_DECL protobuf_encoder();
    ~protobuf_encoder() override = default;

    [[nodiscard]] std::string_view content_type() const noexcept override { return media_type; }
    TACHO_DECL void begin(exposition_view from) override;
    [[nodiscard]] TACHO_DECL std::string_view next() override;

private:
    void write_some();
    void write_foreign(parsed_family const& of);
    [[nodiscard]] std::size_t size_of_metrics() const;

    exposition_view from_{};
    std::optional<family_view> present_{};
    bool head_written_{false}; // of the family
    std::size_t series_{0};
    std::size_t parsed_{0};
    detail::piece_writer out_{};
};

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/exposition/protobuf.ipp> // IWYU pragma: export
#endif

#endif
