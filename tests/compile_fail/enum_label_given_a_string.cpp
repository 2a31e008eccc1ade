// SPDX-License-Identifier: BSL-1.0
// EXPECT: a label's value must be text, or of the enum its label was declared with

#include <tacho/tacho.hpp>

#include <array>
#include <string_view>

enum class verb { get, post };

[[maybe_unused]] constexpr std::array<std::string_view, 2> label_values(verb) {
    return {"get", "post"};
}

int main() {
    tacho::family<tacho::counter, tacho::enum_label<verb>("verb")> f{"requests_total", "Requests."};
#ifdef TACHO_REJECT
    f.with("get").inc();
#else
    f.with(verb::get).inc();
#endif
}
