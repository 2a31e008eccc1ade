// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_RECORDING_REGISTRY_HPP
#define TACHO_COMPONENT_RECORDING_REGISTRY_HPP

#include <tacho/component/backend.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/options.hpp>

#include <algorithm>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

/// What was done with a metric.
enum class operation { add, set, increase, decrease, observe };

/// One record.
struct recorded {
    std::string name; // the metric's, with the prefix
    std::vector<label> labels;
    operation what;
    double value;

    friend bool operator==(recorded const&, recorded const&) = default;
};

/// The backend for tests of components: remembers every record in order, and counts like
/// `sharded_registry`, whose text it gives.
///
///     tacho::component::recording_registry metrics;
///     my_component under_test{metrics};
///     under_test.handle(request);
///     CHECK(metrics.total("service_requests_total") == 1);
///     CHECK(metrics.observed("service_request_duration_seconds").size() == 1);
///
/// Thread safety: safe. Recording locks and allocates; what it has no memory for ends the program.
/// Metrics are valid as long as the registry.
class recording_registry {
    template <typename Metric>
    class remembering : public Metric {
    protected:
        friend class recording_registry;
        remembering(recording_registry& in, Metric metric, std::vector<label> labels)
            : Metric{std::move(metric)}
            , in_{&in}
            , labels_{std::move(labels)} {}
        void remember(operation what, double value) const noexcept {
            in_->remember({std::string{this->name()}, labels_, what, value});
        }

    private:
        recording_registry* in_;
        std::vector<label> labels_;
    };

public:
    class counter_type : public remembering<sharded_registry::counter_type> {
    public:
        void increment() const noexcept { add(1); }
        void add(std::uint64_t amount) const noexcept {
            sharded_registry::counter_type::add(amount);
            remember(operation::add, static_cast<double>(amount));
        }

    private:
        friend class recording_registry;
        using remembering::remembering;
    };

    class gauge_type : public remembering<sharded_registry::gauge_type> {
    public:
        void set(double value) const noexcept {
            sharded_registry::gauge_type::set(value);
            remember(operation::set, value);
        }
        void increment(double by = 1) const noexcept {
            sharded_registry::gauge_type::increment(by);
            remember(operation::increase, by);
        }
        void decrement(double by = 1) const noexcept {
            sharded_registry::gauge_type::decrement(by);
            remember(operation::decrease, by);
        }

    private:
        friend class recording_registry;
        using remembering::remembering;
    };

    class histogram_type : public remembering<sharded_registry::histogram_type> {
    public:
        void observe(double value) const noexcept {
            sharded_registry::histogram_type::observe(value);
            remember(operation::observe, value);
        }

    private:
        friend class recording_registry;
        using remembering::remembering;
    };

    explicit recording_registry(std::string prefix = {})
        : counts_{std::move(prefix)} {}
    recording_registry(recording_registry const&) = delete;
    recording_registry& operator=(recording_registry const&) = delete;
    ~recording_registry() = default;

    [[nodiscard]] counter_type create_counter(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    ) {
        return {*this, counts_.create_counter(name, description, labels), labels};
    }
    [[nodiscard]] gauge_type create_gauge(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    ) {
        return {*this, counts_.create_gauge(name, description, labels), labels};
    }
    [[nodiscard]] histogram_type create_histogram(
        std::string_view name,
        std::string_view description,
        std::vector<label> const& labels = {},
        std::vector<double> const& bounds = default_bounds()
    ) {
        return {*this, counts_.create_histogram(name, description, labels, bounds), labels};
    }

    [[nodiscard]] std::string_view prefix() const noexcept { return counts_.prefix(); }
    [[nodiscard]] std::string prometheus_format_str() const {
        return counts_.prometheus_format_str();
    }

    // What tests ask. `labels` has those that the metric must have; no labels is all metrics of the
    // name.

    /// Every record so far, in order.
    [[nodiscard]] std::vector<recorded> records() const {
        std::lock_guard const guard{mutex_};
        return records_;
    }

    /// Every record of the metrics of this name.
    [[nodiscard]] std::vector<recorded>
    records(std::string_view name, std::vector<label> const& labels = {}) const {
        auto all = records();
        std::erase_if(all, [&](auto const& each) {
            return each.name != name || !std::ranges::all_of(labels, [&](auto const& wanted) {
                       return std::ranges::find(each.labels, wanted) != each.labels.end();
                   });
        });
        return all;
    }

    /// The sum of what was added to counters.
    [[nodiscard]] double total(std::string_view name, std::vector<label> const& labels = {}) const {
        double sum = 0;
        for (auto const& each : records(name, labels))
            sum += each.what == operation::add ? each.value : 0;
        return sum;
    }

    /// The value of a gauge.
    [[nodiscard]] double value(std::string_view name, std::vector<label> const& labels = {}) const {
        double value = 0;
        for (auto const& each : records(name, labels))
            if (each.what == operation::set)
                value = each.value;
            else if (each.what == operation::increase)
                value += each.value;
            else if (each.what == operation::decrease)
                value -= each.value;
        return value;
    }

    /// What histograms observed, in order.
    [[nodiscard]] std::vector<double>
    observed(std::string_view name, std::vector<label> const& labels = {}) const {
        std::vector<double> values;
        for (auto const& each : records(name, labels))
            if (each.what == operation::observe)
                values.push_back(each.value);
        return values;
    }

    /// Forgets the records; metrics keep their values.
    void forget() {
        std::lock_guard const guard{mutex_};
        records_.clear();
    }

private:
    void remember(recorded one) noexcept {
        std::lock_guard const guard{mutex_};
        records_.push_back(std::move(one));
    }

    sharded_registry counts_;
    mutable std::mutex mutex_{};
    std::vector<recorded> records_{};
};

static_assert(backend<recording_registry>);

} // namespace tacho::inline v0::component

#endif
