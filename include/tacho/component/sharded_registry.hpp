// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_SHARDED_REGISTRY_HPP
#define TACHO_COMPONENT_SHARDED_REGISTRY_HPP

#include <tacho/component/backend.hpp>
#include <tacho/component/detail/metric_info.hpp>
#include <tacho/counter.hpp>
#include <tacho/gauge.hpp>
#include <tacho/histogram.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::component {

/// The backend that records into a tacho::registry.
///
/// Thread safety: safe. Progress and allocation of recording: as counter, gauge and histogram.
/// Metrics are valid as long as the registry.
class sharded_registry {
    template <typename Metric>
    class handle : public described {
    protected:
        friend class sharded_registry;
        handle(metric_info const& info, Metric const& records) noexcept
            : described{info}
            , records_{records} {}
        Metric records_;
    };

public:
    class counter_type : public handle<tacho::counter> {
    public:
        using handle::handle;
        void increment() const noexcept { records_.inc(); }
        void add(std::uint64_t amount) const noexcept { records_.inc(amount); }
    };

    class gauge_type : public handle<tacho::gauge> {
    public:
        using handle::handle;
        void set(double value) const noexcept { records_.set(value); }
        void increment(double by = 1) const noexcept { records_.inc(by); }
        void decrement(double by = 1) const noexcept { records_.dec(by); }
    };

    class histogram_type : public handle<tacho::histogram<runtime_buckets>> {
    public:
        using handle::handle;
        [[gnu::always_inline]] void observe(double value) const noexcept {
            records_.observe(value);
        }
    };

    /// A metric's name is `prefix`, unchanged, followed by the name that it is created with.
    explicit sharded_registry(std::string prefix = {});

    /// Keeps the metrics in the registry `in`, which must outlive this object.
    explicit sharded_registry(registry& in, std::string prefix = {});

    sharded_registry(sharded_registry const&) = delete;
    sharded_registry& operator=(sharded_registry const&) = delete;
    ~sharded_registry();

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

    [[nodiscard]] std::string_view prefix() const noexcept { return prefix_; }
    [[nodiscard]] std::string prometheus_format_str() const;

private:
    [[nodiscard]] metric_info const&
    info(std::string const& name, std::string_view description, metric_type type);

    registry own_{};
    registry& in_;
    std::string const prefix_;
    std::map<std::string, metric_info, std::less<>> infos_{};
};

static_assert(backend<sharded_registry>);

} // namespace tacho::inline v0::component

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/sharded_registry.ipp> // IWYU pragma: export
#endif

#endif
