// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_INSTRUMENT_HPP
#define TACHO_INSTRUMENT_HPP

#include <tacho/detail/recording/instrumented.hpp>
#include <tacho/function_calls.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>
#include <utility>

// Functions that measure their calls, for whoever calls or offers functions by name: hosts of
// plugins, guests, scripts.
//
// For code that is not one callable, a scope's guard does the same:
//
//     auto const timed = calls.with("Add").time();

namespace tacho::inline v0 {

/// A function's name as a template argument.
template <std::size_t Size>
struct function_name {
    consteval function_name(char const (&literal)[Size]) { // NOLINT(google-explicit-constructor)
        std::copy_n(literal, Size, text);
    }

    [[nodiscard]] constexpr std::string_view view() const noexcept { return {text, Size - 1}; }

    char text[Size]{}; // public, as template arguments need it
};

/// Gives a function that does what `function` does and observes each call's duration in `series`,
/// whether the call returns or throws.
///
/// It has the signature of `function`: where there is one call operator, exactly that, so that
/// binding code which looks at it sees no difference; where there are several, or templates,
/// arguments are forwarded. Of a coroutine it measures the time until its first suspension, which
/// is when it returns; measure its body with a guard inside it.
///
/// When `series` is off the result is `function` itself, by its own type.
///
/// Thread safety: as of `function`. Progress: two readings of the timer's clock and one observe
/// beyond the call. Allocation: none. Errors: those of `function`, and of copying it.
template <measures_calls Series, typename Function>
[[nodiscard]] constexpr auto instrument(Series series, Function&& function) {
    using kept = std::decay_t<Function>;
    if constexpr (std::same_as<Series, no_histogram>)
        return kept(std::forward<Function>(function));
    else
        return detail::instrumented<kept, Series>{series, std::forward<Function>(function)};
}

/// The same for the series of `calls` (a family with one label, or `no_calls`) whose label is
/// `name`. It is looked up here, once.
template <typename Calls, typename Function>
    requires(!measures_calls<Calls>)
[[nodiscard]] constexpr auto
instrument(Calls const& calls, std::string_view name, Function&& function) {
    return instrument(calls.with(name), std::forward<Function>(function));
}

/// The same with a name known at compile time: `instrument<"Add">(calls, add)`.
template <function_name Name, typename Calls, typename Function>
    requires(!measures_calls<Calls>)
[[nodiscard]] constexpr auto instrument(Calls const& calls, Function&& function) {
    static_assert(!Name.view().empty(), "a function must have a name for its label");
    return instrument(calls.with(Name.view()), std::forward<Function>(function));
}

/// A function and its name, as a table has it.
template <function_name Name, typename Function>
struct named_function {
    static_assert(!Name.view().empty(), "a function must have a name for its label");
    Function function;
};

/// Gives a function a name, for a table.
template <function_name Name, typename Function>
[[nodiscard]] constexpr named_function<Name, std::decay_t<Function>> named(Function&& function) {
    return {std::forward<Function>(function)};
}

/// Functions by names that are known at compile time: finding one costs nothing.
///
/// Thread safety: as of the functions. Allocation: none.
template <typename... Named>
class function_table : private Named... {
public:
    explicit constexpr function_table(Named... functions)
        : Named(std::move(functions))... {}

    /// The function of this name. Where the table's type depends on a template argument, it is
    /// `table.template get<"Add">()`.
    template <function_name Name>
    [[nodiscard]] constexpr auto& get() noexcept {
        return find<Name>(*this);
    }
    template <function_name Name>
    [[nodiscard]] constexpr auto const& get() const noexcept {
        return find<Name>(*this);
    }

    /// Calls `visit(name, function)` for each, in the order of the table: to offer them to a guest.
    template <typename Visit>
    constexpr void for_each(Visit&& visit) {
        (visit_one(visit, static_cast<Named&>(*this)), ...);
    }
    template <typename Visit>
    constexpr void for_each(Visit&& visit) const {
        (visit_one(visit, static_cast<Named const&>(*this)), ...);
    }

    [[nodiscard]] static constexpr std::size_t size() noexcept { return sizeof...(Named); }

private:
    template <function_name Name, typename Function>
    static constexpr std::string_view name_of(named_function<Name, Function> const*) {
        return Name.view();
    }
    static constexpr std::array<std::string_view, sizeof...(Named)> names{
        name_of(static_cast<Named const*>(nullptr))...
    };
    [[nodiscard]] static consteval bool distinct() {
        for (std::size_t i = 0; i < names.size(); ++i)
            for (std::size_t j = i + 1; j < names.size(); ++j)
                if (names[i] == names[j])
                    return false;
        return true;
    }
    static_assert(distinct(), "the functions of a table must have different names");

    template <function_name Name, typename Function>
    static constexpr Function& pick(named_function<Name, Function>& of) noexcept {
        return of.function;
    }
    template <function_name Name, typename Function>
    static constexpr Function const& pick(named_function<Name, Function> const& of) noexcept {
        return of.function;
    }
    template <function_name Name, typename Table>
    static constexpr auto& find(Table& table) noexcept {
        static_assert(
            std::ranges::find(names, Name.view()) != names.end(),
            "get() takes the name of a function that was given to the table"
        );
        return pick<Name>(table);
    }

    template <typename Visit, function_name Name, typename Function>
    static constexpr void visit_one(Visit& visit, named_function<Name, Function>& one) {
        visit(Name.view(), one.function);
    }
    template <typename Visit, function_name Name, typename Function>
    static constexpr void visit_one(Visit& visit, named_function<Name, Function> const& one) {
        visit(Name.view(), one.function);
    }
};

namespace detail {

template <typename Calls, function_name Name, typename Function>
[[nodiscard]] constexpr auto
instrument_named(Calls const& calls, named_function<Name, Function>&& one) {
    return named<Name>(instrument<Name>(calls, std::move(one.function)));
}

} // namespace detail

/// Instruments a whole set of functions at once, each bound to its series here:
///
/// ```
/// auto host = tacho::instrument(calls, tacho::named<"Add">(add), tacho::named<"Log">(log));
/// host.get<"Add">()(1, 2);
/// host.for_each([&](std::string_view name, auto& function) { guest.offer(name, function); });
/// ```
template <typename Calls, function_name... Names, typename... Functions>
    requires(!measures_calls<Calls> && sizeof...(Functions) > 0)
[[nodiscard]] constexpr auto
instrument(Calls const& calls, named_function<Names, Functions>... functions) {
    return function_table{detail::instrument_named(calls, std::move(functions))...};
}

} // namespace tacho::inline v0

#endif
