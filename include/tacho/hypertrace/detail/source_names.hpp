// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_HYPERTRACE_DETAIL_SOURCE_NAMES_HPP
#define TACHO_HYPERTRACE_DETAIL_SOURCE_NAMES_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <cstddef>
#include <string_view>

// Names of functions and types as people write them, from the texts that compilers have for them.
// All of this happens at compile time.

namespace tacho::inline v0::hypertrace::detail {

[[nodiscard]] constexpr bool is_name_character(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

/// The position of the bracket that matches the closing bracket at `close`.
[[nodiscard]] constexpr std::size_t opening(std::string_view text, std::size_t close) noexcept {
    auto const closing = text[close];
    auto const opens = closing == ')' ? '(' : closing == ']' ? '[' : '<';
    std::size_t depth = 0;
    for (auto at = close + 1; at-- > 0;) {
        if (text[at] == closing && !(closing == '>' && at > 0 && text[at - 1] == '-'))
            ++depth;
        else if (text[at] == opens && --depth == 0)
            return at;
    }
    return 0;
}

/// Where the operator's name begins if `text` ends in the name of an operator function; else npos.
[[nodiscard]] constexpr std::size_t operator_name(std::string_view text) noexcept {
    constexpr std::string_view word = "operator";
    auto const at = text.rfind(word);
    if (at == std::string_view::npos || (at > 0 && is_name_character(text[at - 1])))
        return std::string_view::npos;
    auto const after = at + word.size();
    return after == text.size() || is_name_character(text[after]) ? std::string_view::npos : at;
}

/// Whether `before`, followed by `()`, names a call operator.
[[nodiscard]] constexpr bool is_call_operator(std::string_view before) noexcept {
    constexpr std::string_view word = "operator";
    return before.ends_with(word) && (before.size() == word.size() ||
                                      !is_name_character(before[before.size() - word.size() - 1]));
}

/// The last part of a qualified name: `bool ns::box<int>::open` gives `open`. Template arguments
/// stay if `arguments` says so.
[[nodiscard]] constexpr std::string_view
unqualified(std::string_view text, bool arguments) noexcept {
    auto begin = text.size();
    auto end = text.size();
    while (begin > 0) {
        auto const c = text[begin - 1];
        if (c == '>' || c == ')') {
            begin = opening(text, begin - 1);
            if (!arguments && c == '>')
                end = begin;
        } else if (is_name_character(c) || c == '~') {
            --begin;
        } else {
            break;
        }
    }
    return text.substr(begin, end - begin);
}

/// The function that contains the lambda, as far as the text tells it; empty for a lambda outside
/// of functions.
[[nodiscard]] constexpr std::string_view without_lambdas(std::string_view signature) noexcept {
    // GCC and Microsoft, Clang until 21, Clang since then
    auto inside = signature;
    for (std::string_view const lambda : {"<lambda", "(anonymous class)", "(lambda"})
        inside = inside.substr(0, inside.find(lambda));
    if (inside.size() < signature.size() && inside.ends_with("::"))
        inside.remove_suffix(2);
    return inside;
}

/// The unqualified name of a function, from `std::source_location::function_name()`: for
/// `int ns::box<T>::open(char) const [with T = int]` it is `open`. A lambda has the name of the
/// function that contains it; outside of functions its name is `lambda`.
[[nodiscard]] constexpr std::string_view function_name(std::string_view signature) noexcept {
    if (signature.ends_with(']')) // the list of template arguments
        if (auto const at = opening(signature, signature.size() - 1);
            at > 0 && signature[at - 1] == ' ')
            signature = signature.substr(0, at - 1);
    bool const lambda = without_lambdas(signature).size() != signature.size();
    signature = without_lambdas(signature);
    for (auto close = signature.rfind(')'); close != std::string_view::npos;
         close = signature.rfind(')')) {
        auto const before = signature.substr(0, opening(signature, close));
        if (is_call_operator(before))
            return "operator()";
        if (!before.ends_with(')') || before.ends_with("operator()")) {
            signature = before;
            break;
        }
        // In a function that returns a pointer to a function, the first pair encloses the name.
        auto const inside = opening(before, before.size() - 1) + 1;
        signature = before.substr(inside, before.size() - 1 - inside);
    }
    if (auto const at = operator_name(signature); at != std::string_view::npos)
        return signature.substr(at);
    auto const name = unqualified(signature, false);
    return name.empty() && lambda ? std::string_view{"lambda"} : name;
}

/// The compiler's text for this function, which contains the type's name.
template <typename Type>
[[nodiscard]] consteval std::string_view text_with_type() noexcept {
#if defined(_MSC_VER) && !defined(__clang__)
    return __FUNCSIG__;
#else
    return __PRETTY_FUNCTION__;
#endif
}

/// The unqualified name of a class, with its template arguments: `box<int>`.
template <typename Class>
[[nodiscard]] consteval std::string_view class_name() noexcept {
    // The text around the type's name is equal for all types.
    constexpr auto sample = text_with_type<double>();
    constexpr auto before = sample.find("double");
    constexpr auto after = sample.size() - before - std::string_view{"double"}.size();
    auto name = text_with_type<Class>();
    name = name.substr(before, name.size() - before - after);
    for (std::string_view const key : {"class ", "struct ", "enum "}) // Microsoft
        if (name.starts_with(key))
            name.remove_prefix(key.size());
    return unqualified(name, true);
}

} // namespace tacho::inline v0::hypertrace::detail

#endif
