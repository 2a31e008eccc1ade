// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_DETAIL_RECORDING_INSTRUMENTED_HPP
#define TACHO_DETAIL_RECORDING_INSTRUMENTED_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

// The callables that instrument() returns.

namespace tacho::inline v0::detail {

/// The signature of a callable that has exactly one.
template <bool Const, bool Noexcept, typename Result, typename... Arguments>
struct one_signature {};

/// Stands for the signatures of a callable that has several of them, or templates.
struct many_signatures {};

template <typename Callable>
struct signature_of_member {
    using type = many_signatures;
};
template <typename Result, typename Of, bool Noexcept, typename... Arguments>
struct signature_of_member<Result (Of::*)(Arguments...) noexcept(Noexcept)> {
    using type = one_signature<false, Noexcept, Result, Arguments...>;
};
template <typename Result, typename Of, bool Noexcept, typename... Arguments>
struct signature_of_member<Result (Of::*)(Arguments...) const noexcept(Noexcept)> {
    using type = one_signature<true, Noexcept, Result, Arguments...>;
};
template <typename Result, bool Noexcept, typename... Arguments> // static operator(), as of C++23
struct signature_of_member<Result (*)(Arguments...) noexcept(Noexcept)> {
    using type = one_signature<true, Noexcept, Result, Arguments...>;
};

template <typename Function>
struct signature_of {
    using type = many_signatures;
};
template <typename Function>
    requires requires { &Function::operator(); }
struct signature_of<Function> : signature_of_member<decltype(&Function::operator())> {};
template <typename Function>
    requires std::is_function_v<std::remove_pointer_t<Function>>
struct signature_of<Function> : signature_of_member<Function> {};

/// Calls `Function` and observes how long the call takes. The timer ends last, after the result has
/// been made, and also when the call throws.
template <typename Function, typename Series, typename = typename signature_of<Function>::type>
class instrumented {
public:
    template <typename From>
    constexpr instrumented(Series into, From&& function)
        : into_{into}
        , function_(std::forward<From>(function)) {}

    template <typename... Arguments>
        requires std::invocable<Function&, Arguments...>
    constexpr decltype(auto) operator()(Arguments&&... arguments
    ) & noexcept(std::is_nothrow_invocable_v<Function&, Arguments...>) {
        auto const timed = into_.time();
        return std::invoke(function_, std::forward<Arguments>(arguments)...);
    }
    template <typename... Arguments>
        requires std::invocable<Function const&, Arguments...>
    constexpr decltype(auto) operator()(Arguments&&... arguments
    ) const& noexcept(std::is_nothrow_invocable_v<Function const&, Arguments...>) {
        auto const timed = into_.time();
        return std::invoke(function_, std::forward<Arguments>(arguments)...);
    }
    template <typename... Arguments>
        requires std::invocable<Function, Arguments...>
    constexpr decltype(auto) operator()(Arguments&&... arguments
    ) && noexcept(std::is_nothrow_invocable_v<Function, Arguments...>) {
        auto const timed = into_.time();
        return std::invoke(std::move(function_), std::forward<Arguments>(arguments)...);
    }
    template <typename... Arguments>
        requires std::invocable<Function const, Arguments...>
    constexpr decltype(auto) operator()(Arguments&&... arguments
    ) const&& noexcept(std::is_nothrow_invocable_v<Function const, Arguments...>) {
        auto const timed = into_.time();
        return std::invoke(std::move(function_), std::forward<Arguments>(arguments)...);
    }

private:
    Series into_;
    [[no_unique_address]] Function function_;
};

template <typename Function, typename Series, bool Noexcept, typename Result, typename... Arguments>
class instrumented<Function, Series, one_signature<true, Noexcept, Result, Arguments...>> {
public:
    template <typename From>
    constexpr instrumented(Series into, From&& function)
        : into_{into}
        , function_(std::forward<From>(function)) {}

    constexpr Result operator()(Arguments... arguments) const noexcept(Noexcept) {
        auto const timed = into_.time();
        return function_(std::forward<Arguments>(arguments)...);
    }

private:
    Series into_;
    [[no_unique_address]] Function function_;
};

template <typename Function, typename Series, bool Noexcept, typename Result, typename... Arguments>
class instrumented<Function, Series, one_signature<false, Noexcept, Result, Arguments...>> {
public:
    template <typename From>
    constexpr instrumented(Series into, From&& function)
        : into_{into}
        , function_(std::forward<From>(function)) {}

    constexpr Result operator()(Arguments... arguments) noexcept(Noexcept) {
        auto const timed = into_.time();
        return function_(std::forward<Arguments>(arguments)...);
    }

private:
    Series into_;
    [[no_unique_address]] Function function_;
};

} // namespace tacho::inline v0::detail

#endif
