// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_CALLBACK_HPP
#define TACHO_CALLBACK_HPP

#include <tacho/detail/language/separate_compilation.hpp>
#include <tacho/detail/recording/registering.hpp>
#include <tacho/fwd.hpp>
#include <tacho/metric_type.hpp>
#include <tacho/name.hpp>
#include <tacho/options.hpp>

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace tacho::inline v0 {

namespace detail {

template <typename Signature>
class guarded_callback;
class registry_state;
class series_group;

/// Asks a function for the value of one series at every scrape, for as long as this object lives.
class callback_binding {
public:
    callback_binding(
        registry& in,
        metric_name name,
        std::string_view help,
        std::function<double()> function,
        metric_options const& options,
        metric_type type
    );
    callback_binding(callback_binding const&) = delete;
    callback_binding& operator=(callback_binding const&) = delete;

    /// Unregisters the callback. Waits for a call in progress, unless that call itself destroys
    /// this object.
    ~callback_binding();

private:
    std::shared_ptr<registry_state> state_;
    std::shared_ptr<guarded_callback<double()>> callback_{};
    series_group* group_{nullptr}; // of the one series
};

/// A metric whose value a function gives at every scrape, for as long as this object lives.
///
/// Thread safety: distinct objects are safe. Progress: constructor and destructor lock. Allocation:
/// yes, but not in a scrape. Errors: registration_error, std::bad_alloc.
template <metric_type Type>
class callback_metric {
public:
    /// A scrape calls `function` on the scraping thread, one call at a time, with no lock held:
    /// `function` may register, record, and itself scrape (such a scrape leaves out the callbacks
    /// that are running). If it throws, its series is left out of that scrape and
    /// `tacho_callback_errors_total` grows. A name may have several callbacks, with different
    /// constant labels. The destructor unregisters the callback; it waits for a call in progress,
    /// unless that call itself destroys this object.
    callback_metric(
        registry& in,
        metric_name name,
        std::string_view help,
        std::function<double()> function,
        metric_options const& options = {}
    )
        : binding_{in, name, help, std::move(function), options, Type} {}

    /// Overload that registers in `default_registry()`.
    callback_metric(
        metric_name name,
        std::string_view help,
        std::function<double()> function,
        metric_options const& options = {}
    )
        : binding_{default_registry(), name, help, std::move(function), options, Type} {}

private:
    callback_binding binding_;
};

} // namespace detail

/// A gauge whose value a function gives at every scrape, such as a queue's length or a cache's
/// size.
using callback_gauge = detail::callback_metric<metric_type::gauge>;

/// A counter that other code keeps and a function gives at every scrape. A value that is negative
/// or NaN is left out, as if the function had thrown.
using callback_counter = detail::callback_metric<metric_type::counter>;

} // namespace tacho::inline v0

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/callback.ipp> // IWYU pragma: export
#endif

#endif
