// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_PROMETHEUS_CPP_REGISTRY_HPP
#define TACHO_COMPONENT_PROMETHEUS_CPP_REGISTRY_HPP

#include <tacho/component/backend.hpp>
#include <tacho/component/detail/metric_info.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/options.hpp>

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/labels.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

/// A backend that records into another library: a registry of prometheus-cpp. A program that
/// already has such a registry keeps exposing it as before. (Link `prometheus-cpp::core`.)
///
/// Thread safety: safe. Progress and allocation of recording: those of prometheus-cpp, which may
/// lock. It stores counts as doubles, which are exact up to 2^53. Metrics are valid as long as this
/// object.
class prometheus_cpp_registry {
    template <typename Metric>
    class adapted : public described {
    protected:
        friend class prometheus_cpp_registry;
        adapted(described const& declared, Metric& of) noexcept
            : described{declared}
            , of_{&of} {}
        Metric* of_;
    };

public:
    class counter_type : public adapted<prometheus::Counter> {
    public:
        using adapted::adapted;
        void increment() const noexcept { of_->Increment(); }
        void add(std::uint64_t amount) const noexcept {
            of_->Increment(static_cast<double>(amount));
        }
    };

    class gauge_type : public adapted<prometheus::Gauge> {
    public:
        using adapted::adapted;
        void set(double value) const noexcept { of_->Set(value); }
        void increment(double by = 1) const noexcept { of_->Increment(by); }
        void decrement(double by = 1) const noexcept { of_->Decrement(by); }
    };

    class histogram_type : public adapted<prometheus::Histogram> {
    public:
        using adapted::adapted;
        void observe(double value) const noexcept { of_->Observe(value); }
    };

    explicit prometheus_cpp_registry(std::string prefix = {})
        : prometheus_cpp_registry{std::make_shared<prometheus::Registry>(), std::move(prefix)} {}

    /// Records into the existing registry `in`.
    explicit prometheus_cpp_registry(
        std::shared_ptr<prometheus::Registry> in, std::string prefix = {}
    )
        : in_{std::move(in)}
        , declared_{std::move(prefix)} {}

    prometheus_cpp_registry(prometheus_cpp_registry const&) = delete;
    prometheus_cpp_registry& operator=(prometheus_cpp_registry const&) = delete;
    ~prometheus_cpp_registry() = default;

    /// See `backend`. Also throws std::invalid_argument if the name is already in the registry,
    /// registered by other code, with another type.
    [[nodiscard]] counter_type create_counter(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    ) {
        auto const declared = declared_.create_counter(name, description, labels);
        auto& in = family<prometheus::Counter>(prometheus::BuildCounter(), declared);
        return {declared, in.Add(theirs(labels))};
    }

    [[nodiscard]] gauge_type create_gauge(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    ) {
        auto const declared = declared_.create_gauge(name, description, labels);
        auto& in = family<prometheus::Gauge>(prometheus::BuildGauge(), declared);
        return {declared, in.Add(theirs(labels))};
    }

    [[nodiscard]] histogram_type create_histogram(
        std::string_view name,
        std::string_view description,
        std::vector<label> const& labels = {},
        std::vector<double> const& bounds = default_bounds()
    ) {
        auto const declared = declared_.create_histogram(name, description, labels, bounds);
        auto& in = family<prometheus::Histogram>(prometheus::BuildHistogram(), declared);
        return {declared, in.Add(theirs(labels), bounds)};
    }

    [[nodiscard]] std::string_view prefix() const noexcept { return declared_.prefix(); }

    /// Everything in prometheus-cpp's registry, in its order.
    [[nodiscard]] std::string prometheus_format_str() const {
        return prometheus::TextSerializer{}.Serialize(in_->Collect());
    }

private:
    template <typename Metric, typename Builder>
    [[nodiscard]] prometheus::Family<Metric>& family(Builder builder, described const& declared) {
        return builder.Name(std::string{declared.name()})
            .Help(std::string{declared.description()})
            .Register(*in_);
    }

    [[nodiscard]] static prometheus::Labels theirs(std::vector<label> const& labels) {
        prometheus::Labels made;
        for (auto const& each : labels)
            made.emplace(each.name, each.value);
        return made;
    }

    std::shared_ptr<prometheus::Registry> in_;
    sharded_registry declared_; // records nothing: it checks names and shapes
};

static_assert(backend<prometheus_cpp_registry>);

} // namespace tacho::inline v0::component

#endif
