// SPDX-License-Identifier: BSL-1.0

#include <tacho/hypertrace/detail/source_names.hpp>

#include <source_location>
#include <string>
#include <string_view>
#include <support/catch.hpp>

using tacho::hypertrace::detail::class_name;
using tacho::hypertrace::detail::function_name;

namespace {

std::string name(std::string_view signature) {
    return std::string{function_name(signature)};
}

struct here {
    consteval here(std::source_location at = std::source_location::current())
        : name{function_name(at.function_name())} {}
    std::string_view name;
};

[[nodiscard]] std::string current(here at = std::source_location::current()) {
    return std::string{at.name};
}

template <typename Item>
struct box {
    box()
        : made{current()} {}
    [[nodiscard]] std::string open(int) const { return current(); }
    template <typename Other>
    [[nodiscard]] std::string with(Other) const {
        return current();
    }
    [[nodiscard]] static std::string closed() { return current(); }
    [[nodiscard]] std::string operator()(Item) const { return current(); }
    [[nodiscard]] std::string operator<(box const&) const { return current(); }
    [[nodiscard]] std::string operator[](int) const { return current(); }
    explicit operator std::string() const { return current(); }
    std::string made;
};

[[nodiscard]] std::string (*pointer(std::string& to))() {
    to = current();
    return nullptr;
}

} // namespace

TEST_CASE("the name of a function is unqualified, with this compiler", "[hypertrace]") {
    box<int> const one;
    CHECK(one.made == "box");
    CHECK(one.open(1) == "open");
    CHECK(one.with(2.5) == "with");
    CHECK(box<box<int>>::closed() == "closed");
    CHECK(one(1) == "operator()");
    CHECK((one < one) == "operator<");
    CHECK(one[1] == "operator[]");
    CHECK_THAT(std::string{one}, Catch::StartsWith("operator "));
    std::string from_pointer;
    CHECK(pointer(from_pointer) == nullptr);
    CHECK(from_pointer == "pointer");
}

TEST_CASE("a lambda has the name of the function that contains it", "[hypertrace]") {
    struct local {
        [[nodiscard]] std::string outer() const {
            return [] { return [](int) { return current(); }(1); }();
        }
    };
    CHECK(local{}.outer() == "outer");
}

TEST_CASE("names are found in the texts of each compiler", "[hypertrace]") {
    // GCC
    CHECK(name("T ns::box<T>::get(int) const [with T = int]") == "get");
    CHECK(name("void ns::{anonymous}::hidden()::L::m()") == "m");
    CHECK(name("ns::box<T>::~box() [with T = int]") == "~box");
    CHECK(name("int (* ns::fp(int))(int)") == "fp");
    CHECK(name("main()::<lambda(int)>::<lambda()>") == "main");
    CHECK(name("<lambda()>") == "lambda");
    CHECK(name("void f(int [3], void (*)(int))") == "f");
    CHECK(name("bool ns::box<T>::operator()(int) const [with T = int]") == "operator()");
    CHECK(name("void co_operator()") == "co_operator");
    // Clang
    CHECK(name("void ns::(anonymous namespace)::hidden()") == "hidden");
    CHECK(name("auto main()::(anonymous class)::operator()(int) const") == "main");
    CHECK(name("auto (lambda)::operator()() const") == "lambda");
    CHECK(name("bool ns::box<int>::operator<(const box<T> &) const [T = int]") == "operator<");
    CHECK(name("int (*ns::fp(int))(int)") == "fp");
    // Microsoft
    CHECK(name("int __cdecl ns::box<int>::get(int) const") == "get");
    CHECK(name("open") == "open");
    // Malformed text does not lead outside of the text.
    for (std::string_view const odd : {"", "(", ")", ")(", "<>", "()", "::", " [", "operator"})
        CHECK(name(odd).size() <= odd.size());
}

namespace elsewhere {

struct plain {};
template <typename>
struct holder {};

} // namespace elsewhere

TEST_CASE("the name of a class is unqualified, with its template arguments", "[hypertrace]") {
    CHECK(class_name<elsewhere::plain>() == "plain");
    CHECK(class_name<elsewhere::holder<int>>() == "holder<int>");
    CHECK_THAT(
        std::string{class_name<elsewhere::holder<elsewhere::plain>>()},
        Catch::StartsWith("holder<") && Catch::EndsWith("plain>")
    );
    CHECK(class_name<box<int>>() == "box<int>");
}
