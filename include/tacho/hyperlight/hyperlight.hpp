// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERLIGHT_HYPERLIGHT_HPP
#define TACHO_HYPERLIGHT_HYPERLIGHT_HPP

#include <tacho/counter.hpp>
#include <tacho/family.hpp>
#include <tacho/function_calls.hpp>
#include <tacho/fwd.hpp>
#include <tacho/hyperlight/detail/layouts.hpp>
#include <tacho/hyperlight/guest_error.hpp>
#include <tacho/hyperlight/naming.hpp>
#include <tacho/hyperlight/registry.hpp>

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace tacho::inline v0::hyperlight {

/// How many series a guest can make a host keep. Beyond a limit, records go to the family's
/// overflow series. (The series of a function takes half a kilobyte in each thread that calls it.)
struct limits {
    std::size_t errors{1000};    // series by code and message
    std::size_t functions{1000}; // series in each family of durations
};

/// How many bytes of a guest's message become the label's value.
inline constexpr std::size_t longest_message = 128;

namespace detail {

/// Stands in for a counter that the profile does not define; does nothing.
struct absent_counter : no_calls {
    using no_calls::no_calls;
    constexpr void inc() const noexcept {}
    template <std::integral Integer>
    constexpr void inc(Integer) const noexcept {}
};

} // namespace detail

/// The metrics of a Hyperlight host about its guests. Function calls are off, as they are in
/// Hyperlight.
///
/// Names, help texts, labels and buckets follow Hyperlight's observability documents, in the
/// profile `Naming`. The facade has no help texts of its own; here they are those of the documents.
///
/// Thread safety: safe. Progress: as counter, family and histogram. Allocation: none while
/// recording, except for new series. Errors: constructors throw registration_error.
template <naming Naming = naming::documented, function_calls Calls = function_calls::off>
class host_metrics {
    using facade_counter =
        std::conditional_t<Naming == naming::facade, counter, detail::absent_counter>;

public:
    using guest_error_family = std::conditional_t<
        Naming == naming::facade,
        family<counter, "code">,
        family<counter, "error_code", "error_message">>;
    using guest_durations =
        call_durations<Calls, call_buckets<Naming, guest_bounds>, "function_name">;
    using host_durations =
        call_durations<Calls, call_buckets<Naming, host_bounds>, "function_name">;

    /// Registers in `get_metrics_registry()`.
    host_metrics()
        : host_metrics{get_metrics_registry()} {}

    explicit host_metrics(registry& in, limits const& most = {});

    /// A guest call ended with an error of the guest. The label has the first `longest_message`
    /// bytes of the message as UTF-8, whatever the guest sent. `no_error` is not counted.
    ///
    /// (Hyperlight counts an `outb_error` only when it has recorded an error of the host too.)
    void guest_error(guest_error_code code, std::string_view message) const noexcept;

    /// Counts by `code`, a number, in the facade; in the other profiles by `error_code`, the name
    /// of the code, and `error_message`. Use `guest_error` to count.
    guest_error_family guest_errors;

    /// Counts the runs of guests that end because they were cancelled.
    counter guest_cancellations;

    /// Counts exits that were cancelled without a request. Only the facade has this counter; in the
    /// other profiles it does nothing.
    facade_counter erroneous_vcpu_kicks;

    /// Durations of the host's calls of a guest's functions, whether a call succeeds or not.
    guest_durations guest_calls;

    /// Durations of a guest's calls of the host's functions. (Calls of functions that the host does
    /// not have are not included.)
    host_durations host_calls;
};

} // namespace tacho::inline v0::hyperlight

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/hyperlight/hyperlight.ipp> // IWYU pragma: export
#endif

#endif
