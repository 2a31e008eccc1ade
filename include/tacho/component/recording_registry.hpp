// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_RECORDING_REGISTRY_HPP
#define TACHO_COMPONENT_RECORDING_REGISTRY_HPP

#include <tacho/component/backend.hpp>
#include <tacho/component/sharded_registry.hpp>
#include <tacho/options.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

/// An operation on a metric.
enum class operation { add, set, increase, decrease, observe };

namespace detail {

struct record_log;

} // namespace detail

/// One record.
struct recorded {
    std::string name; // the metric's name, with the prefix
    std::vector<label> labels;
    operation what;
    double value;

    friend bool operator==(recorded const&, recorded const&) = default;
};

/// The backend for tests of components: remembers every record in order, and also records into a
/// `sharded_registry`, whose text it returns.
///
///     tacho::component::recording_registry metrics;
///     my_component under_test{metrics};
///     under_test.handle(request);
///     CHECK(metrics.total("service_requests_total") == 1);
///     CHECK(metrics.observed("service_request_duration_seconds").size() == 1);
///
/// Thread safety: safe. Recording locks and allocates; a record for which there is no memory ends
/// the program. Metrics are valid as long as the registry.
class recording_registry {
    template <typename Metric>
    class remembering : public Metric {
    public:
        remembering(remembering const&) = default;
        remembering& operator=(remembering const&) = default;

    protected:
        friend class recording_registry;
        remembering(recording_registry& in, Metric metric, std::vector<label> labels)
            : Metric{std::move(metric)}
            , in_{&in}
            , labels_{std::move(labels)} {}
        void remember(operation what, double value) const noexcept {
            in_->remember(this->name(), labels_, what, value);
        }

    private:
        recording_registry* in_;
        std::vector<label> labels_;
    };

public:
    class counter_type : public remembering<sharded_registry::counter_type> {
    public:
        using remembering::remembering;
        void increment() const noexcept { add(1); }
        void add(std::uint64_t amount) const noexcept {
            sharded_registry::counter_type::add(amount);
            remember(operation::add, static_cast<double>(amount));
        }
    };

    class gauge_type : public remembering<sharded_registry::gauge_type> {
    public:
        using remembering::remembering;
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
    };

    class histogram_type : public remembering<sharded_registry::histogram_type> {
    public:
        using remembering::remembering;
        void observe(double value) const noexcept {
            sharded_registry::histogram_type::observe(value);
            remember(operation::observe, value);
        }
    };

    explicit recording_registry(std::string prefix = {});
    recording_registry(recording_registry const&) = delete;
    recording_registry& operator=(recording_registry const&) = delete;
    ~recording_registry();

    [[nodiscard]] counter_type create_counter(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    );
    [[nodiscard]] gauge_type create_gauge(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    );
    [[nodiscard]] histogram_type create_histogram(
        std::string_view name,
        std::string_view description,
        std::vector<label> const& labels = {},
        std::vector<double> const& bounds = default_bounds()
    );

    [[nodiscard]] std::string_view prefix() const noexcept { return counts_.prefix(); }
    [[nodiscard]] std::string prometheus_format_str() const;

    // Questions for tests. `labels` are labels that the metric must have; without labels, all
    // metrics of the name are meant.

    /// Every record so far, in order.
    [[nodiscard]] std::vector<recorded> records() const;

    /// Every record of the metrics of this name.
    [[nodiscard]] std::vector<recorded>
    records(std::string_view name, std::vector<label> const& labels = {}) const;

    /// The sum of the amounts that were added to counters.
    [[nodiscard]] double total(std::string_view name, std::vector<label> const& labels = {}) const;

    /// The value of a gauge.
    [[nodiscard]] double value(std::string_view name, std::vector<label> const& labels = {}) const;

    /// The values that histograms observed, in order.
    [[nodiscard]] std::vector<double>
    observed(std::string_view name, std::vector<label> const& labels = {}) const;

    /// Forgets the records; metrics keep their values.
    void forget();

private:
    void remember(
        std::string_view name, std::vector<label> const& labels, operation what, double value
    ) noexcept;

    sharded_registry counts_;
    std::unique_ptr<detail::record_log> log_;
};

static_assert(backend<recording_registry>);

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/recording_registry.ipp> // IWYU pragma: export
#endif

#endif
