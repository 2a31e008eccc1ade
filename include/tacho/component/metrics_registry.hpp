// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_METRICS_REGISTRY_HPP
#define TACHO_COMPONENT_METRICS_REGISTRY_HPP

#include <tacho/component/backend.hpp>
#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/options.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

/// Base of all metrics of a `metrics_registry`: tells name, description and type.
class metric {
public:
    metric() = default;
    metric(metric const&) = delete;
    metric& operator=(metric const&) = delete;
    TACHO_DECL virtual ~metric();

    [[nodiscard]] virtual std::string_view name() const noexcept = 0; // with the registry's prefix
    [[nodiscard]] virtual std::string_view description() const noexcept = 0;
    [[nodiscard]] virtual metric_type type() const noexcept = 0;
};

/// Counts events; never decreases.
class counter : public metric {
public:
    TACHO_DECL ~counter() override;

    virtual void increment() noexcept = 0;
    virtual void add(std::uint64_t amount) noexcept = 0;
};

/// A value that goes up and down.
class gauge : public metric {
public:
    TACHO_DECL ~gauge() override;

    virtual void set(double value) noexcept = 0;
    virtual void increment(double by) noexcept = 0;
    virtual void decrement(double by) noexcept = 0;
};

/// A distribution of values.
class histogram : public metric {
public:
    TACHO_DECL ~histogram() override;

    virtual void observe(double value) noexcept = 0;
};

/// A backend that is chosen at run time: an interface that other libraries can implement. It is a
/// backend itself, so that a component written against backends can use it.
///
/// A metric is a handle: copies refer to one metric, which is valid as long as any of them.
/// Recording costs a virtual call, and what the implementation costs.
class metrics_registry {
    template <typename Metric>
    class handle {
    public:
        [[nodiscard]] std::string_view name() const noexcept { return of_->name(); }
        [[nodiscard]] std::string_view description() const noexcept { return of_->description(); }
        [[nodiscard]] metric_type type() const noexcept { return of_->type(); }

    protected:
        friend class metrics_registry;
        explicit handle(std::shared_ptr<Metric> of) noexcept
            : of_{std::move(of)} {}
        std::shared_ptr<Metric> of_;
    };

public:
    class counter_type : public handle<counter> {
    public:
        using handle::handle;
        void increment() const noexcept { of_->increment(); }
        void add(std::uint64_t amount) const noexcept { of_->add(amount); }
    };

    class gauge_type : public handle<gauge> {
    public:
        using handle::handle;
        void set(double value) const noexcept { of_->set(value); }
        void increment(double by = 1) const noexcept { of_->increment(by); }
        void decrement(double by = 1) const noexcept { of_->decrement(by); }
    };

    class histogram_type : public handle<histogram> {
    public:
        using handle::handle;
        void observe(double value) const noexcept { of_->observe(value); }
    };

    metrics_registry() = default;
    metrics_registry(metrics_registry const&) = delete;
    metrics_registry& operator=(metrics_registry const&) = delete;
    TACHO_DECL virtual ~metrics_registry();

    /// See `backend`.
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

    /// The text that the names of all metrics begin with.
    [[nodiscard]] virtual std::string_view prefix() const noexcept = 0;

    /// All current values in Prometheus' text format; empty if the backend cannot tell them.
    [[nodiscard]] virtual std::string prometheus_format_str() const = 0;

private:
    // The results are never null.
    [[nodiscard]] virtual std::shared_ptr<counter> make_counter(
        std::string_view name, std::string_view description, std::vector<label> const& labels
    ) = 0;
    [[nodiscard]] virtual std::shared_ptr<gauge> make_gauge(
        std::string_view name, std::string_view description, std::vector<label> const& labels
    ) = 0;
    [[nodiscard]] virtual std::shared_ptr<histogram> make_histogram(
        std::string_view name,
        std::string_view description,
        std::vector<label> const& labels,
        std::vector<double> const& bounds
    ) = 0;
};

static_assert(backend<metrics_registry>);

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/metrics_registry.ipp> // IWYU pragma: export
#endif

#endif
