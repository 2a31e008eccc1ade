// SPDX-License-Identifier: BSL-1.0

// A program of a user who copied exposition.hpp: two registries and a text, shown as one.
#include <tacho/exposition.hpp>

#include <cstdio>
#include <single_headers/alone.hpp>
#include <string>

int main() {
    tacho::registry one;
    tacho::registry other;
    tacho::exposition shown;
    shown.add(one.collect());
    shown.add(other.collect());
    shown.add(tacho::parse_text("# TYPE seen gauge\nseen 1\n"));
    static_cast<void>(shown.merge());

    auto const encoder = tacho::make_encoder(tacho::format::text_0_0_4);
    encoder->begin(shown.view());
    std::string const text{encoder->next()};
    std::fputs(text.c_str(), stdout);
    return text != "# TYPE seen gauge\nseen 1\n";
}
