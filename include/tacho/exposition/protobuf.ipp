// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_PROTOBUF_IPP
#define TACHO_EXPOSITION_PROTOBUF_IPP

#include <tacho/error.hpp>
#include <tacho/exposition/detail/foreign_metrics.hpp>
#include <tacho/exposition/protobuf.hpp>

#include <stdexcept>
#include <string_view>

#if TACHO_HAS_PROTOBUF
# include <charconv>
# include <cstddef>
# include <cstdint>
# include <map>
# include <optional>
# include <string>
# include <utility>
# include <vector>

// It calls functions that windows.h has as macros.
# pragma push_macro("min")
# pragma push_macro("max")
# undef min
# undef max
# include <protozero/basic_pbf_writer.hpp>
# include <protozero/buffer_fixed.hpp>
# include <protozero/pbf_writer.hpp>
# include <protozero/varint.hpp>
# pragma pop_macro("max")
# pragma pop_macro("min")
#endif

namespace tacho::inline v0 {

#if TACHO_HAS_PROTOBUF

namespace detail {

/// Numbers of fields. (metrics.proto)
namespace field {

inline constexpr protozero::pbf_tag_type family_name = 1;
inline constexpr protozero::pbf_tag_type family_help = 2;
inline constexpr protozero::pbf_tag_type family_type = 3;
inline constexpr protozero::pbf_tag_type family_metric = 4;
inline constexpr protozero::pbf_tag_type family_unit = 5;
inline constexpr protozero::pbf_tag_type metric_label = 1;
inline constexpr protozero::pbf_tag_type metric_gauge = 2;
inline constexpr protozero::pbf_tag_type metric_counter = 3;
inline constexpr protozero::pbf_tag_type metric_summary = 4;
inline constexpr protozero::pbf_tag_type metric_untyped = 5;
inline constexpr protozero::pbf_tag_type metric_time = 6;
inline constexpr protozero::pbf_tag_type metric_histogram = 7;
inline constexpr protozero::pbf_tag_type label_name = 1;
inline constexpr protozero::pbf_tag_type label_value = 2;
inline constexpr protozero::pbf_tag_type number_value = 1; // of a counter, gauge or untyped metric
inline constexpr protozero::pbf_tag_type sample_count = 1; // of a histogram or summary
inline constexpr protozero::pbf_tag_type sample_sum = 2;
inline constexpr protozero::pbf_tag_type distribution_part = 3; // a bucket, or a quantile
inline constexpr protozero::pbf_tag_type bucket_count = 1;
inline constexpr protozero::pbf_tag_type bucket_bound = 2;
inline constexpr protozero::pbf_tag_type quantile_number = 1;
inline constexpr protozero::pbf_tag_type quantile_value = 2;

} // namespace field

/// Where messages of known sizes are written.
using message_bytes = protozero::fixed_size_buffer_adaptor;
using pbf_writer = protozero::basic_pbf_writer<message_bytes>;

/// Begins a message of `size` bytes as a field of another. (protozero's writer of submessages
/// allows one of a known size in each message.)
[[nodiscard]] inline pbf_writer
begin_message(message_bytes& to, protozero::pbf_tag_type field, std::size_t size) {
    constexpr unsigned of_known_length = 2; // wire type
    protozero::add_varint_to_buffer(&to, field << 3U | of_known_length);
    protozero::add_varint_to_buffer(&to, size);
    return pbf_writer{to};
}

// Sizes, each with the tag, which has one byte.

inline constexpr std::size_t double_size = 1 + sizeof(double);

[[nodiscard]] inline std::size_t integer_size(std::uint64_t value) noexcept {
    return 1 + static_cast<std::size_t>(protozero::length_of_varint(value));
}

/// The size of a text or message of `bytes` bytes.
[[nodiscard]] inline std::size_t field_size(std::size_t bytes) noexcept {
    return integer_size(bytes) + bytes;
}

[[nodiscard]] inline std::size_t label_size(label_view const& of) noexcept {
    return field_size(of.name.size()) + field_size(of.value.size());
}

[[nodiscard]] inline std::size_t bucket_size(std::uint64_t cumulative) noexcept {
    return integer_size(cumulative) + double_size;
}

/// The value of a series that is no histogram.
[[nodiscard]] inline double
value_of(family_description const& description, series_view const& series) noexcept {
    switch (description.number) {
    case number_kind::unsigned_integer:
        return static_cast<double>(series.as_unsigned());
    case number_kind::signed_integer:
        return static_cast<double>(series.as_signed());
    case number_kind::floating:
        break;
    }
    return series.as_floating();
}

/// The size of a histogram's message.
[[nodiscard]] inline std::size_t
histogram_size(family_description const& description, series_view const& series) noexcept {
    auto const bounds = description.bounds.size();
    auto size = integer_size(series.count(bounds)) + double_size;
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < bounds; ++i) {
        cumulative += series.buckets(bounds)[i];
        size += field_size(bucket_size(cumulative));
    }
    return size;
}

/// The size of the message `Metric`, whose label of a state, if it has one, is `state`.
[[nodiscard]] inline std::size_t metric_size(
    family_description const& description, series_view const& series, label_view const* state
) {
    std::size_t size = 0;
    for (std::size_t i = 0; i < series.label_count(); ++i)
        if (auto const label = series.label(i);
            !label.value.empty()) // else as if it were not there
            size += field_size(label_size(label));
    if (state != nullptr)
        size += field_size(label_size(*state));
    switch (description.type) {
    case metric_type::histogram:
        return size + field_size(histogram_size(description, series));
    case metric_type::summary:
        return size + field_size(integer_size(series.count(0)) + double_size);
    default:
        return size + field_size(double_size);
    }
}

[[nodiscard]] inline protozero::pbf_tag_type value_field(metric_type type) noexcept {
    switch (type) {
    case metric_type::counter:
        return field::metric_counter;
    case metric_type::gauge:
    case metric_type::info:
    case metric_type::stateset:
        return field::metric_gauge;
    case metric_type::histogram:
        return field::metric_histogram;
    case metric_type::summary:
        return field::metric_summary;
    case metric_type::untyped:
        break;
    }
    return field::metric_untyped;
}

/// The number of a type in the enumeration `MetricType`.
[[nodiscard]] inline std::int32_t type_number(metric_type type) noexcept {
    switch (type) {
    case metric_type::counter:
        return 0;
    case metric_type::gauge:
    case metric_type::info: // protobuf has no infos and statesets
    case metric_type::stateset:
        return 1;
    case metric_type::summary:
        return 2;
    case metric_type::histogram:
        return 4;
    case metric_type::untyped:
        break;
    }
    return 3;
}

inline void write_label(message_bytes& to, label_view const& label) {
    auto message = begin_message(to, field::metric_label, label_size(label));
    message.add_string(field::label_name, label.name.data(), label.name.size());
    message.add_string(field::label_value, label.value.data(), label.value.size());
}

inline void write_histogram(
    message_bytes& to, family_description const& description, series_view const& series
) {
    auto message = begin_message(to, field::metric_histogram, histogram_size(description, series));
    auto const bounds = description.bounds.size();
    message.add_uint64(field::sample_count, series.count(bounds));
    message.add_double(field::sample_sum, series.sum(bounds));
    std::uint64_t cumulative = 0;
    for (std::size_t i = 0; i < bounds; ++i) { // readers add the bucket of +Inf
        cumulative += series.buckets(bounds)[i];
        auto bucket = begin_message(to, field::distribution_part, bucket_size(cumulative));
        bucket.add_uint64(field::bucket_count, cumulative);
        bucket.add_double(field::bucket_bound, description.bounds[i]);
    }
}

inline void write_metric(
    message_bytes& to,
    family_description const& description,
    series_view const& series,
    label_view const* state,
    double value,
    std::size_t size
) {
    static_cast<void>(begin_message(to, field::family_metric, size));
    for (std::size_t i = 0; i < series.label_count(); ++i)
        if (auto const label = series.label(i); !label.value.empty())
            write_label(to, label);
    if (state != nullptr)
        write_label(to, *state);
    if (description.type == metric_type::histogram)
        return write_histogram(to, description, series);
    if (description.type == metric_type::summary) {
        auto const count = series.count(0);
        auto message = begin_message(to, field::metric_summary, integer_size(count) + double_size);
        message.add_uint64(field::sample_count, count);
        return message.add_double(field::sample_sum, series.sum(0));
    }
    auto number = begin_message(to, value_field(description.type), double_size);
    number.add_double(field::number_value, value);
}

/// Calls `visit(state, value)` for each message `Metric` of a series: one, or one for each state of
/// a stateset.
template <typename Visit>
void for_each_metric(
    family_description const& description, series_view const& series, Visit const& visit
) {
    if (description.type != metric_type::stateset)
        return visit(nullptr, value_of(description, series));
    for (std::size_t i = 0; i < description.states.size(); ++i) {
        label_view const state{description.name, description.states[i]};
        visit(&state, series.state() == i ? 1.0 : 0.0);
    }
}

/// The fields of a family that come before its metrics.
struct family_head {
    std::string_view name;
    std::string_view help;
    std::string_view unit;
    std::int32_t type;

    [[nodiscard]] std::size_t size() const noexcept {
        return field_size(name.size()) + field_size(help.size()) + integer_size(0) +
               (unit.empty() ? 0 : field_size(unit.size()));
    }

    void write(message_bytes& bytes) const {
        pbf_writer to{bytes};
        to.add_string(field::family_name, name.data(), name.size());
        to.add_string(field::family_help, help.data(), help.size());
        to.add_enum(field::family_type, type);
        if (!unit.empty())
            to.add_string(field::family_unit, unit.data(), unit.size());
    }
};

/// Calls `write(message_bytes&)`, which writes `size` bytes behind those of `out`.
template <typename Write>
void write_message(piece_writer& out, std::size_t size, Write const& write) {
    message_bytes bytes{out.room(size), size};
    write(bytes);
    out.ends_at(bytes.data() + bytes.size());
}

/// Begins a family with its length and its head; `metrics` bytes follow.
inline void write_head(piece_writer& out, family_head const& head, std::size_t metrics) {
    auto* const to = out.room(protozero::max_varint_length);
    out.ends_at(to + protozero::add_varint_to_buffer(to, head.size() + metrics));
    write_message(out, head.size(), [&](message_bytes& into) { head.write(into); });
}

// Metrics of foreign texts, which are few: protozero finds the sizes.

inline void append_labels(
    protozero::pbf_writer& metric,
    std::map<std::string, std::string> const& labels,
    std::string const& time
) {
    for (auto const& [name, value] : labels) {
        protozero::pbf_writer label{metric, field::metric_label};
        label.add_string(field::label_name, name);
        label.add_string(field::label_value, value);
    }
    if (!time.empty()) {
        std::int64_t milliseconds = 0;
        std::from_chars(time.data(), time.data() + time.size(), milliseconds);
        metric.add_int64(field::metric_time, milliseconds);
    }
}

inline void
append_metric(std::string& to, protozero::pbf_tag_type value, parsed_family::sample const& sample) {
    protozero::pbf_writer family{to};
    protozero::pbf_writer metric{family, field::family_metric};
    append_labels(metric, sample.labels, sample.time);
    protozero::pbf_writer number{metric, value};
    number.add_double(field::number_value, go_number(sample.value));
}

inline void append_metric(std::string& to, bool is_histogram, foreign_distribution const& of) {
    protozero::pbf_writer family{to};
    protozero::pbf_writer metric{family, field::family_metric};
    append_labels(metric, of.labels, of.time);
    protozero::pbf_writer message{
        metric, is_histogram ? field::metric_histogram : field::metric_summary
    };
    message.add_uint64(field::sample_count, of.count);
    message.add_double(field::sample_sum, of.sum);
    for (auto const& [bound, count] : of.buckets) {
        protozero::pbf_writer bucket{message, field::distribution_part};
        bucket.add_uint64(field::bucket_count, count);
        bucket.add_double(field::bucket_bound, bound);
    }
    for (auto const& [quantile, value] : of.quantiles) {
        protozero::pbf_writer part{message, field::distribution_part};
        part.add_double(field::quantile_number, quantile);
        part.add_double(field::quantile_value, value);
    }
}

} // namespace detail

TACHO_DECL protobuf_encoder::protobuf_encoder() = default;

TACHO_DECL void protobuf_encoder::begin(exposition_view from) {
    from_ = from;
    head_written_ = false;
    series_ = 0;
    parsed_ = 0;
    present_ = from_.next();
    out_.begin(from_.text_memory());
}

TACHO_DECL std::string_view protobuf_encoder::next() {
    if (out_.needs_more()) {
        while (present_ && !out_.full())
            write_some();
        while (!present_ && parsed_ < from_.parsed().size() && !out_.full())
            write_foreign(from_.parsed()[parsed_++]);
    }
    return out_.take();
}

/// The size of all metrics of the present family, and of the views that continue it.
TACHO_DECL std::size_t protobuf_encoder::size_of_metrics() const {
    std::size_t size = 0;
    auto rest = from_;
    auto of = present_;
    do {
        for (std::size_t i = 0; i < of->size(); ++i)
            if (auto const series = (*of)[i]; series.present())
                detail::for_each_metric(
                    of->description(),
                    series,
                    [&](label_view const* state, double) {
                        size +=
                            detail::field_size(detail::metric_size(of->description(), series, state)
                            );
                    }
                );
        of = rest.next();
    } while (of && of->continues());
    return size;
}

/// Writes series of the present family until a piece is full.
TACHO_DECL void protobuf_encoder::write_some() {
    auto const of = *present_;
    auto const& description = of.description();
    if (!std::exchange(head_written_, true))
        if (auto const metrics = size_of_metrics(); metrics != 0)
            detail::write_head(
                out_,
                {description.name,
                 description.help,
                 description.unit,
                 detail::type_number(description.type)},
                metrics
            );
    for (; series_ < of.size(); ++series_) {
        if (out_.full())
            return;
        auto const series = of[series_];
        if (!series.present())
            continue;
        detail::for_each_metric(description, series, [&](label_view const* state, double value) {
            auto const size = detail::metric_size(description, series, state);
            detail::write_message(out_, detail::field_size(size), [&](detail::message_bytes& to) {
                detail::write_metric(to, description, series, state, value, size);
            });
        });
    }
    series_ = 0;
    present_ = from_.next();
    head_written_ = present_ && present_->continues();
}

/// Writes a family of a foreign text.
TACHO_DECL void protobuf_encoder::write_foreign(parsed_family const& of) {
    auto const help = detail::unescaped_help(of.help);
    std::map<std::string_view, std::string> metrics; // of each family that it becomes
    std::int32_t type = 3;
    auto const whole = of.type == "histogram" || of.type == "summary" ? detail::distributions_of(of)
                                                                      : std::nullopt;
    if (whole) {
        type = of.type == "histogram" ? 4 : 2;
        for (auto const& each : *whole)
            detail::append_metric(metrics[of.name], of.type == "histogram", each);
    } else {
        auto field = detail::field::metric_untyped;
        if (of.type == "gauge") {
            field = detail::field::metric_gauge;
            type = 1;
        } else if (of.type == "counter") {
            field = detail::field::metric_counter;
            type = 0;
        }
        for (auto const& each : of.samples)
            detail::append_metric(metrics[each.name], field, each);
    }
    for (auto const& [name, bytes] : metrics) {
        detail::write_head(out_, {name, help, {}, type}, bytes.size());
        out_.write({bytes});
    }
}

#else

TACHO_DECL protobuf_encoder::protobuf_encoder() {
    detail::fail<std::runtime_error>("tacho: protobuf needs the headers of protozero (Debian: "
                                     "libprotozero-dev) when the program "
                                     "is compiled");
}
TACHO_DECL void protobuf_encoder::begin(exposition_view /*from*/) {}
TACHO_DECL std::string_view protobuf_encoder::next() {
    return {};
}

#endif

} // namespace tacho::inline v0

#endif
