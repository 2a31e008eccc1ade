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

// Functions that measure their calls, for programs that call or offer functions by name, such as
// hosts of plugins, guests or scripts.
//
// Code that is not a single callable can be measured by a guard in its scope:
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

/// Returns a function that calls `function` and observes the duration of each call in `series`,
/// whether the call returns or throws.
///
/// If `function` has a single call operator, the result has exactly that signature, so that binding
/// code that inspects the signature sees no difference; if the call operator is overloaded or a
/// template, arguments are forwarded. A coroutine is measured until its first suspension, which is
/// when the call returns; measure the coroutine's body with a guard inside it.
///
/// If `series` is a `no_histogram`, the result is `function` itself, by its own type.
///
/// Thread safety: that of `function`. Progress: the call, two readings of the timer's clock and one
/// observe. Allocation: none. Errors: those of `function`, and of copying it.
template <measures_calls Series, typename Function>
[[nodiscard]] constexpr auto instrument(Series series, Function&& function) {
    using kept = std::decay_t<Function>;
    if constexpr (std::same_as<Series, no_histogram>)
        return kept(std::forward<Function>(function));
    else
        return detail::instrumented<kept, Series>{series, std::forward<Function>(function)};
}

/// Overload for the series of `calls` (a family with one label, or `no_calls`) whose label is
/// `name`. The series is looked up once, here.
template <typename Calls, typename Function>
    requires(!measures_calls<Calls>)
[[nodiscard]] constexpr auto
instrument(Calls const& calls, std::string_view name, Function&& function) {
    return instrument(calls.with(name), std::forward<Function>(function));
}

/// Overload for a name known at compile time: `instrument<"Add">(calls, add)`.
template <function_name Name, typename Calls, typename Function>
    requires(!measures_calls<Calls>)
[[nodiscard]] constexpr auto instrument(Calls const& calls, Function&& function) {
    static_assert(!Name.view().empty(), "a function must have a name for its label");
    return instrument(calls.with(Name.view()), std::forward<Function>(function));
}

/// A function and its name: an entry of a function_table.
template <function_name Name, typename Function>
struct named_function {
    static_assert(!Name.view().empty(), "a function must have a name for its label");
    Function function;
};

/// Gives `function` a name, for a function_table.
template <function_name Name, typename Function>
[[nodiscard]] constexpr named_function<Name, std::decay_t<Function>> named(Function&& function) {
    return {std::forward<Function>(function)};
}

/// A table of functions whose names are known at compile time: a lookup costs nothing at run time.
///
/// Thread safety: that of the functions. Allocation: none.
template <typename... Named>
class function_table : private Named... {
public:
    explicit constexpr function_table(Named... functions)
        : Named(std::move(functions))... {}

    /// The function with this name. If the table's type depends on a template argument, the call is
    /// `table.template get<"Add">()`.
    template <function_name Name>
    [[nodiscard]] constexpr auto& get() noexcept {
        return find<Name>(*this);
    }
    template <function_name Name>
    [[nodiscard]] constexpr auto const& get() const noexcept {
        return find<Name>(*this);
    }

    /// Calls `visit(name, function)` for each function, in the order of the table, for example to
    /// offer them to a guest.
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

/// Overload that instruments a set of functions; each is bound to its series here:
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
