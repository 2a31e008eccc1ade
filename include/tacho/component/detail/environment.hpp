// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_DETAIL_ENVIRONMENT_HPP
#define TACHO_COMPONENT_DETAIL_ENVIRONMENT_HPP

#include <tacho/detail/language/cpp20.hpp>

#include <chrono>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace tacho::inline v0::component::detail {

/// Reads options from the environment, through a function that looks up a variable and returns null
/// for a variable that is not set. The functions throw std::invalid_argument for a wrong value.
class environment_reader {
public:
    using lookup = std::function<char const*(char const* name)>;
    using words = std::initializer_list<std::string_view>;

    /// `of` must outlive this object.
    explicit environment_reader(lookup const& of)
        : of_{of} {}

    /// Null when the variable is not set.
    [[nodiscard]] std::optional<std::string> text(char const* name) const;

    [[nodiscard]] int number(char const* name, int least, int most, int otherwise) const;

    [[nodiscard]] std::chrono::seconds seconds(char const* name, int otherwise) const;

    [[nodiscard]] bool flag(char const* name, bool otherwise) const;

    /// Compares words regardless of the case of ASCII letters; an empty variable counts as not set.
    [[nodiscard]] bool choice(char const* name, words yes, words no, bool otherwise) const;

private:
    lookup const& of_;
};

} // namespace tacho::inline v0::component::detail

#if !defined(TACHO_SEPARATE_COMPILATION)
# include <tacho/component/detail/environment.ipp> // IWYU pragma: export
#endif

#endif
