// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_RUN_TIME_HPP
#define TACHO_COMPONENT_RUN_TIME_HPP

#include <tacho/component/backend.hpp>
#include <tacho/component/metrics_registry.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/options.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

namespace detail {

/// Implements `Interface` by a metric of `Registry`, and keeps the registry alive.
template <typename Interface, typename Metric, typename Registry>
class run_time_metric : public Interface {
public:
    run_time_metric(Metric of, std::shared_ptr<Registry> in)
        : in_{std::move(in)}
        , of_{std::move(of)} {}

    [[nodiscard]] std::string_view name() const noexcept final { return of_.name(); }
    [[nodiscard]] std::string_view description() const noexcept final { return of_.description(); }
    [[nodiscard]] metric_type type() const noexcept final { return of_.type(); }

protected:
    [[nodiscard]] Metric const& of() const noexcept { return of_; }

private:
    std::shared_ptr<Registry> in_;
    Metric of_;
};

template <typename Registry>
class run_time_registry final : public metrics_registry {
public:
    explicit run_time_registry(std::shared_ptr<Registry> in)
        : in_{std::move(in)} {}

    [[nodiscard]] std::string_view prefix() const noexcept override { return in_->prefix(); }
    [[nodiscard]] std::string prometheus_format_str() const override {
        return in_->prometheus_format_str();
    }

private:
    class counts final
        : public run_time_metric<counter, typename Registry::counter_type, Registry> {
    public:
        using counts::run_time_metric::run_time_metric;
        void increment() noexcept override { this->of().increment(); }
        void add(std::uint64_t amount) noexcept override { this->of().add(amount); }
    };

    class goes_up_and_down final
        : public run_time_metric<gauge, typename Registry::gauge_type, Registry> {
    public:
        using goes_up_and_down::run_time_metric::run_time_metric;
        void set(double value) noexcept override { this->of().set(value); }
        void increment(double by) noexcept override { this->of().increment(by); }
        void decrement(double by) noexcept override { this->of().decrement(by); }
    };

    class observes final
        : public run_time_metric<histogram, typename Registry::histogram_type, Registry> {
    public:
        using observes::run_time_metric::run_time_metric;
        void observe(double value) noexcept override { this->of().observe(value); }
    };

    [[nodiscard]] std::shared_ptr<counter> make_counter(
        std::string_view name, std::string_view description, std::vector<label> const& labels
    ) override {
        return std::make_shared<counts>(in_->create_counter(name, description, labels), in_);
    }
    [[nodiscard]] std::shared_ptr<gauge> make_gauge(
        std::string_view name, std::string_view description, std::vector<label> const& labels
    ) override {
        return std::make_shared<goes_up_and_down>(
            in_->create_gauge(name, description, labels), in_
        );
    }
    [[nodiscard]] std::shared_ptr<histogram> make_histogram(
        std::string_view name,
        std::string_view description,
        std::vector<label> const& labels,
        std::vector<double> const& bounds
    ) override {
        return std::make_shared<observes>(
            in_->create_histogram(name, description, labels, bounds), in_
        );
    }

    std::shared_ptr<Registry> in_;
};

} // namespace detail

/// Puts a backend behind the interface that is chosen at run time:
/// `run_time(std::make_shared<null_registry>())`. Metrics keep the registry alive.
template <backend Registry>
[[nodiscard]] std::unique_ptr<metrics_registry> run_time(std::shared_ptr<Registry> in) {
    return std::make_unique<detail::run_time_registry<Registry>>(std::move(in));
}

} // namespace tacho::inline v0::component

#endif
