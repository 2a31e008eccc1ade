// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_SHARDED_REGISTRY_HPP
#define TACHO_COMPONENT_SHARDED_REGISTRY_HPP

#include <tacho/component/backend.hpp>
#include <tacho/component/detail/metric_info.hpp>
#include <tacho/counter.hpp>
#include <tacho/detail/storage/cell_allocator.hpp>
#include <tacho/exposition/write_text.hpp>
#include <tacho/gauge.hpp>
#include <tacho/histogram.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>
#include <tacho/registry.hpp>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tacho::inline v0::component {

/// The backend that this library is about: metrics in a tacho::registry.
///
/// Thread safety: safe. Progress and allocation of what records: as counter, gauge and histogram.
/// Metrics are valid as long as the registry.
class sharded_registry {
public:
    class counter_type : public described {
    public:
        void increment() const noexcept { records_.inc(); }
        void add(std::uint64_t amount) const noexcept { records_.inc(amount); }

    private:
        friend class sharded_registry;
        counter_type(metric_info const& info, tacho::counter const& records) noexcept
            : described{info}
            , records_{records} {}
        tacho::counter records_;
    };

    class gauge_type : public described {
    public:
        void set(double value) const noexcept { records_.set(value); }
        void increment(double by = 1) const noexcept { records_.inc(by); }
        void decrement(double by = 1) const noexcept { records_.dec(by); }

    private:
        friend class sharded_registry;
        gauge_type(metric_info const& info, tacho::gauge const& records) noexcept
            : described{info}
            , records_{records} {}
        tacho::gauge records_;
    };

    class histogram_type : public described {
    public:
        [[gnu::always_inline]] void observe(double value) const noexcept {
            records_.observe(value);
        }

    private:
        friend class sharded_registry;
        histogram_type(
            metric_info const& info, tacho::histogram<runtime_buckets> const& records
        ) noexcept
            : described{info}
            , records_{records} {}
        tacho::histogram<runtime_buckets> records_;
    };

    /// Metrics' names are `prefix` and what they are created by, as it stands.
    explicit sharded_registry(std::string prefix = {})
        : sharded_registry{own_, std::move(prefix)} {}

    /// In a registry that is there already; it has to live as long.
    explicit sharded_registry(registry& in, std::string prefix = {})
        : in_{in}
        , prefix_{std::move(prefix)} {}

    sharded_registry(sharded_registry const&) = delete;
    sharded_registry& operator=(sharded_registry const&) = delete;
    ~sharded_registry() = default;

    [[nodiscard]] counter_type create_counter(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    ) {
        auto const full = prefix_ + std::string{name};
        tacho::counter const made{in_, runtime(full), description, {.labels = labels}};
        return {info(full, description, metric_type::counter), made};
    }

    [[nodiscard]] gauge_type create_gauge(
        std::string_view name, std::string_view description, std::vector<label> const& labels = {}
    ) {
        auto const full = prefix_ + std::string{name};
        tacho::gauge const made{in_, runtime(full), description, {.labels = labels}};
        return {info(full, description, metric_type::gauge), made};
    }

    [[nodiscard]] histogram_type create_histogram(
        std::string_view name,
        std::string_view description,
        std::vector<label> const& labels = {},
        std::vector<double> const& bounds = default_bounds()
    ) {
        auto const full = prefix_ + std::string{name};
        tacho::histogram<runtime_buckets> const made{
            in_, runtime(full), description, bounds, {.labels = labels}
        };
        return {info(full, description, metric_type::histogram), made};
    }

    [[nodiscard]] std::string_view prefix() const noexcept { return prefix_; }
    [[nodiscard]] std::string prometheus_format_str() const { return to_text(in_); }

private:
    /// One for each name. By now the registry has found it to be like an earlier one.
    [[nodiscard]] metric_info const&
    info(std::string const& name, std::string_view description, metric_type type) {
        // A lock that no fork leaves locked.
        auto const guard = tacho::detail::the_cell_allocator().lock_registration();
        return infos_.try_emplace(name, metric_info{name, std::string{description}, type})
            .first->second;
    }

    registry own_{};
    registry& in_;
    std::string const prefix_;
    std::map<std::string, metric_info, std::less<>> infos_{};
};

static_assert(backend<sharded_registry>);

} // namespace tacho::inline v0::component

#endif
