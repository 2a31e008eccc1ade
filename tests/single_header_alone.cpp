// SPDX-License-Identifier: BSL-1.0

// What somebody has who copied one file: no include directory but the single header's own.
#include <tacho/tacho.hpp>

#if __has_include(<tacho/counter.hpp>)
# error "This test must see the single header alone."
#endif

int main() {
    tacho::counter uses{"uses_total", "Uses."};
    uses.inc();
    tacho::hyperlight::wasm_metrics<> const wasm; // whatever needs nothing is in it
    return tacho::to_text().find("\nuses_total 1\n") == std::string::npos;
}
