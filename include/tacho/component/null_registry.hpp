// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_NULL_REGISTRY_HPP
#define TACHO_COMPONENT_NULL_REGISTRY_HPP

#include <tacho/component/backend.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/options.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tacho::inline v0::component {

/// The backend that does nothing. The metrics of a component that is written against backends have
/// no size with it, and recording leaves no code.
///
/// Thread safety: safe. Allocation and errors: none.
class null_registry {
    template <metric_type Type>
    class nothing {
    public:
        [[nodiscard]] static std::string_view name() noexcept { return {}; }
        [[nodiscard]] static std::string_view description() noexcept { return {}; }
        [[nodiscard]] static metric_type type() noexcept { return Type; }
    };

public:
    class counter_type : public nothing<metric_type::counter> {
    public:
        void increment() const noexcept {}
        void add(std::uint64_t) const noexcept {}
    };

    class gauge_type : public nothing<metric_type::gauge> {
    public:
        void set(double) const noexcept {}
        void increment(double = 1) const noexcept {}
        void decrement(double = 1) const noexcept {}
    };

    class histogram_type : public nothing<metric_type::histogram> {
    public:
        void observe(double) const noexcept {}
    };

    [[nodiscard]] counter_type
    create_counter(std::string_view, std::string_view, std::vector<label> const& = {}) noexcept {
        return {};
    }
    [[nodiscard]] gauge_type
    create_gauge(std::string_view, std::string_view, std::vector<label> const& = {}) noexcept {
        return {};
    }
    [[nodiscard]] histogram_type create_histogram(
        std::string_view,
        std::string_view,
        std::vector<label> const& = {},
        std::vector<double> const& = {}
    ) noexcept {
        return {};
    }

    [[nodiscard]] static std::string_view prefix() noexcept { return {}; }
    [[nodiscard]] static std::string prometheus_format_str() { return {}; }
};

static_assert(backend<null_registry>);

} // namespace tacho::inline v0::component

#endif
